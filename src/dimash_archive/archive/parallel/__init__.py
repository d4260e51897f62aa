"""Parallel texts: which sentences of the editions of one story say the same."""
