"""Writing the archive in other formats: one file a format."""
