"""What is computed anew from stored captures, without one request."""
