"""What stands where on a page: values in, places out; nothing here asks the archive anything."""
