"""The options of a crawl: one checked record."""

import signal
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import httpx
import pytest
from crawl_site import EN, FakeSite, profile

from dimash_archive.cli import many_sites
from dimash_archive.crawler import Crawl, CrawlOptions, crawl
from dimash_archive.crawler.options import CrawlKeywords
from dimash_archive.errors import UsageError


def test_an_option_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A misspelled option is a TypeError when `crawl` is called, and nothing is asked for."""
    with pytest.raises(TypeError, match="limt"):
        crawl(profile(), tmp_path, limt=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="limt"):
        Crawl(profile(), tmp_path, limt=1)  # type: ignore[call-arg]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": -1},
        {"rate": -0.5},
        {"rate": float("nan")},
        {"rate": float("inf")},
        {"time_limit": float("nan")},
        {"workers": -1},
        {"assets": "all"},
    ],
)
def test_values_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    """Numbers below zero, what is no number, and unknown words are usage errors."""
    with pytest.raises(UsageError):
        CrawlOptions(**wrong)


def test_options_are_frozen_and_named_once() -> None:
    """The keywords for type checkers are the fields of the record, which does not change."""
    assert list(CrawlKeywords.__annotations__) == [field.name for field in fields(CrawlOptions)]
    with pytest.raises(FrozenInstanceError):
        CrawlOptions().rate = 3.0  # type: ignore[misc]


def test_rate_zero_is_not_nothing() -> None:
    """The crawls of a folder get `--rate 0`, and no option that was not given."""
    words = many_sites.options(None, None, rate=0.0, limit=None, full=False, lang=("kk", "ru"))("north")
    assert words == ["--rate", "0.0", "--lang", "kk,ru"]


def test_crawling_leaves_signal_handlers_alone(tmp_path: Path) -> None:
    """A library's generator does not decide what Ctrl-C means."""
    site, seen = FakeSite(), []
    site.list(f"{EN}/", "/a/")
    site.article(f"{EN}/a/")
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    for _ in crawl(profile(), tmp_path, workers=0, transport=httpx.MockTransport(site)):
        seen.append([signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)])
    assert seen == [before] * len(seen) != []
