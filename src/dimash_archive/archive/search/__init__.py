"""Searching the archive: index, query, hits, snippets."""
