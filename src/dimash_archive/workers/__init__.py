"""Pages read in processes that may crash without harm."""
