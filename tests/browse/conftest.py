"""What the tests of the pages share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import browse_archive
import pytest
from browse_pages import database
from chromium import CHROMIUM, FLAGS, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["database"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the archive is read."""
    with served(browse_archive.write(tmp_path_factory.mktemp("browser"))) as root:
        yield f"{root}/archive/-/read"


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Debian's chromium, for one module: while it is open, its loop runs in this thread, and no other can."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM or "/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A page that counts what tried to run, and remembers what it asked for."""
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; }")
    yield opened
    context.close()
