"""What the invented site's pages look like."""
