"""One file per published format: a mapping from that format to our record, oddities named."""
