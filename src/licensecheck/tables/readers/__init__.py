"""One file per published format: a mapping from that format to our record, oddities named."""

from licensecheck.tables.readers.catalogue import READERS, Reader, read_table, recognise

__all__ = ["READERS", "Reader", "read_table", "recognise"]
