"""How many facts of articles are right: ours beside trafilatura, on pages of publishers with truth.

    python benchmarks/facts.py PAGES… [--half 0|1] [--wrong FACT]

PAGES are folders with `truth.jsonl` (id, url, title, author, published, body) and `html/ID.html.gz`. `--half` keeps the
publishers whose host has an even or an odd CRC: develop on one half, look at the other. `--wrong` prints each page
on which ours gets that fact wrong. Shares are of the pages whose truth has the fact. Names of authors are compared
as a set, titles and first words folded; the day is the one on the page's own clocks.
"""

import argparse
import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction import article
from dimash_archive.text.normalize import fold

Facts = dict[str, str]
"""What was read, or should be, by the name of the fact; empty where there is none."""
NAMES: Final = ("title", "author", "day", "first words")
FIRST_WORDS: Final = 6
_WORD: Final = re.compile(r"\w+")
_JOINT: Final = re.compile(r"\s*(?:,\s*and\s|,|;|\s(?:and|und|et|y|e|og|en|и|және)\s|&)\s*")


def ours(html: bytes, url: str) -> Facts:
    """The facts that `extract` reads."""
    try:
        found = article.extract(html, url)
    except NotAnArticle:
        return {}
    body = (
        found.body if not found.lead or found.body.startswith(found.lead) else f"{found.lead}\n\n{found.body}"
    )
    return _facts(found.title, found.author, found.published.isoformat() if found.published else None, body)


def trafilatura() -> Callable[[bytes, str], Facts] | None:
    """The reader of the peer; None where it is not installed."""
    try:
        bare_extraction = import_module("trafilatura").bare_extraction
    except ImportError:
        return None

    def read(html: bytes, url: str) -> Facts:
        found: Any = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
        return {} if found is None else _facts(found.title, found.author, found.date, found.text)

    return read


def _facts(title: str | None, author: str | None, published: str | None, body: str | None) -> Facts:
    names = sorted({" ".join(_WORD.findall(fold(name))) for name in _JOINT.split(author or "")} - {""})
    first = " ".join(_WORD.findall(fold((body or "")[:400]))[:FIRST_WORDS])
    return {
        "title": " ".join(_WORD.findall(fold(title or ""))),
        "author": ", ".join(names),
        "day": (published or "")[:10],
        "first words": first,
    }


def pages(folder: Path, half: int | None) -> list[tuple[dict[str, str], bytes]]:
    """The truths of a folder, each with its page, of the publishers of one half."""
    truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").split("\n") if line]
    return [
        (truth, gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes()))
        for truth in truths
        if half is None or zlib.crc32((urlsplit(truth["url"] or "").hostname or "").encode()) % 2 == half
    ]


def score(
    read: Callable[[bytes, str], Facts], sample: list[tuple[dict[str, str], bytes]], wrong: str | None
) -> tuple[Counter[str], Counter[str]]:
    """How often each fact is right, and how often it is asked."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for truth, html in sample:
        wanted = _facts(truth["title"], truth["author"], truth["published"], truth["body"])
        given = read(html, truth["url"])
        for name in NAMES:
            asked[name] += bool(wanted[name])
            right[name] += bool(wanted[name]) and wanted[name] == given.get(name)
            if name == wrong and wanted[name] and wanted[name] != given.get(name):
                print(f"{truth['id']}\n    wanted {wanted[name]}\n    given  {given.get(name)}")
    return right, asked


def main() -> None:
    """Score each folder and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--wrong", choices=NAMES)
    options = parser.parse_args()
    readers = {"dimash-archive": ours, "trafilatura": None if options.wrong else trafilatura()}
    for folder in options.pages:
        sample = pages(folder, options.half)
        print(f"{len(sample)} pages of {folder.name}", *(f"{name:>12}" for name in NAMES))
        for name, read in readers.items():
            if read:
                right, asked = score(read, sample, options.wrong)
                shares = (right[each] / max(asked[each], 1) for each in NAMES)
                print(f"{name:24}", *(f"{share:12.3f}" for share in shares))


if __name__ == "__main__":
    main()
