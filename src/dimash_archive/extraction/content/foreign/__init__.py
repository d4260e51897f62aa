"""What stands on the page of an article and is none of it."""
