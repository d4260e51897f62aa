"""The pictures of an article, their addresses, captions and credits."""
