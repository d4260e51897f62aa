"""Content on an article's page that does not belong to it."""
