"""Where everything goes on a page: values in, places out; nothing here queries the archive."""
