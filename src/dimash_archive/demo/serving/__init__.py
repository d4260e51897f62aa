"""The invented site over HTTP: pages, lists, feeds, sitemaps, WordPress API."""
