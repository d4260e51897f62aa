"""A real WordPress on loopback: three editions, seeded with invented posts of which the truth is known."""
