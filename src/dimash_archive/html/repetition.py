"""What repeats over a site's pages, as numbers: what a page adds to the site's memory, and what the memory returns.

A place is where in the page tree a line stands, a line is its text; both are fingerprints. Only sums are kept, so
that the order of the pages does not matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class LineObservation(NamedTuple):
    """A line that may be read as part of an article, as seen on one page."""

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
    """Its lines, each text once a place."""
    places: tuple[tuple[int, bool], ...] = ()
    """Every place on it, and whether the general method keeps a line there."""


NOTHING_SEEN = LineObservations()
"""What a page adds that is no article."""


class DomPathStats(NamedTuple):
    """What is known of a place."""

    pages: int
    """On how many pages it is."""
    body_pages: int
    """On how many of them the general method keeps a line there."""
    line_pages: int
    """On how many pages each line was seen there, summed up."""
    repeated: int
    """The same, of the lines seen on at least `OFTEN` pages."""


@dataclass(frozen=True, slots=True)
class BoilerplateStats:
    """What is known of a site's pages around one month."""

    pages: int = 0
    """How many pages were seen."""
    places: Mapping[int, DomPathStats] = field(default_factory=dict)
    """What is known of each place."""
    lines: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Place and line: on how many pages, where that is at least `OFTEN`."""


OFTEN = 5
"""A line on fewer pages than this is nothing that repeats: a few articles may share it."""
