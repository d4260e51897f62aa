"""From a page to a clean article: a pure function of bytes, address and site memory."""
