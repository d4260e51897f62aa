"""A real browser for tests of the pages: where it is, how it starts, and Datasette for it to look at."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def required() -> None:
    """Skip the module that calls this where there is no browser; in CI there must be one."""
    if not os.environ.get("CI"):
        pytest.importorskip(
            "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
        )
        if CHROMIUM is None:
            pytest.skip("There is no chromium here: apt-get install chromium", allow_module_level=True)


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Datasette with a database, as a user starts it; gives its address."""
    command = [sys.executable, "-m", "datasette", str(database), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        assert server.stderr is not None
        line = next(line for line in server.stderr if "running on" in line)
        yield line.partition("running on ")[2].split()[0]
        server.terminate()
        server.stderr.close()
