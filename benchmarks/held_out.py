"""Pages read by networks that never saw them: ours beside trafilatura on three kinds of truth, and how `lost` does.

    python benchmarks/held_out.py FOLDER… --folds DIR [--json FILE]

DIR holds the weights that `train.py --keep DIR` trained, a network for each part of the pages. Bodies are compared by words
and by runs of four words (shingles), both as F1 a page, averaged; snippets that must and must not be there by precision and
recall over all of them. Rates are process time in the same run. `lost` is measured on pages with whole bodies: of those
that lack a tenth of their words or more, how many are flagged; of the others, how many are flagged too.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction import article
from dimash_archive.extraction.content.model import network
from dimash_archive.extraction.content.model.network import Network
from dimash_archive.records import Article
from extraction import word_f1
from parts import fold_of

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 4
_LACKS: Final = 0.1


@dataclass
class Score:
    """What one extractor did on one corpus."""

    words: list[float] = field(default_factory=list)
    """Word F1 of each page."""
    shingles: list[float] = field(default_factory=list)
    """Shingle F1 of each page."""
    snippets: Counter[str] = field(default_factory=Counter)
    """Snippets that were `right`, `missed` and `wrong`."""
    seconds: float = 0.0
    """Process time."""
    pages: int = 0

    def add(self, text: str, truth: Mapping[str, Any]) -> None:
        """Count what was read of a page."""
        self.pages += 1
        if truth.get("body"):
            self.words.append(word_f1(text, truth["body"])[0])
            self.shingles.append(shingle_f1(text, truth["body"]))
        folded = " ".join(text.split())
        there = [" ".join(each.split()) in folded for each in truth["with"]]
        self.snippets["right"] += sum(there)
        self.snippets["missed"] += len(there) - sum(there)
        self.snippets["wrong"] += sum(" ".join(each.split()) in folded for each in truth["without"])

    def row(self) -> str:
        """The scores as columns."""
        right, missed, wrong = (self.snippets[name] for name in ("right", "missed", "wrong"))
        means = [f"{np.mean(each):.4f}" if each else "     –" for each in (self.words, self.shingles)]
        parts = f"{2 * right / (2 * right + missed + wrong):.4f}" if right else "     –"
        return f"{means[0]:>8}{means[1]:>9}{parts:>9}{self.pages / max(self.seconds, 1e-9):9.1f}"


def shingle_f1(found: str, truth: str) -> float:
    """F1 over the multisets of runs of four lower-case words; of all words where a text has fewer."""
    ours, theirs = (Counter(_shingles(_WORD.findall(text.lower()))) for text in (found, truth))
    both = (ours & theirs).total()
    return 2 * both / (ours.total() + theirs.total()) if both else float(ours == theirs)


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    size = min(_RUN, len(words))
    return (tuple(words[i : i + size]) for i in range(len(words) - size + 1) if size)


def whole(found: Article | None) -> str:
    """The text of an article with its standfirst."""
    if found is None:
        return ""
    return f"{found.lead}\n\n{found.body}" if found.lead and found.lead not in found.body else found.body


def peer() -> Callable[[bytes, str | None], str] | None:
    """trafilatura without comments; None where it is not installed."""
    try:
        extract: Callable[..., str | None] = import_module("trafilatura").extract
    except ImportError:
        return None
    return lambda html, url: extract(html, url=url, include_comments=False) or ""


def ours(html: bytes, url: str | None) -> Article | None:
    """Our article of a page; None if it has none."""
    try:
        return article.extract(html, url)
    except NotAnArticle:
        return None


def networks(folder: Path) -> list[Network]:
    """The network of each part, in order."""
    files = sorted(folder.glob("*.npz"), key=lambda path: int(path.stem))
    fields = ("mean", "scale", "hidden", "bias", "out", "shift")
    loaded = [np.load(path) for path in files]
    return [Network(*(data[f"article_{name}"] for name in fields)) for data in loaded]


def measure(folder: Path, nets: list[Network]) -> tuple[dict[str, Score], list[tuple[float, bool]]]:
    """The scores by extractor, and for each page with a body what share of its words is missing, and whether it is flagged."""
    scores = {"dimash-archive": Score()} | ({"trafilatura": Score()} if peer() else {})
    flags: list[tuple[float, bool]] = []
    for line in (folder / "truth.jsonl").read_text("utf-8").split("\n"):
        if not line:
            continue
        truth = json.loads(line)
        html = gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())
        net = nets[fold_of(folder, truth["id"], len(nets))]
        network.load = lambda _, net=net: net  # type: ignore[assignment]
        start = time.process_time()
        found = ours(html, truth["url"])
        scores["dimash-archive"].seconds += time.process_time() - start
        scores["dimash-archive"].add(whole(found), truth)
        if (extract := peer()) is not None:
            start = time.process_time()
            text = extract(html, truth["url"])
            scores["trafilatura"].seconds += time.process_time() - start
            scores["trafilatura"].add(text, truth)
        if truth.get("body") and found is not None:
            flags.append((1 - word_f1(whole(found), truth["body"])[2], found.is_doubtful))
    return scores, flags


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--folds", type=Path, required=True)
    options = parser.parse_args()
    nets = networks(options.folds)
    flags: list[tuple[float, bool]] = []
    for folder in options.pages:
        scores, more = measure(folder, nets)
        flags += more
        print(f"{folder.name:22}{'words':>8}{'shingles':>9}{'snippets':>9}{'pages/s':>9}")
        print(*(f"{name:22}{score.row()}" for name, score in scores.items()), sep="\n", flush=True)
    lacking = [flagged for missing, flagged in flags if missing >= _LACKS]
    others = [flagged for missing, flagged in flags if missing < _LACKS]
    print(
        f"lost: {sum(lacking)} of {len(lacking)} pages that lack a tenth are flagged, {sum(others)} of {len(others)} others"
    )


if __name__ == "__main__":
    main()
