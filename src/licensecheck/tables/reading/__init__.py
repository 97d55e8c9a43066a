"""One file per published format: a mapping from that format to our record, oddities named."""

from licensecheck.tables.reading.catalogue import READERS, Reader, read_once, read_table, recognise
from licensecheck.tables.reading.sheet import table_name

__all__ = ["READERS", "Reader", "read_once", "read_table", "recognise", "table_name"]
