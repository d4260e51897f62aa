"""What a response means: pure functions from a page, its response and the time to actions."""
