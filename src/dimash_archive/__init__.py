"""Turn a multilingual news site into a clean, durable, searchable archive."""
