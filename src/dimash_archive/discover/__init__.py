"""Finding the addresses of a site: one file a source."""
