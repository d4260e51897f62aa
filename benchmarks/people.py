"""How well, and how fast, names are joined to people.

    python benchmarks/people.py [--stories 3000] [--pages] [--errors N] [--json FILE]

The demo site's articles without hreflang are put into an archive and linked by evidence; then it is told who is who.
Prints precision and recall over pairs of names (of all full names as written, in all languages, any two that are one
person's), over mentions and over speeches; seconds by the clock and of the processor, and how far memory grew. With
`--pages` each article is extracted from its page; with `--errors` so many wrong joins and so many wrong alignments are shown,
each with why.
"""

import argparse
import json
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import parallel
from dimash_archive import extract
from dimash_archive.archive import Archive
from dimash_archive.archive.people.names.name_forms import key_of
from dimash_archive.demo import DemoSite
from dimash_archive.demo.newsroom import cast
from dimash_archive.demo.newsroom.story import Speech
from dimash_archive.records import Article, Captured, Quote
from parallel import print_errors
from stories import NOW, as_article

_SPOILED = 300  # stories that are spoiled, to show what is aligned wrongly
Told = Iterator[tuple[int, Article]]
Name = tuple[str, str]
"""Language, and the full name as written."""


def meant(site: DemoSite) -> Told:
    """Every article as it is meant, with the number of its story and its speeches."""
    for lang in ("kk", "ru", "en"):
        truths = site.truth(lang)
        for post in site.room.posts(lang):
            truth = truths[site.url(post)]
            article = as_article(truth)
            yield post.number, replace(article, quotes=tuple(_quotes(article.body, truth.quotes)))


def _quotes(body: str, speeches: tuple[Speech, ...]) -> Iterator[Quote]:
    for speech in speeches:
        start = max(0, body.find(speech.text[:40]))
        yield Quote(speech.text, speech.speaker, start, start + len(speech.text))


def read(site: DemoSite) -> Told:
    """Every article as the extractor reads its page."""
    for lang in ("kk", "ru", "en"):
        for post in site.room.posts(lang):
            url = site.url(post)
            yield post.number, extract(site.respond(lang, urlsplit(url).path, {})[2], url)


def store(archive: Archive, told: Told) -> dict[str, int]:
    """Put articles into an archive and link them; returns the number of each one's story by address."""
    numbers = {}
    with archive.batch():
        for number, (story, article) in enumerate(told):
            url = article.url or ""
            row = archive.record(
                None, Captured(url, NOW, 200, "text/html", f"sha1:{number}", "a.warc.gz", number, 1)
            )
            archive.save(article, edition=article.lang, capture_id=row, seen_at=NOW, extractor="1")
            numbers[url] = story
    archive.link_stories()
    return numbers


def truths(
    archive: Archive, numbers: dict[str, int]
) -> Iterator[tuple[int, str, str, list[cast.TrueMention]]]:
    """For each article its id, language, body and who is named in it."""
    for key, url, lang, body in archive.db.execute("SELECT id, url, lang, body FROM articles").fetchall():
        yield key, lang, body, cast.mentions(numbers[url], lang, body)


def measure(archive: Archive, numbers: dict[str, int]) -> tuple[dict[str, float], list[str]]:
    """The figures, and what was joined wrongly in words."""
    true_names: dict[Name, str] = {}
    made: dict[int, set[Name]] = defaultdict(set)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    right = wanted = given = 0
    speeches = speeches_right = 0
    everything = list(truths(archive, numbers))
    owners: dict[int, dict[tuple[int, int], int]] = {}
    for key, lang, body, mentions in everything:
        sql = """SELECT "start", "end", person_id, name, form FROM mentions WHERE part = 'body' AND article_id = ?"""
        rows = archive.db.execute(sql, (key,)).fetchall()
        owners[key] = {(start, end): person for start, end, person, _, _ in rows}
        for each in mentions:
            if each.whole:
                true_names[lang, body[each.start : each.end]] = each.person
            if (person := owners[key].get((each.start, each.end))) is not None:
                votes[person][each.person] += 1
        for _, _, person, name, form in rows:
            if form == "full":
                made[person].add((lang, name))
    who = {person: counts.most_common(1)[0][0] for person, counts in votes.items()}
    for key, lang, body, mentions in everything:
        true = {(each.start, each.end): each.person for each in mentions}
        wanted, given = wanted + len(true), given + len(owners[key])
        right += sum(who.get(person) == true.get(span) is not None for span, person in owners[key].items())
        sql = "SELECT speaker, person_id FROM quotes WHERE article_id = ? AND speaker IS NOT NULL"
        for speaker, person in archive.db.execute(sql, (key,)):
            meant_person = {each.person for each in mentions if body[each.start : each.end] == speaker}
            if len(meant_person) == 1:
                speeches += 1
                speeches_right += who.get(person) in meant_person
    by_person: dict[str, set[Name]] = defaultdict(set)
    for name, each_person in true_names.items():
        by_person[each_person].add(name)
    true_pairs = {frozenset(pair) for names in by_person.values() for pair in combinations(names, 2)}
    made_pairs = {frozenset(pair) for names in made.values() for pair in combinations(names, 2)}
    figures = {
        "names": len(true_names),
        "people": len(by_person),
        "found": len(made),
        "pairs": len(true_pairs),
        "precision": round(len(true_pairs & made_pairs) / max(1, len(made_pairs)), 4),
        "recall": round(len(true_pairs & made_pairs) / max(1, len(true_pairs)), 4),
        "mention_precision": round(right / max(1, given), 4),
        "mention_recall": round(right / max(1, wanted), 4),
        "speeches": speeches,
        "speeches_right": round(speeches_right / max(1, speeches), 4),
    }
    errors = [
        f"joined, {_why_joined(archive, pair, true_names)}: {sorted(pair)}"
        for pair in made_pairs - true_pairs
    ]
    errors += [f"not joined, {_why_apart(archive, pair)}: {sorted(pair)}" for pair in true_pairs - made_pairs]
    return figures, errors


def _why_joined(archive: Archive, pair: frozenset[Name], true_names: Mapping[Name, str]) -> str:
    if any(name not in true_names for name in pair):
        return "one is nobody's name"
    sql = "SELECT method FROM person_names WHERE lang = ? AND name = ?"
    methods = {method for name in pair for (method,) in archive.db.execute(sql, name)}
    words = {
        "spelling": "they sound alike",
        "story": "a story pairs them",
        "initials": "the initial fits one alone",
    }
    return (
        " and ".join(words.get(method, method) for method in sorted(methods - {"first"}))
        or "they sound alike"
    )


def _why_apart(archive: Archive, pair: frozenset[Name]) -> str:
    sql = "SELECT count(*) FROM person_names WHERE lang = ? AND name = ?"
    unknown = [name for name in pair if not archive.db.execute(sql, name).fetchone()[0]]
    if unknown:
        parts = "SELECT count(*) FROM person_names WHERE lang = ?1 AND (instr(name, ?2) OR instr(?2, name))"
        cut = any(archive.db.execute(parts, name).fetchone()[0] for name in unknown)
        return "a name begins or ends elsewhere" if cut else "one is not taken for a person's name"
    sounds = {key_of(name.split(), lang) for lang, name in pair}
    return (
        "they sound alike, but are told apart"
        if len(sounds) == 1
        else "they sound otherwise, and no story pairs them"
    )


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return round(time.perf_counter() - clock, 1), round(time.process_time() - processor, 1)


def main() -> None:
    """Measure, print, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument("--pages", action="store_true", help="Extract each article from its page.")
    parser.add_argument("--errors", type=int, default=0, help="Show so many errors of each kind, with why.")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    site = DemoSite(options.stories, hreflang=False)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        numbers = store(archive, read(site) if options.pages else meant(site))
        print(f"stored and linked {len(numbers):,} articles", flush=True)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        joining = _timed(archive.update_people)
        print("joining: seconds by the clock, of the processor", *joining, flush=True)
        aligning = _timed(archive.update_alignments)
        print("aligning: seconds by the clock, of the processor", *aligning, flush=True)
        figures, errors = measure(archive, numbers)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    figures |= {"seconds": joining[0], "aligning_seconds": aligning[0]}
    figures |= {"processor_seconds": joining[1], "aligning_processor_seconds": aligning[1], "grown_mb": grown}
    print("  ".join(f"{key} {value:,}" for key, value in figures.items()))
    print_errors(errors, options.errors)
    if options.errors:
        alignments: list[str] = []
        parallel.measure(min(_SPOILED, options.stories), spoil=True, errors=alignments)
        print_errors(alignments, options.errors)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
