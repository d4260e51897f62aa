"""A site or an extractor looked at from outside, before or beside a crawl."""
