"""From a page to a clean article: a pure function of bytes, address and site memory."""

import os

# The network multiplies small matrices: threads would only wait for one another, and for other processes.
# Numerical libraries read this once, when they are loaded; whoever set it already is obeyed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from dimash_archive.extraction.article import VERSION, extract, extract_text, learn
from dimash_archive.extraction.content.boilerplate import BoilerplateFilter

__all__ = ["VERSION", "BoilerplateFilter", "extract", "extract_text", "learn"]
