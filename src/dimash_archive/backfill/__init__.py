"""The past: captures of other programs and archives brought into an archive."""
