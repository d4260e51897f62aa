"""The sections of articles whose pages name none: found through the site's lists of sections at the end of a run."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from dimash_archive import urls
from dimash_archive.discovery import sections
from dimash_archive.text.normalize import fold

_MOST = 200_000
"""Links of lists that are remembered: some 30 MB."""
_FEWEST = 2
"""How many articles a place must hold to be a section: a page below a single story is not one."""


class SectionLists:
    """What the lists of one edition say, as they are read in any order."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        self._room = _MOST

    def __bool__(self) -> bool:
        """Whether any list gave its name."""
        return bool(self._names)

    def note(self, url: str, name: str, linked: Iterable[str]) -> None:
        """Note what a list calls its section, and the addresses that it links to."""
        place = sections.place(url)
        self._names.setdefault(place, name)
        if sections.is_section(url) and self._room > 0:
            before = len(self._members[place])
            self._members[place].update(map(urls.key, linked))
            self._room -= len(self._members[place]) - before

    def sections_of(
        self, articles: Iterable[str], every: Iterable[str], tags: Collection[str]
    ) -> Iterator[tuple[str, str]]:
        """Addresses of `articles` with their sections; articles whose section is unknown are left out.

        First the place of the article below a list of the site (`/culture/slug/`), then the lists of sections that
        link to it, where one is within all others. `every`: the addresses of all articles of the edition; a place above
        all of them, or one alone, is no section. A name that is among the `tags` is none either: some systems
        list sections and tags at one place.
        """
        folded = set(map(fold, tags))
        names = {place: name for place, name in self._names.items() if fold(name) not in folded}
        number, sizes = 0, Counter[str]()
        for number, url in enumerate(every, 1):
            sizes.update(_above(sections.place(url), names))
        listing = self._listing(names)
        for url in articles:
            above = _above(sections.place(url), names)
            place = next((each for each in above if _FEWEST <= sizes[each] < number), None)
            place = place or self._innermost(listing.get(urls.key(url), []))
            if place is not None:
                yield url, names[place]

    def _listing(self, names: Mapping[str, str]) -> dict[str, list[str]]:
        """The lists of sections that link to an address, by its normal form."""
        listing = defaultdict[str, list[str]](list)
        for place in names:
            for key in self._members.get(place, ()):
                listing[key].append(place)
        return listing

    def _innermost(self, places: list[str]) -> str | None:
        """The list that is part of all others: a section below another one. None where they only overlap.

        Latest news beside every list links to an article from sections that it is not in.
        """
        smallest = min(places, key=lambda place: (len(self._members[place]), place), default=None)
        if smallest is None:
            return None
        inner = self._members[smallest]
        return smallest if all(inner <= self._members[place] for place in places) else None


def _above(place: str, names: Mapping[str, str]) -> Iterable[str]:
    """The places above an article's that are lists, the nearest first."""
    while "/" in (place := place.rpartition("/")[0]):
        if place in names:
            yield place
