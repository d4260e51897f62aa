"""Whether the archive stays quick as it grows: generated articles go in, questions are asked at the end.

    python benchmarks/archive.py [--articles 1000000] [--step 100000] [--data DIR] [--json FILE]

Prints for each step how long its inserts took beside the same into small archives, and how that compares with the
first step; then how long searches and `status` take, and how large the database is beside the text in it. Paragraphs
come from the demo site's stories, shuffled; each article has words, names and numbers of its own, so that the
vocabulary grows as that of real texts does.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dimash_archive.archive import Archive
from dimash_archive.demo import DemoSite
from dimash_archive.records import Article, Captured, Image, Link, Quote

START = datetime(2015, 1, 1, tzinfo=UTC)
LANGS = ("kk", "ru", "en")
BATCH = 200
"""Articles a transaction, about what a crawl stores in one."""
TURNS = 10
"""How often within a step a small archive is filled beside the growing one."""
QUERIES = (
    "концерт", "концертов", "жанкүйер", "choir", "choirs festival", '"new programme"', "казакстан", "хор OR оркестр",
    "festival -choir", "lang:kk ән", "year:2020 концерт", "speaker:Айсауле", "репетир*", "Nurlas", "Құдайберген",
    "the concert hall in the evening", "lang:en music school", "сахна әнші көрермен", "билет тенге", "old instrument",
)  # fmt: skip
_SYLLABLES = "ба бе ди ка ко ла ле ма ми на не ра ри са та то ша ай ер ур ".split()
_LATIN = "ba be di ka ko la le ma mi na ne ra ri sa ta to sha ai er ur".split()


@cache
def paragraphs() -> dict[str, list[str]]:
    """Paragraphs of the demo site's stories by language."""
    site = DemoSite(400)
    return {
        lang: [text for truth in site.truth(lang).values() for text in truth.paragraphs] for lang in LANGS
    }


class Press:
    """Makes articles, always the same ones."""

    def __init__(self) -> None:
        self.pool = paragraphs()
        self.rng = random.Random(1)

    def word(self, lang: str) -> str:
        """An invented name."""
        parts = _LATIN if lang == "en" else _SYLLABLES
        return "".join(self.rng.choices(parts, k=self.rng.choice((3, 4, 5)))).capitalize()

    def article(self, number: int) -> Article:
        """The article with this number; every third story's three tellings come one after the other."""
        rng, lang = self.rng, LANGS[number % 3]
        name = f"{self.word(lang)} {self.word(lang)}"
        texts = rng.choices(self.pool[lang], k=13)  # as many as the demo's articles have
        texts[2] = f"{texts[2]} {name}, {self.word(lang)}: {rng.randrange(100_000)}."
        body = "\n\n".join(texts)
        start = body.index(texts[3], len(texts[0]))
        url = f"https://{lang}.example.org/{number}/"
        when = START + timedelta(minutes=5 * number)
        return Article(
            url,
            f"{texts[5][:60]} {number}",
            tuple(texts),
            lang,
            section=f"Section {number % 9}",
            author=f"Author {number % 40}",
            published=when,
            published_raw=when.isoformat(),
            quotes=(Quote(texts[3], name, start, start + len(texts[3])),),
            images=(Image(f"https://{lang}.example.org/uploads/{number}.jpg", "", texts[4][:50]),),
            tags=(f"tag {number % 50}", f"tag {number % 70}"),
            links=(Link("link", f"https://en.example.org/{number // 2}/", "more"),),
        )


def insert(archive: Archive, press: Press, numbers: range, run: int) -> tuple[float, int]:
    """Store these articles; returns seconds spent in the archive, and bytes of text stored."""
    spent, size = 0.0, 0
    for first in range(numbers.start, numbers.stop, BATCH):
        articles = [press.article(each) for each in range(first, min(first + BATCH, numbers.stop))]
        size += sum(len(each.body.encode()) + len(each.title.encode()) for each in articles)
        began = time.perf_counter()
        with archive.batch():
            for number, each in enumerate(articles, first):
                store(archive, run, number, each)
        spent += time.perf_counter() - began
    return spent, size


def store(archive: Archive, run: int, number: int, article: Article) -> None:
    """Store one article as a crawl does, with its capture."""
    url, when = article.url or "", START + timedelta(minutes=5 * number)
    place = (f"archive-{number // 20_000:05}.warc.gz", number % 20_000 * 30_000, 29_000)
    capture = archive.record(run, Captured(url, when, 200, "text/html", f"sha1:{number:032}", *place))
    archive.save(article, edition=article.lang, capture_id=capture, seen_at=when, extractor="1")


def timed(times: int, ask: Any, *values: Any, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Milliseconds that a question takes, each time; by the processor's clock what other programs do is left out."""
    found = []
    for _ in range(times):
        began = clock()
        ask(*values)
        found.append(1000 * (clock() - began))
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(data: Path, articles: int, step: int) -> Iterator[tuple[str, Any]]:
    """Each figure with its name, as it is known."""
    press, text = Press(), 0
    ratios: list[float] = []
    with Archive.open(data, create=True) as archive:
        run = archive.begin_run("benchmark", START)
        for first in range(0, articles, step):
            last = min(first + step, articles)
            seconds, peer, size = grow(archive, press, range(first, last), run)
            text += size
            ratios.append(seconds / peer)
            told = f"{seconds:.1f} s, as many into small archives {peer:.1f} s"
            yield f"inserts to {last:,}", f"{told}, {ratios[-1] / ratios[0]:.2f} x the first"
        archive.finish_run(run, {"new": articles}, 0, START)
    yield "last step beside the first", round(ratios[-1] / ratios[0], 3)
    yield from asked(data)
    size = sum(path.stat().st_size for path in data.glob("archive.db*"))
    yield "text, MB", round(text / 1e6)
    yield "database, MB", round(size / 1e6)
    yield "database beside its text", round(size / text, 2)


def grow(archive: Archive, press: Press, numbers: range, run: int) -> tuple[float, float, int]:
    """Store these articles; returns seconds, what small archives would have taken, and bytes of text.

    In turns with the growing archive a small one is filled, so that whatever else the machine does slows both.
    """
    seconds = peer = 0.0
    text = 0
    turn = max(1, len(numbers) // TURNS)
    for first in range(numbers.start, numbers.stop, turn):
        spent, size = insert(archive, press, range(first, min(first + turn, numbers.stop)), run)
        seconds, text = seconds + spent, text + size
        with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as small:
            few = max(1, turn // 10)
            peer += (
                insert(small, Press(), range(first, first + few), small.begin_run("peer", START))[0]
                * turn
                / few
            )
    return seconds, peer, text


def asked(data: Path) -> Iterator[tuple[str, Any]]:
    """How long questions take on a database just opened."""
    with Archive.open(data, readonly=True) as archive:
        first = [timed(1, archive.search, query)[0] for query in QUERIES]
        again = [each for query in QUERIES for each in timed(5, archive.search, query)]
        slowest = max(QUERIES, key=lambda query: timed(1, archive.search, query)[0])
        yield "search, first time, median ms", round(statistics.median(first), 1)
        yield "search, median ms", round(statistics.median(again), 1)
        yield "search, p95 ms", round(percentile(again, 0.95), 1)
        worked = [
            each for query in QUERIES for each in timed(5, archive.search, query, clock=time.process_time)
        ]
        yield "search, p95 ms of processor", round(percentile(worked, 0.95), 1)
        yield "slowest query", slowest
        yield "status, ms", round(max(timed(3, archive.status)), 1)


def main() -> None:
    """Measure, print, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--step", type=int, default=100_000)
    parser.add_argument("--data", type=Path, help="Keep the archive here.")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, value in measure(options.data or Path(folder), options.articles, options.step):
            figures[name] = value
            print(f"{name:32} {value}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
