"""What is recomputed from stored captures, without a single request."""
