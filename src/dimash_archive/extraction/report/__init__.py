"""Why each block of a page is, or is not, in its article."""
