"""An invented trilingual news site, on loopback: to try the tool on, and to know the truth in tests."""

from dimash_archive.demo.flat import FlatLayout, flattened
from dimash_archive.demo.server import Server, serve, serve_shape
from dimash_archive.demo.shapes import PathsSite, TableSite
from dimash_archive.demo.site import Changes, DemoSite
from dimash_archive.demo.truth import Truth

__all__ = [
    "Changes",
    "DemoSite",
    "FlatLayout",
    "PathsSite",
    "Server",
    "TableSite",
    "Truth",
    "flattened",
    "serve",
    "serve_shape",
]
