"""Command `extract`: a page from the net, a file or standard input, and what cannot be read."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dimash_archive.cli import main, page_source
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.errors import NotAnArticle
from dimash_archive.http.client import Fetcher, Limits


def run(*words: str, **more: Any) -> Result:
    """One command, run in this process."""
    return CliRunner().invoke(main, words, catch_exceptions=False, **more)


@pytest.fixture(scope="module")
def town() -> Iterator[DemoServer]:
    """The invented site, small."""
    with serve(DemoSite(4)) as server:
        yield server


def test_extract_reads_a_page_from_the_net(town: DemoServer) -> None:
    """JSON with title, paragraphs, quotes and the principal one, moments in ISO 8601."""
    url, truth = next(iter(town.demo.truth("en").items()))
    article = json.loads(run("extract", url).stdout)
    assert article["title"] == truth.title
    assert article["published"] == truth.published.isoformat()
    assert article["word_count"] == len(article["body"].split())
    assert "quote" in article


def test_extract_reads_a_file_or_standard_input(town: DemoServer, tmp_path: Path) -> None:
    """HTML is known by its content, whatever the file is called; --url says where it is from."""
    url, truth = next(iter(town.demo.truth("en").items()))
    path = "/" + url.partition("//")[2].partition("/")[2]
    body = town.demo.respond("en", path, {})[2]
    (tmp_path / "page.txt").write_bytes(body)
    from_file = json.loads(run("extract", str(tmp_path / "page.txt"), "--url", url).stdout)
    assert (from_file["title"], from_file["url"].rstrip("/")) == (truth.title, url.rstrip("/"))
    assert json.loads(run("extract", "-", input=body).stdout)["title"] == truth.title


def test_extract_reads_flattened_text(town: DemoServer, tmp_path: Path) -> None:
    """What has no markup is read as a flattened page."""
    post = town.demo.room.posts("ru")[0]
    (tmp_path / "flat.txt").write_text(town.demo.flattened(post, "full"), encoding="utf-8")
    assert json.loads(run("extract", str(tmp_path / "flat.txt")).stdout)["title"] == post.title


def test_what_is_markup() -> None:
    """A tag makes it HTML; a sign in a text does not."""
    assert page_source.is_markup(b"<!DOCTYPE html><html>")
    assert page_source.is_markup(b"words <p class=x>words")
    assert page_source.is_markup("<html>".encode("utf-16"))
    assert not page_source.is_markup(b"a < b and <3, <price>")


def test_extract_says_what_it_cannot_read(tmp_path: Path) -> None:
    """No such file, no text, no article: one sentence each, and the code that fits."""
    told = run("extract", str(tmp_path / "none.html"))
    assert (told.exit_code, told.stderr) == (
        2,
        f"Cannot read {tmp_path}/none.html: No such file or directory.\n",
    )
    (tmp_path / "noise").write_bytes(b"\xff\xfe\xff\x80")
    assert run("extract", str(tmp_path / "noise")).exit_code == 2
    (tmp_path / "empty.html").write_text("<html><body></body></html>")
    assert run("extract", str(tmp_path / "empty.html")).exit_code == NotAnArticle.exit_code


class _Trouble(BaseHTTPRequestHandler):
    """Redirects once, in circles, or says that something is missing."""

    def do_GET(self) -> None:
        target = {"/once": "/page", "/circle": "/circle", "/hop": ""}.get(self.path)
        self.send_response(301 if target is not None else 200 if self.path == "/page" else 404)
        if target:
            self.send_header("Location", target)
        body = b"<html><title>Nothing</title></html>" if self.path == "/page" else b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.mark.parametrize(
    ("path", "code", "sentence"),
    [
        ("/once", 3, ""),
        ("/circle", 4, "More than 5 redirects."),
        ("/hop", 4, "The server answered 301"),
        ("/missing", 4, "The server answered 404"),
    ],
)
def test_extract_follows_redirects_and_says_where_they_end(path: str, code: int, sentence: str) -> None:
    """A page is followed to where it is; a circle and a missing page are one sentence."""
    with HTTPServer(("127.0.0.1", 0), _Trouble) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        told = run("extract", f"http://127.0.0.1:{server.server_port}{path}")
        server.shutdown()
    assert told.exit_code == code
    assert sentence in told.stderr


def test_a_host_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4, with the address."""
    monkeypatch.setattr(page_source, "Fetcher", partial(Fetcher, limits=Limits(attempts=1)))
    told = run("extract", "http://no-such-host.invalid/")
    assert told.exit_code == 4
    assert "http://no-such-host.invalid/" in told.stderr
    assert "Traceback" not in told.stderr
