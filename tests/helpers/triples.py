"""Invented stories whose editions are set differently, sentence by sentence marked with what they tell; and how they align."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from paths import FIXTURES

from dimash_archive.archive.parallel.aligner import align_texts
from dimash_archive.archive.parallel.segment import segment


@dataclass(frozen=True)
class Telling:
    """One edition of a story."""

    lang: str
    """Language code."""
    paragraphs: tuple[tuple[tuple[str, str], ...], ...]
    """Of each paragraph the sentences, each with its marks."""

    def sentences(self) -> list[tuple[str, str]]:
        """All sentences in order, each with its marks."""
        return [each for paragraph in self.paragraphs for each in paragraph]


def stories(name: str = "triples") -> Iterator[tuple[str, list[Telling]]]:
    """Each story of a fixture by its name, edition by edition."""
    text = (FIXTURES / "people" / f"{name}.txt").read_text("utf-8")
    for story in text.split("\n== ")[1:]:
        key, *lines = story.strip().split("\n")
        tellings: dict[str, list[tuple[tuple[str, str], ...]]] = {}
        for line in lines:
            lang, _, rest = line.partition(": ")
            parts = (each.partition(" ") for each in rest.split(" / "))
            tellings.setdefault(lang, []).append(tuple((marks, said) for marks, _, said in parts))
        yield key, [Telling(lang, tuple(each)) for lang, each in sorted(tellings.items())]


def compared(one: Telling, other: Telling) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The pairs of sentences that are aligned, and those that say the same, by their places."""
    texts = [
        [[segment(said, side.lang) for _, said in each] for each in side.paragraphs] for side in (one, other)
    ]
    made = {(i, j) for pair in align_texts(texts[0], texts[1]) for i in pair.one for j in pair.other}
    true = {
        (i, j)
        for i, (left, _) in enumerate(one.sentences())
        for j, (right, _) in enumerate(other.sentences())
        if set(left) & set(right)
    }
    return made, true


def figures(name: str = "triples") -> tuple[float, float, list[str]]:
    """Precision, recall, and what is wrong in words."""
    right = made_count = true_count = 0
    errors = []
    for key, tellings in stories(name):
        for one, other in combinations(tellings, 2):
            made, true = compared(one, other)
            right, made_count, true_count = (
                right + len(made & true),
                made_count + len(made),
                true_count + len(true),
            )
            for kind, pairs in (("wrong", made - true), ("missed", true - made)):
                errors += [
                    f"{kind} {key}: {one.sentences()[i][1]} ~ {other.sentences()[j][1]}"
                    for i, j in sorted(pairs)
                ]
    return right / made_count, right / true_count, errors
