"""The tables of archive.db: the migrations that make them, and what their columns mean."""
