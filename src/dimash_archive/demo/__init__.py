"""An invented trilingual news site, on loopback: to try the tool on, and to know the truth in tests."""

from dimash_archive.demo.flat import FlatLayout, flattened
from dimash_archive.demo.server import Server, serve
from dimash_archive.demo.site import Changes, DemoSite
from dimash_archive.demo.truth import Truth

__all__ = ["Changes", "DemoSite", "FlatLayout", "Server", "Truth", "flattened", "serve"]
