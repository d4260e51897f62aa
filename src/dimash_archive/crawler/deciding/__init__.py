"""What an answer means: pure functions from a page, its answer and the moment to actions."""
