"""The ways to set speech: in blocks, behind dashes, between commas, as dialogue, interview, monologue."""
