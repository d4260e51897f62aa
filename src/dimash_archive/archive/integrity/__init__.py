"""Whether every byte is there and every reference leads somewhere."""
