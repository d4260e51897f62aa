"""Where the articles are: sitemaps, feeds, the WordPress REST API, links. Bytes in, addresses out."""
