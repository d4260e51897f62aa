"""Who wrote an article: bylines, links to authors and what the head says, weighed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dimash_archive.extraction.metadata import byline, head, layout
from dimash_archive.extraction.metadata.head import Head
from dimash_archive.extraction.metadata.headlines import letters
from dimash_archive.extraction.metadata.json_ld import JsonLd
from dimash_archive.extraction.metadata.layout import LONGEST, ArticleLayout
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

_PATH: Final = re.compile(
    r"/(?:authors?|autor|avtor|contributors?|columnists?|journalists?|reporters?|writers?|profiles?|people|person|staff|by"
    r"|member|bio)/[^/]|[?&]author=",
    re.IGNORECASE,
)
_BOX: Final = re.compile(r"author|byline|by-line|writer|contributor|attribution|avatar")
_MARK: Final = re.compile(r"\s*[|•·⋅(]")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MOST: Final = 6
"""How many linked names are taken at most."""
_REACH: Final = 3
"""How many lines below a label the name may stand."""
_OTHERS: Final = re.compile(r"comment|relat|teaser|card|recent|latest")
_NO_AUTHOR: Final = re.compile(r"categor|section|tag\b|topic|rubric")
_RUN_ON: Final = re.compile(r"[^\W\dA-ZА-Я_]{6}[A-ZА-Я]")
"""Two words without a space between them, as links of a menu have it; `ServiceTitan` is one of few such names."""


def find(
    page: HtmlDocument, where: ArticleLayout, facts: Head, linked: JsonLd, brands: Iterable[str]
) -> str | None:
    """The names of the authors, joined by `, `; None if the page names nobody.

    A byline that is shown counts most: head and JSON-LD often name the account that uploaded the text. `brands`
    are the site's names, which are no author's unless a byline shows them.
    """
    base = facts.base
    known = {letters(brand) for brand in brands}
    told = _real(linked.authors, known) or _real(facts.every(*head.AUTHORS), known)
    zones = (where.after, where.before) if told else (where.after, where.before, where.behind)
    shown = next(_bylines(page, where, zones, base), None)
    if shown and not _agree(shown, told):
        return shown
    if told:
        return ", ".join(told)
    return next(_named(page, where, base, known), None) or next(iter(_real(linked.teams, set())), None)


def _real(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    """The names that are no accounts and not the site's own, each once."""
    found: dict[str, str] = {}
    for name in map(byline.clean, names):
        if name and not byline.is_account(name) and not _is_site(name, known):
            found.setdefault(letters(name), name)
    whole = tuple(found)
    # One meta may hold all names, and others each of them once more.
    return tuple(
        name for key, name in found.items() if not any(key != each and key in each for each in whole)
    )


def _is_site(name: str, known: set[str]) -> bool:
    """Whether it is the site that signs, and not a person whose own site it is."""
    return letters(name) in known and not byline.is_person(name)


def _agree(shown: str, told: Sequence[str]) -> bool:
    """Whether the head names all whom the byline shows, and so gives their names whole."""
    if told and " " not in shown and all(" " in name for name in told):
        return True
    return all(any(letters(part) in letters(name) for name in told) for part in shown.split(", "))


def _bylines(page: HtmlDocument, where: ArticleLayout, zones: Iterable[range], base: str) -> Iterator[str]:
    """What bylines in these lines say, in order."""
    for lines in zones:
        for i in lines:
            text = page.lines[i].text
            if len(text) >= LONGEST or not byline.may_be(text):
                continue
            if where.after.stop <= i < where.stop and not _is_own_block(page, page.lines[i].box):
                continue
            at, names = i, byline.in_line(text)
            if not names and byline.is_label(text):
                at, names = _below(page, i)
            if names:
                linked = ", ".join(dict.fromkeys(_linked(page, where, range(at, at + 1), base)))
                yield linked if letters(names) in letters(linked) else names


def _below(page: HtmlDocument, label: int) -> tuple[int, str | None]:
    """The name below a line that is only a label, and where it stands: a category may come between them."""
    for at in range(label + 1, min(label + 1 + _REACH, len(page.lines))):
        if name := _front(page.lines[at].text):
            return at, name
    return label, None


def _named(page: HtmlDocument, where: ArticleLayout, base: str, known: set[str]) -> Iterator[str]:
    """Names without a label, from links to an author's page, boxes called after authors, and lines beside a date."""
    for lines in (where.after, where.before, where.behind):
        linked = list(dict.fromkeys(_linked(page, where, lines, base)))
        if linked and (lines is not where.behind or len(linked) == 1):
            yield ", ".join(linked[:_MOST])
        for i in lines:
            line = page.lines[i]
            name = _front(line.text) if len(line.text) < LONGEST else None
            if not name or _is_site(name, known):
                continue
            if _is_box_of_author(page, line.box) or (i < where.start and _is_beside_date(page, i)):
                yield name


def _is_own_block(page: HtmlDocument, box: int) -> bool:
    """Whether a line inside the text is an author's box: a plain paragraph such as `Text by …` is the text's own."""
    return page.tags[box] in ("h2", "h3", "h4", "h5", "h6") or _is_box_of_author(page, box)


def _front(text: str) -> str | None:
    """The name of two words and more that a line consists of, or begins with before a mark such as `|`."""
    words = text.split(maxsplit=2)
    if len(words) < 2 or not text[0].isupper() or not byline.may_be_in_name(words[1]):
        return None
    name = _MARK.split(text, maxsplit=1)[0]
    return byline.clean(name) if " " in name and byline.is_name(name) and not _RUN_ON.search(name) else None


def _is_beside_date(page: HtmlDocument, at: int) -> bool:
    """Whether a line without links is, or comes just before, one that is a date."""
    near = page.lines[at : at + 4]
    is_plain = not near[0].links and not _NO_AUTHOR.search(page.names[near[0].box])
    return is_plain and any(len(line.text) < 80 and _YEAR.search(line.text) for line in near)


def _linked(page: HtmlDocument, where: ArticleLayout, lines: range, base: str) -> Iterator[str]:
    """The names in links to an author's page."""
    for link in layout.links(page, lines):
        at, _, anchor = page.anchors[link]
        if len(page.lines[at].text) >= LONGEST:
            continue
        href, words = layout.target(page, where, link)
        if "author" in words or (_PATH.search(href) and head.is_on_site(href, base)):
            name = byline.clean(dom.text_of(anchor))
            if name and (byline.is_name(name) or byline.is_account(name)):
                yield name


def _is_box_of_author(page: HtmlDocument, box: int) -> bool:
    names = layout.names(page, box)
    return _BOX.search(names) is not None and not _OTHERS.search(names)
