"""The tables of archive.db: the steps that make them, and what their columns mean."""
