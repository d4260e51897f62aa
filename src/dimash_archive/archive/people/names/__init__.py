"""Names in texts: where they stand, how they sound, and in which forms they come."""
