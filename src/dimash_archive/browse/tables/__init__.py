"""Datasette's own pages of an archive: what its tables are called, what may be asked of them, how they read."""
