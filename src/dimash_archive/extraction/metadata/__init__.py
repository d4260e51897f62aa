"""The facts of an article: everything but its text."""
