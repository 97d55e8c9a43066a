"""One file per published format: a mapping from that format to our record, oddities named."""

from licensecheck.tables.readers.catalogue import READERS, Reader, read_table, recognise
from licensecheck.tables.readers.stream import table_name

__all__ = ["READERS", "Reader", "read_table", "recognise", "table_name"]
