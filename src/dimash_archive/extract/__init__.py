"""From a page to a clean article: a pure function of bytes, address and site memory."""

import os

# The network multiplies small matrices: threads would only wait for one another, and for other processes.
# Numerical libraries read this once, when they are loaded; whoever set it already is obeyed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from dimash_archive.extract.article import VERSION, extract, extract_text, learn
from dimash_archive.extract.memory import Recall

__all__ = ["VERSION", "Recall", "extract", "extract_text", "learn"]
