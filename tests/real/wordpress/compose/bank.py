"""The words of one edition, and the plan of the posts: TOML in, plain values out."""

import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = dict[str, Any]
"""A table of TOML."""

# Numbers that end so take the same form of the noun in Russian.
_ENDINGS = (5, 6, 7, 8, 9, 10)


@dataclass
class Words:
    """What one post is made of. The same story makes the same choices in every edition, so that posts are translations."""

    bank: Record
    """The edition's texts."""
    story: int
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"{self.bank['seed']} {self.story}")
        self._decks: dict[str, list[int]] = {}
        person, other = self.dice.sample(range(len(self.bank["people"])), 2)
        self.person, self.other = self.bank["people"][person], self.bank["people"][other]
        self.town = self.dice.choice(self.bank["towns"])
        self.festival = self.dice.choice(self.bank["festivals"])

    def next(self, kind: str) -> str:
        """The next text of a kind, filled; all are used before one comes again."""
        deck = self._decks.setdefault(kind, [])
        if not deck:
            deck.extend(self.dice.sample(range(len(self.bank[kind])), len(self.bank[kind])))
        return self.fill(self.bank[kind][deck.pop()])

    def fill(self, text: str, **more: str) -> str:
        """Put this story's names and new numbers into a text."""
        people = {
            "p": self.person["name"],
            "p2": self.other["name"],
            "said": self.bank["said"][self.person.get("feminine", False)],
        }
        numbers = {
            "n": self._number(10, 98),
            "m": self._number(0, 9),
            "month": self.bank["months_in"][self.dice.randrange(12)],
        }
        filled = text.format_map(self.town | people | numbers | {"fest": self.festival} | more)
        return filled[:1].upper() + filled[1:]

    def _number(self, low: int, high: int) -> int:
        return 10 * self.dice.randint(low, high) + self.dice.choice(_ENDINGS)


def load(source: Path, edition: str) -> tuple[Record, list[Record]]:
    """The texts of an edition, and the posts planned for it."""
    bank = tomllib.loads((source / f"{edition}.toml").read_text())
    plan = tomllib.loads((source / "posts.toml").read_text())
    return bank | {"seed": plan["seed"]}, [
        post for post in plan["post"] if edition in post.get("editions", [edition])
    ]
