"""How well, and how fast, stories are linked where no page names the other editions.

    python benchmarks/stories.py [--stories 3000] [--pages] [--json FILE]

The demo site without hreflang is put into an archive, then linked by evidence; prints precision and recall over pairs
of articles, and seconds. With `--pages` each article is extracted from its page, as a crawl does it; without, it is
taken as it is meant, which is quicker. Then the same with texts of which every edition lost another half, published
up to 60 hours apart, three in ten articles missing: what is claimed must still be right.
"""

import argparse
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dimash_archive import extract
from dimash_archive.archive import Archive
from dimash_archive.demo import DemoSite
from dimash_archive.demo.truth import Truth
from dimash_archive.records import Article, Captured, Link

NOW = datetime(2026, 11, 1, tzinfo=UTC)
Told = Iterator[tuple[str, Article]]


def meant(site: DemoSite) -> Told:
    """Every article as it is meant, with its story's key."""
    for lang in ("kk", "ru", "en"):
        for truth in site.truth(lang).values():
            yield truth.key, as_article(truth)


def as_article(truth: Truth) -> Article:
    """An article without speeches, which linking only counts."""
    embeds = tuple(Link("embed", f"https://www.{name}.com/embed/{code}", name) for name, code in truth.embeds)
    more: dict[str, Any] = {"section": truth.section, "images": truth.images, "embeds": embeds}
    return Article(
        truth.url,
        truth.title,
        truth.paragraphs,
        truth.lang,
        lead=truth.lead,
        published=truth.published,
        **more,
    )


def read(site: DemoSite) -> Told:
    """Every article as the extractor reads its page."""
    for lang in ("kk", "ru", "en"):
        keys = {site.url(post): post.key for post in site.room.posts(lang)}
        for url, key in keys.items():
            yield key, extract(site.respond(lang, urlsplit(url).path, {})[2], url)


def spoiled(site: DemoSite) -> Told:
    """Every article as it is meant, half of it lost, at another time, some missing."""
    rng = random.Random(7)
    for key, each in meant(site):
        if rng.random() < 0.3:
            continue
        kept = tuple(text for text in each.paragraphs if rng.random() < 0.5) or each.paragraphs[:1]
        when = (each.published or NOW) + timedelta(hours=rng.uniform(-60, 60))
        yield key, Article(each.url, each.title, kept, each.lang, section=each.section, published=when)


def measure(told: Told) -> dict[str, float]:
    """Store, link, and compare with what is meant."""
    meant_pairs: dict[str, list[str]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        with archive.batch():
            for number, (key, article) in enumerate(told):
                url = article.url or ""
                capture = Captured(url, NOW, 200, "text/html", f"sha1:{number}", "a.warc.gz", number, 1)
                row = archive.record(None, capture)
                archive.save(article, edition=article.lang, capture_id=row, seen_at=NOW, extractor="1")
                meant_pairs[key].append(url)
        began = time.perf_counter()
        archive.link_stories()
        seconds = time.perf_counter() - began
        made_pairs: dict[int, list[str]] = defaultdict(list)
        for url, story in archive.db.execute("SELECT url, story_id FROM articles"):
            made_pairs[story].append(url)
    wanted = {frozenset(pair) for urls in meant_pairs.values() for pair in combinations(urls, 2)}
    made = {frozenset(pair) for urls in made_pairs.values() for pair in combinations(urls, 2)}
    right = len(wanted & made)
    return {
        "articles": number + 1,
        "pairs": len(wanted),
        "linked": len(made),
        "precision": round(right / len(made), 4),
        "recall": round(right / len(wanted), 4),
        "seconds": round(seconds, 1),
    }


def main() -> None:
    """Measure, print, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument("--pages", action="store_true", help="Extract each article from its page.")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    site = DemoSite(options.stories, hreflang=False)
    figures = {
        "read" if options.pages else "meant": measure(read(site) if options.pages else meant(site)),
        "spoiled": measure(spoiled(site)),
    }
    for name, row in figures.items():
        print(f"{name:8}", "  ".join(f"{key} {value:,}" for key, value in row.items()))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
