"""Articles as they are stored: rows, addresses, versions, and what changed between them."""
