"""How well, and how fast, sentences of the editions are aligned.

    python benchmarks/parallel.py [--stories 3000] [--json FILE]

The demo site's stories are set side by side as they are meant, then spoiled: in one edition of each a paragraph is
missing, another has moved, and the end is cut off. The truth: paragraph by paragraph the editions say the same, sentence
by sentence where they have equally many; else the last takes the rest. Prints precision and recall over pairs of
sentences, and seconds.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from dimash_archive.archive.parallel.aligner import align_texts
from dimash_archive.archive.parallel.segment import Segment, segment
from dimash_archive.demo.newsroom import library
from dimash_archive.demo.newsroom.story import parse
from dimash_archive.text.sentences import sentences

Marks = tuple[int, int]
"""A sentence by the paragraph it was written in, and its place there."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One telling, sentence by sentence."""

    lang: str
    """Language code."""
    paragraphs: tuple[tuple[tuple[Marks, str], ...], ...]
    """Each paragraph's sentences, each with where it was written."""

    def segments(self) -> list[list[Segment]]:
        """What the aligner sees."""
        return [[segment(text, self.lang) for _, text in each] for each in self.paragraphs]

    def marks(self) -> list[Marks]:
        """Where each sentence was written, in order."""
        return [mark for each in self.paragraphs for mark, _ in each]


def edition(lang: str, paragraphs: Sequence[str]) -> Edition:
    """A telling from its paragraphs."""
    parted = []
    for number, text in enumerate(paragraphs):
        spans = sentences(text, lang)
        parted.append(tuple(((number, place), text[s.start : s.end]) for place, s in enumerate(spans)))
    return Edition(lang, tuple(parted))


def spoiled(whole: Edition, rng: random.Random) -> Edition:
    """A telling without one of its paragraphs, another moved, and cut at its end."""
    kept = list(whole.paragraphs)
    if len(kept) > 4:
        del kept[rng.randrange(1, len(kept))]
        kept.insert(rng.randrange(len(kept)), kept.pop(rng.randrange(len(kept))))
        del kept[len(kept) - rng.randrange(0, 3) :]
    return Edition(whole.lang, tuple(kept))


def truth(one: Edition, other: Edition) -> set[tuple[Marks, Marks]]:
    """The pairs of sentences that say the same."""
    counts = [{each[0][0][0]: len(each) for each in side.paragraphs if each} for side in (one, other)]
    pairs = set()
    for number in counts[0].keys() & counts[1].keys():
        left, right = counts[0][number], counts[1][number]
        least = min(left, right)
        for place in range(max(left, right)):
            pairs.add(((number, min(place, left - 1)), (number, min(place, right - 1))))
        assert len(pairs) >= least
    return pairs


def tellings(stories: int) -> Iterator[list[Edition]]:
    """The stories, edition by edition; those whose paragraphs do not correspond are left out."""
    for number in range(stories):
        told = parse(library.tell(number)).tellings
        if len({len(each.paragraphs) for each in told.values()}) == 1:
            yield [edition(lang, each.paragraphs) for lang, each in sorted(told.items())]


def measure(stories: int, *, spoil: bool, errors: list[str] | None = None) -> dict[str, float]:
    """Align, and compare with the truth."""
    rng = random.Random(11)
    right = made = wanted = 0
    seconds = 0.0
    for number, told in enumerate(tellings(stories)):
        texts = [
            spoiled(each, rng) if spoil and number % len(told) == k else each for k, each in enumerate(told)
        ]
        for one, other in combinations(texts, 2):
            began = time.perf_counter()
            found = align_texts(one.segments(), other.segments())
            seconds += time.perf_counter() - began
            marks = one.marks(), other.marks()
            pairs = {(marks[0][i], marks[1][j]) for pair in found for i in pair.one for j in pair.other}
            true = truth(one, other)
            right, made, wanted = right + len(pairs & true), made + len(pairs), wanted + len(true)
            if errors is not None and pairs - true:
                errors.extend(_shown(one, other, pair) for pair in sorted(pairs - true))
    return {
        "pairs": wanted,
        "aligned": made,
        "precision": round(right / made, 4),
        "recall": round(right / wanted, 4),
        "seconds": round(seconds, 1),
    }


def _shown(one: Edition, other: Edition, pair: tuple[Marks, Marks]) -> str:
    texts = [dict(each for part in side.paragraphs for each in part) for side in (one, other)]
    return f"{pair}\n  {texts[0][pair[0]]}\n  {texts[1][pair[1]]}"


def main() -> None:
    """Measure, print, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument(
        "--errors", type=int, default=0, help="Show so many wrong pairs of the spoiled texts."
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    errors: list[str] = []
    figures = {
        "meant": measure(options.stories, spoil=False),
        "spoiled": measure(options.stories, spoil=True, errors=errors),
    }
    for name, row in figures.items():
        print(f"{name:8}", "  ".join(f"{key} {value:,}" for key, value in row.items()))
    for each in random.Random(3).sample(errors, min(options.errors, len(errors))):
        print(each)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
