"""Which articles tell one story in several languages."""
