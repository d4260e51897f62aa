"""An invented trilingual news site, served on loopback: for trying the tool, and for tests that know the truth."""

from dimash_archive.demo.server import Server, serve
from dimash_archive.demo.site import Changes, DemoSite
from dimash_archive.demo.truth import Truth

__all__ = ["Changes", "DemoSite", "Server", "Truth", "serve"]
