"""Whether every byte is there, and everything that refers to something leads to it."""
