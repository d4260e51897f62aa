"""Answers that broke off or cannot be unpacked: kept as they came, and never taken for the page."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, Page, fake_extractor, profile, rows, run, saved
from dying import Killed, dying

from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.records import Failed

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")
PAGE = f"{EN}/2024/06/rain/"
LINKS = profile(sources=("links",))


class _CutOff(httpx.SyncByteStream):
    """Half a page, then the end of the connection."""

    def __iter__(self) -> Iterator[bytes]:
        yield b"<article><h1>Rain</h1><p>It rai"
        raise httpx.ReadError("reset")


def cut_off(request: httpx.Request) -> httpx.Response:
    """A page that breaks off in the middle."""
    return httpx.Response(200, headers={"Content-Type": "text/html", "ETag": '"cut"'}, stream=_CutOff())


def wrongly_coded(request: httpx.Request) -> httpx.Response:
    """A page that says it is packed with what nobody asked for."""
    headers = {"Content-Type": "text/html", "Content-Encoding": "br", "ETag": '"br"'}
    return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"\x0b\x02\x80"))


@pytest.mark.parametrize(
    ("page", "flaw", "times"), [(cut_off, "disconnect", 4), (wrongly_coded, "coding", 4)]
)
def test_a_broken_answer_is_kept_and_is_no_page(tmp_path: Path, page: Page, flaw: str, times: int) -> None:
    """Every attempt is a capture that says what is wrong with it; the page failed, and is asked for again later."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", PAGE)
    site.pages[PAGE] = page
    outcomes, _ = run(site, tmp_path, clock, LINKS)
    assert [outcome.url for outcome in outcomes if isinstance(outcome, Failed)] == [PAGE]
    kept = rows(tmp_path, "SELECT flaw, revisit_of, status FROM captures WHERE url = ?", PAGE)
    assert kept == [(flaw, None, 200)] * times
    assert not list(verify(tmp_path))
    site.article(PAGE)
    clock.pass_days(1)
    again, _ = run(site, tmp_path, clock, LINKS)
    assert saved(again) == {PAGE}


def test_not_modified_confirms_the_whole_answer(tmp_path: Path) -> None:
    """A 304 after a broken answer confirms the last whole one, which the validators are of."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", PAGE)
    site.article(PAGE)
    good = site.pages[PAGE]
    run(site, tmp_path, clock, LINKS)
    site.pages[PAGE] = cut_off
    clock.pass_days(2)
    run(site, tmp_path, clock, LINKS, full=True)
    site.pages[PAGE] = good
    clock.pass_days(2)
    run(site, tmp_path, clock, LINKS, full=True)
    kept = rows(tmp_path, "SELECT status, flaw, revisit_of FROM captures WHERE url = ? ORDER BY id", PAGE)
    first = rows(tmp_path, "SELECT warc_file || ':' || warc_offset FROM captures WHERE url = ? LIMIT 1", PAGE)
    assert kept[0] == (200, None, None)
    assert (304, None, first[0][0]) in kept
    assert rows(tmp_path, "SELECT count(*) FROM history") == [(1,)]


def test_a_broken_answer_of_a_dead_run_is_only_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that died before the database knew of a broken answer leaves a capture, and no article."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", PAGE)
    site.pages[PAGE] = cut_off
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "record", dying(Archive.record, 5))
        with pytest.raises(Killed):
            run(site, tmp_path, clock, LINKS)
    site.pages[PAGE] = httpx.Response(404)
    outcomes, _ = run(site, tmp_path, clock, LINKS)
    assert saved(outcomes) == set()
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE flaw = 'disconnect'")[0][0] >= 1
    assert not list(verify(tmp_path))


def test_nothing_is_kept_of_a_broken_answer_that_asks_for_it(tmp_path: Path) -> None:
    """A profile that heeds `noarchive` heeds it for what broke off, too."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", PAGE)
    packed = gzip.compress(b"<p>x</p>")[:-4]
    headers = {"X-Robots-Tag": "noarchive", "Content-Encoding": "gzip", "Content-Type": "text/html"}
    site.pages[PAGE] = lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(packed))
    run(site, tmp_path, clock, profile(sources=("links",), noarchive=True))
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url = ?", PAGE) == [(0,)]
