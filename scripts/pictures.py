"""Make the pictures of the manual anew: the invented site is archived, and chromium looks at what comes of it.

    .venv/bin/python scripts/pictures.py

Writes PNG files to docs/pictures/. Needs chromium, and what `pip install '.[dev]'` brings.
"""

import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from shutil import which

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dimash_archive.demo import DemoSite

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PROGRAM = str(Path(sys.executable).with_name("dimash-archive"))
PORT = 8631
SITE = f"http://127.0.0.1:{PORT}/archive/-/read"
STORY = "the-road-remembers-the-voice"


def run(*words: str) -> str:
    """What a command prints."""
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True, text=True).stdout


def explained(folder: Path) -> Path:
    """The picture of one page of the invented site."""
    demo = DemoSite(12)
    url = next(each for each in demo.urls("en") if STORY in each)
    page, drawn = folder / "page.html", folder / "explain.html"
    page.write_bytes(demo.respond("en", "/" + url.split("/", 3)[3], {})[2])
    drawn.write_text(run("extract", "--explain", "--html", str(page)), "utf-8")
    return drawn


@contextmanager
def served(data: Path) -> Iterator[None]:
    """The archive in the browser."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", str(PORT), "--data", str(data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(SITE).close()
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def shoot(page: Page, address: str, name: str, height: int, *, at: str | None = None) -> None:
    """A picture of the top of a page, or of a part of it a little below its top, pointed at; in few colours."""
    page.set_viewport_size({"width": 1000, "height": height})
    page.goto(address, wait_until="networkidle")
    if at is not None:
        page.locator(at).first.hover()
        page.locator(at).first.evaluate(
            "each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 500)"
        )
        page.wait_for_timeout(200)
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(96).save(PICTURES / f"{name}.png", optimize=True)


def main() -> None:
    """All pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as player:
        folder = Path(temporary)
        data = folder / "data"
        run("demo", "--data", str(data))
        (folder / "audit.html").write_text(run("audit", "--html", "--data", str(data)), "utf-8")
        chromium = player.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(locale="en")
        shoot(page, explained(folder).as_uri(), "explain", 1000, at=".dropped:has-text('Read also')")
        shoot(page, (folder / "audit.html").as_uri(), "audit", 900, at="figure, svg")
        with served(data):
            shoot(page, SITE, "home", 800)
            shoot(page, f"{SITE}/stories/3", "story", 900)
            shoot(page, f"{SITE}/timeline", "timeline", 800)
            shoot(page, f"{SITE}/search?q=choir", "search", 800)
        chromium.close()


if __name__ == "__main__":
    main()
