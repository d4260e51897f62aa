"""Every direct speech of an article, and who spoke."""
