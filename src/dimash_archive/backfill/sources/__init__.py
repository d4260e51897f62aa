"""Where the past is held: CDX servers, archives that play captures back, Common Crawl, files."""
