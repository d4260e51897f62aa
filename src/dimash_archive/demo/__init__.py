"""An invented trilingual news site, on loopback: for trying the tool, and with known answers for tests."""

from dimash_archive.demo.demo_site import Changes, DemoSite
from dimash_archive.demo.flattened import FlatLayout, flattened
from dimash_archive.demo.serving.server import DemoServer, serve, serve_shape
from dimash_archive.demo.shapes import PathsSite, TableSite
from dimash_archive.demo.truth import Truth

__all__ = [
    "Changes",
    "DemoServer",
    "DemoSite",
    "FlatLayout",
    "PathsSite",
    "TableSite",
    "Truth",
    "flattened",
    "serve",
    "serve_shape",
]
