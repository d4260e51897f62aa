"""Pages read in processes that may die without harm."""
