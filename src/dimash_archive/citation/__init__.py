"""How to cite an article of an archive: from a reference to a citation in a common form."""
