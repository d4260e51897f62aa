"""Whether replay tools accept and show what `export wacz` writes: judged by wacz, pywb and ReplayWeb.page.

    python benchmarks/replay.py --judges VENV [--replaywebpage FOLDER] [--stories 16]

VENV is a virtual environment with the packages wacz, pywb and playwright; FOLDER an unpacked npm package
`replaywebpage` (its ui.js and sw.js); chromium must be installed. The demo site is crawled on loopback and exported,
then `wacz validate` reads the file, pywb is asked for every article, and ReplayWeb.page for its list of pages, for a
word of its search, and for some articles. Prints what each of them found; exits with 1 if anything is missing.
"""

import argparse
import http.client
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from dimash_archive.archive import Archive
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, serve
from dimash_archive.export import ExportSource, export

SOME = 6
"""Articles that are opened in the browser."""
PAGE = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script><script>
const asked = new URLSearchParams(location.search), shown = document.createElement("replay-web-page");
shown.setAttribute("source", "/archive.wacz"); shown.setAttribute("replayBase", "/replay/");
for (const each of ["url", "ts"]) if (asked.has(each)) shown.setAttribute(each, asked.get(each));
addEventListener("DOMContentLoaded", () => document.body.append(shown));
</script><body></body>"""


def packed(folder: Path, stories: int) -> Path:
    """The demo site, crawled and exported."""
    with serve(DemoSite(stories)) as server:
        for _ in Crawl(server.site, folder / "data").run():
            pass
    with Archive.open(folder / "data") as archive:
        export(ExportSource(archive), "wacz", folder / "archive.wacz")
    return folder / "archive.wacz"


def pages(path: Path) -> list[dict[str, Any]]:
    """The list of pages in a package."""
    with ZipFile(path) as zipped:
        lines = zipped.read("pages/pages.jsonl").decode().strip("\n").split("\n")
    return [json.loads(line) for line in lines[1:]]


def validated(path: Path, judges: Path) -> bool:
    """What `wacz validate` says."""
    done = subprocess.run([judges / "bin" / "wacz", "validate", "-f", path], capture_output=True, check=False)
    return b"Validation succeeded" in done.stdout


@contextmanager
def pywb(path: Path, judges: Path, folder: Path) -> Iterator[int]:
    """A pywb that serves the package; gives its port."""
    manager = [judges / "bin" / "wb-manager"]
    for words in (["init", "demo"], ["add", "demo", path, "--unpack-wacz"]):
        subprocess.run([*manager, *words], cwd=folder, check=True, capture_output=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as free:
        port = free.server_port
    command = [str(judges / "bin" / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if server.poll() is not None or answered(port, "/") is not None:
                break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def answered(port: int, target: str) -> str | None:
    """The text at an address of this machine; None if there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
    except OSError:
        return None
    finally:
        connection.close()
    return text if answer.status == 200 else None


def in_pywb(path: Path, judges: Path, folder: Path) -> list[str]:
    """The articles that pywb does not show, by address."""
    missing = []
    with pywb(path, judges, folder) as port:
        for page in pages(path):
            moment = "".join(letter for letter in page["ts"] if letter.isdigit())
            text = answered(port, f"/demo/{moment}mp_/{page['url']}")
            if text is None or opening(page) not in bare(unescape(text)):
                missing.append(page["url"])
    return missing


def opening(page: dict[str, Any]) -> str:
    """The longest run of words of an article's last paragraph, without marks between."""
    runs = re.findall(r"\w+(?: \w+)*", page["text"].split("\n\n")[-1])
    return str(max(runs, key=len))


def bare(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


@contextmanager
def site(path: Path, package: Path) -> Iterator[int]:
    """A page with ReplayWeb.page and the archive; gives its port."""
    root = path.parent / "site"
    (root / "replay").mkdir(parents=True)
    (root / "index.html").write_text(PAGE, "utf-8")
    (root / "archive.wacz").write_bytes(path.read_bytes())
    (root / "ui.js").write_bytes((package / "ui.js").read_bytes())
    (root / "replay" / "sw.js").write_bytes((package / "sw.js").read_bytes())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file; a browser that has enough hangs up."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def in_browser(path: Path, judges: Path, package: Path) -> dict[str, Any]:
    """What ReplayWeb.page shows in chromium: entries of its list, hits of a search, articles opened."""
    listed = pages(path)
    step = max(1, len(listed) // SOME)
    some = [{**page, "opening": opening(page)} for page in listed[::step]][:SOME]
    word = max((word for word in listed[0]["title"].split() if word.isalpha()), key=len)
    asked = json.dumps({"pages": some, "word": word})
    with site(path, package) as port:
        command = [
            str(judges / "bin" / "python"),
            str(Path(__file__).with_name("replay_browser.py")),
            str(port),
        ]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=400, check=False)
    if done.returncode:
        return {"error": done.stderr[-1500:]}
    return {**json.loads(done.stdout), "asked": len(some), "word": word}


def main() -> None:
    """Ask each judge, and print the verdicts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--judges", type=Path, required=True)
    parser.add_argument("--replaywebpage", type=Path)
    parser.add_argument("--stories", type=int, default=16)
    options = parser.parse_args()
    judges = options.judges.absolute()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = packed(folder, options.stories)
        number, valid = len(pages(path)), validated(path, judges)
        print(f"wacz validate    {'succeeded' if valid else 'FAILED'}")
        missing = in_pywb(path, judges, folder)
        print(f"pywb             {number - len(missing)} of {number} articles shown", *missing[:5])
        well = valid and not missing
        if options.replaywebpage:
            found = in_browser(path, judges, options.replaywebpage)
            print(f"ReplayWeb.page   {json.dumps(found, ensure_ascii=False)}")
            well = well and len(found.get("shown", ())) == found.get("asked")
    sys.exit(not well)


if __name__ == "__main__":
    main()
