"""Whether the extraction is clean, the newest articles are like the others, and the runs went well."""
