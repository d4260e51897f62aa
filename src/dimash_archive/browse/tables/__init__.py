"""Datasette's own pages of an archive: names and queries of its tables, and markup."""
