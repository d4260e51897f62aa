"""What repeats across a site's pages, as numbers: what a page adds to the site's memory, and what the memory returns.

A place is a line's position in the page tree, a line is its text; both are fingerprints. Only sums are kept,
so the order of the pages does not matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class LineObservation(NamedTuple):
    """A line that may be part of an article, as seen on one page."""

    place: int
    """Fingerprint of its place, above 0, 32 bits."""
    line: int
    """Fingerprint of its text, above 0, 48 bits."""
    in_body: bool
    """Whether the general method keeps it."""
    text: str
    """Its text."""


class LineObservations(NamedTuple):
    """What one page adds to the memory."""

    lines: tuple[LineObservation, ...] = ()
    """Its lines, each text once per place."""
    places: tuple[tuple[int, bool], ...] = ()
    """Every place on it, and whether the general method keeps a line there."""


NOTHING_SEEN = LineObservations()
"""The contribution of a page that is not an article."""


class DomPathStats(NamedTuple):
    """What is known about a place."""

    pages: int
    """Number of pages that have it."""
    body_pages: int
    """Number of those pages on which the general method keeps a line there."""
    line_pages: int
    """Number of pages on which each line was seen there, summed over its lines."""
    repeated: int
    """The same, of the lines seen on at least `OFTEN` pages."""


@dataclass(frozen=True, slots=True)
class BoilerplateStats:
    """What is known about a site's pages around one month."""

    pages: int = 0
    """Number of pages seen."""
    places: Mapping[int, DomPathStats] = field(default_factory=dict)
    """What is known about each place."""
    lines: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Place and line: the number of pages that have them, if at least `OFTEN`."""


OFTEN = 5
"""A line on fewer pages than this does not count as repeated: a few articles may share it."""
