"""WARC files: the format of a record, the writer, the reader, recovery, and the CDXJ index."""
