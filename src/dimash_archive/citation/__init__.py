"""How to cite an article of an archive: a reference in, a citation in a common form out."""
