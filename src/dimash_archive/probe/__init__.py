"""A site or an extractor examined from outside, before or beside a crawl."""
