"""How well and how fast articles are extracted: ours beside every installed peer, on pages with truth.

    python benchmarks/extraction.py [PAGES] [--half 0|1] [--repeat 2] [--json FILE]

PAGES is a folder with `truth.jsonl` (id, url, title, author, published, body) and `html/ID.html.gz`; without it only
the demo site is read. `--half` keeps every other page, by the CRC of its id: develop on one half, look at the
other. Speed is process time on the same pages in the same run, the best of `--repeat`; `bare parse` is selectolax's
parser alone. Peers give a body only; ours gives every field. They are asked if they can be imported.
"""

import argparse
import gzip
import json
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from dimash_archive.demo import DemoSite
from dimash_archive.demo.flattened import FlatLayout
from dimash_archive.demo.truth import Truth
from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction import article
from dimash_archive.records import Article
from dimash_archive.text.normalize import fold

Extractor = Callable[[bytes, str], str]
"""From a page and its address to a body; empty if there is none."""
FIELDS: Final = ("titles", "titles folded", "dates", "authors")
_WORD: Final = re.compile(r"\w+")


def word_f1(found: str, truth: str) -> tuple[float, float, float]:
    """F1, precision and recall over the multisets of lower-case words; 1 where both are empty."""
    ours, theirs = (Counter(_WORD.findall(text.lower())) for text in (found, truth))
    both = (ours & theirs).total()
    if not both:
        return (1.0, 1.0, 1.0) if ours == theirs else (0.0, 0.0, 0.0)
    return 2 * both / (ours.total() + theirs.total()), both / ours.total(), both / theirs.total()


def read(html: bytes, url: str) -> Article | None:
    """Our article of a page; None if it has none."""
    try:
        return article.extract(html, url)
    except NotAnArticle:
        return None


def _ours(html: bytes, url: str) -> str:
    found = read(html, url)
    return found.body if found else ""


def extractors() -> dict[str, Extractor]:
    """Ours and the installed peers, by name."""
    found: dict[str, Extractor] = {"dimash-archive": _ours}
    for name, module, make in (
        ("trafilatura fast", "trafilatura", lambda t: lambda html, url: t.extract(html, fast=True) or ""),
        ("trafilatura", "trafilatura", lambda t: lambda html, url: t.extract(html) or ""),
        ("resiliparse", "resiliparse.extract.html2text", _resiliparse),
        ("readability", "readability", _readability),
        ("newspaper4k", "newspaper", _newspaper),
        (
            "goose3",
            "goose3",
            lambda g: lambda html, url: g.Goose().extract(raw_html=_text(html)).cleaned_text,
        ),
        ("jusText", "justext", _justext),
        ("boilerpy3", "boilerpy3.extractors", _boilerpy),
    ):
        try:
            found[name] = _tried(make(import_module(module)))
        except ImportError:
            continue
    return found


def _tried(extract: Extractor) -> Extractor:
    def tried(html: bytes, url: str) -> str:
        try:
            return extract(html, url)
        except Exception:  # some peers raise on control characters and the like: they found no body
            return ""

    return tried


def _resiliparse(module: Any) -> Extractor:
    def extract(html: bytes, url: str) -> str:
        text: str = module.extract_plain_text(_text(html), main_content=True)
        return text

    return extract


def _readability(module: Any) -> Extractor:
    def extract(html: bytes, url: str) -> str:
        try:
            summary = module.Document(html).summary()
        except module.readability.Unparseable:
            return ""
        return LexborHTMLParser(summary).text(separator="\n")

    return extract


def _newspaper(module: Any) -> Extractor:
    def extract(html: bytes, url: str) -> str:
        found = module.Article(url, fetch_images=False)
        found.download(input_html=_text(html))
        found.parse()
        text: str = found.text
        return text

    return extract


def _justext(module: Any) -> Extractor:
    words = module.get_stoplist("English")

    def extract(html: bytes, url: str) -> str:
        return "\n".join(part.text for part in module.justext(html, words) if not part.is_boilerplate)

    return extract


def _boilerpy(module: Any) -> Extractor:
    reader = module.ArticleExtractor(raise_on_failure=False)

    def extract(html: bytes, url: str) -> str:
        text: str = reader.get_content(_text(html))
        return text

    return extract


def _text(html: bytes) -> str:
    return html.decode("utf-8", "replace")


def pages(folder: Path, half: int | None) -> list[tuple[dict[str, str], bytes]]:
    """The truths of a folder, each with its page."""
    truths = map(json.loads, (folder / "truth.jsonl").read_text("utf-8").strip("\n").split("\n"))
    return [
        (truth, gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes()))
        for truth in truths
        if half is None or zlib.crc32(truth["id"].encode()) % 2 == half
    ]


def rate(
    act: Callable[[bytes, str], object], sample: list[tuple[dict[str, str], bytes]], repeat: int
) -> float:
    """Pages a second of process time, the best of so many runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        for truth, html in sample:
            act(html, truth["url"])
        best = min(best, time.process_time() - start)
    return len(sample) / best


def score_folder(sample: list[tuple[dict[str, str], bytes]], repeat: int) -> dict[str, dict[str, float]]:
    """For each extractor its scores and rate on pages with truth."""
    bare = rate(lambda html, _: LexborHTMLParser(html), sample, repeat)
    scores: dict[str, dict[str, float]] = {"bare parse": {"rate": bare}}
    for name, extract in extractors().items():
        marks = [word_f1(extract(html, truth["url"]), truth["body"]) for truth, html in sample]
        f1, precision, recall = (sum(column) / len(sample) for column in zip(*marks, strict=True))
        scores[name] = {
            "f1": f1,
            "precision": precision,
            "recall": recall,
            "rate": rate(extract, sample, repeat),
        }
    scores["dimash-archive"] |= _fields(sample)
    return scores


def _fields(sample: list[tuple[dict[str, str], bytes]]) -> dict[str, float]:
    """The share of titles, dates and authors that are exactly right, of the pages whose truth has one.

    Titles also with marks and case folded: a truth may have straight marks where its page has curly ones everywhere.
    """
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for truth, html in sample:
        found = read(html, truth["url"])
        said = {
            "titles": (truth["title"].strip(), found and found.title),
            "titles folded": (fold(truth["title"].strip()), found and fold(found.title)),
            "dates": (
                (truth["published"] or "")[:10],
                found and found.published and found.published.date().isoformat(),
            ),
            "authors": (truth["author"], found and found.author),
        }
        for name, (wanted, given) in said.items():
            asked[name] += bool(wanted)
            right[name] += bool(wanted) and wanted == given
    return _shares(right, asked)


def score_demo(site: DemoSite) -> dict[str, float]:
    """The share of articles of the demo site whose fields are exactly right, without a site memory."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for lang in ("kk", "ru", "en"):
        for url, truth in site.truth(lang).items():
            html = site.respond(lang, urlsplit(url).path, {})[2]
            _compare(read(html, url), truth, right, asked)
    return _shares(right, asked) | _speech(right)


def _compare(found: Article | None, truth: Truth, right: Counter[str], asked: Counter[str]) -> None:
    fields = ("title", "section", "published", "lang", "paragraphs")
    for name in fields:
        asked[name] += 1
        right[name] += found is not None and getattr(found, name) == getattr(truth, name)
    wanted = {quote.text: quote.speaker for quote in truth.quotes}
    given = {quote.text: quote.speaker for quote in found.quotes} if found else {}
    right["found"] += len(wanted.keys() & given.keys())
    right["given"] += len(given)
    right["wanted"] += len(wanted)
    for text in wanted.keys() & given.keys():
        asked["speakers"] += bool(wanted[text])
        right["speakers"] += bool(wanted[text]) and wanted[text] == given[text]


def _speech(right: Counter[str]) -> dict[str, float]:
    return {
        "quote precision": right["found"] / max(right["given"], 1),
        "quote recall": right["found"] / max(right["wanted"], 1),
    }


def score_flat(site: DemoSite) -> dict[str, float]:
    """The share of the demo's flattened texts, in every layout, whose title and body are exactly right.

    A `bare` text has no headline to be found, and does not tell a broken line from the next paragraph.
    """
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for lang in ("kk", "ru", "en"):
        for post in site.room.posts(lang):
            truth = site.truth(lang)[site.url(post)]
            for layout in get_args(FlatLayout):
                found = article.extract_text(site.flattened(post, layout))
                asked["flat titles"] += layout != "bare"
                right["flat titles"] += layout != "bare" and found.title == truth.title
                asked["flat bodies"] += 1
                right["flat bodies"] += found.paragraphs == _flat_body(truth, layout)
    return _shares(right, asked)


def _flat_body(truth: Truth, layout: FlatLayout) -> tuple[str, ...]:
    return tuple(truth.body.replace("\n\n", "\n").split("\n")) if layout == "bare" else truth.paragraphs


def _shares(right: Counter[str], asked: Counter[str]) -> dict[str, float]:
    return {name: right[name] / count for name, count in asked.items() if count}


def table(scores: dict[str, dict[str, float]]) -> Iterator[str]:
    """The scores of a folder as lines of text; rates also as multiples of the peers'."""
    yield f"{'':18}{'F1':>7}{'prec.':>7}{'recall':>7}{'pages/s':>9}{'ours is':>9}"
    ours = scores["dimash-archive"]["rate"]
    for name, each in scores.items():
        marks = "".join(
            f"{each[key]:7.3f}" if key in each else " " * 7 for key in ("f1", "precision", "recall")
        )
        yield f"{name:18}{marks}{each['rate']:9.1f}{ours / each['rate']:8.2f}x"
    yield from shares({key: scores["dimash-archive"][key] for key in FIELDS})


def shares(scores: dict[str, float]) -> Iterable[str]:
    """Shares as lines of text."""
    return [f"{name:18}{share:7.3f}" for name, share in scores.items()]


def main() -> None:
    """Score, print the tables, and write them as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="?")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result: dict[str, Any] = {}
    if options.pages:
        sample = pages(options.pages, options.half)
        result["pages"] = score_folder(sample, options.repeat)
        print(f"{len(sample)} pages of {options.pages}", *table(result["pages"]), sep="\n")
    site = DemoSite()
    result["demo"] = score_demo(site) | score_flat(site)
    print("demo site, exact", *shares(result["demo"]), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
