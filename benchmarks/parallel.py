"""How well, and how fast, sentences of the editions are aligned.

    python benchmarks/parallel.py [--stories 3000] [--errors N] [--json FILE]

The demo site's stories are set side by side as they are meant, then spoiled: in one edition of each a paragraph is
missing, another has moved, and the end is cut off. The truth: paragraph by paragraph the editions say the same, sentence
by sentence where they have equally many; else the last takes the rest. Prints precision and recall over pairs of
sentences, seconds, and with `--errors` so many wrong pairs and so many missed ones, each with why.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from dimash_archive.archive.parallel.aligner import align_texts
from dimash_archive.archive.parallel.segment import Segment, segment
from dimash_archive.demo.newsroom import library
from dimash_archive.demo.newsroom.story import parse
from dimash_archive.text.sentences import sentences

Place = TypeVar("Place")
Marks = tuple[int, int]
"""A sentence by the paragraph it was written in, and its place there."""

Pair = tuple[Marks, Marks]
"""A sentence of one text and one of the other."""


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
            if errors is not None:
                errors.extend(_explained(one, other, pairs, true))
    return {
        "pairs": wanted,
        "aligned": made,
        "precision": round(right / made, 4),
        "recall": round(right / wanted, 4),
        "seconds": round(seconds, 1),
    }


def _explained(one: Edition, other: Edition, made: set[Pair], true: set[Pair]) -> Iterator[str]:
    """Every pair that is wrong, or missed, with why."""
    texts = [dict(each for part in side.paragraphs for each in part) for side in (one, other)]
    for kind, pairs in (("wrong", made - true), ("missed", true - made)):
        for pair in sorted(pairs):
            left, right = texts[0][pair[0]], texts[1][pair[1]]
            why = (
                why_wrong(pair, made, true)
                if kind == "wrong"
                else _why_missed(pair, made, one.lang, left, other.lang, right)
            )
            yield f"{kind}, {why}:\n  {left}\n  {right}"


def why_wrong(
    pair: tuple[Place, Place], made: Set[tuple[Place, Place]], true: Set[tuple[Place, Place]]
) -> str:
    """What is wrong with a pair that is aligned; a place is anything that tells one sentence of a text from the others."""
    left, right = pair
    if any((left, other) in true for _, other in made if (left, other) in made) or any(
        (other, right) in true for other, _ in made if (other, right) in made
    ):
        return "a neighbour is taken in beside the right one"
    has = {one for one, _ in true}, {other for _, other in true}
    if left not in has[0] and right not in has[1]:
        return "neither has a counterpart"
    if left not in has[0] or right not in has[1]:
        return "one has no counterpart, the other's is elsewhere"
    return "both have another counterpart: places changed, or a run was cut otherwise"


def _why_missed(pair: Pair, made: Set[Pair], lang: str, left: str, other_lang: str, right: str) -> str:
    if any(pair[0] == one or pair[1] == other for one, other in made):
        return "one is aligned with another sentence"
    one, other = segment(left, lang), segment(right, other_lang)
    if not (one.firm | one.loose) & (other.firm | other.loose):
        return "they share nothing but their length"
    return "what they share is too little to be sure"


def print_errors(errors: Sequence[str], count: int) -> None:
    """How often each reason, then so many errors of each kind; the kind and why stand in front of the first colon."""
    if count:
        for why, times in Counter(each.partition(":")[0] for each in errors).most_common():
            print(f"{times:6,}  {why}")
    kinds = sorted({each.partition(",")[0] for each in errors})
    for kind in kinds if count else ():
        those = sorted(each for each in errors if each.startswith(kind))
        print(*random.Random(3).sample(those, min(count, len(those))), sep="\n")


def main() -> None:
    """Measure, print, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument(
        "--errors", type=int, default=0, help="Show so many wrong and missed pairs of the spoiled texts."
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
    print_errors(errors, options.errors)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
