"""Styles of direct speech: in blocks, after dashes, between commas, as dialogue, interview, monologue."""
