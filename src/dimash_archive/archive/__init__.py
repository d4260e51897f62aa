"""The SQLite archive."""
