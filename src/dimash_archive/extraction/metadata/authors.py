"""Who wrote an article: bylines, links to authors and the head's statements, weighed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from dimash_archive.extraction.metadata import byline, head, layout
from dimash_archive.extraction.metadata.head import Head
from dimash_archive.extraction.metadata.headlines import letters
from dimash_archive.extraction.metadata.json_ld import JsonLd
from dimash_archive.extraction.metadata.layout import LONGEST, ArticleLayout
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.records import AuthorKind

_PATH: Final = re.compile(
    r"/(?:authors?|autor|avtor|contributors?|columnists?|journalists?|reporters?|writers?|profiles?|people|person|staff|by"
    r"|member|bio)/[^/]|[?&]author=",
    re.IGNORECASE,
)
_BOX: Final = re.compile(r"author|byline|by-line|writer|contributor|attribution|avatar")
_MARK: Final = re.compile(r"\s*[|•·⋅(]")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MOST: Final = 6
"""Maximum number of linked names used."""
_REACH: Final = 3
"""How many lines below a label the name may be."""
_FRONT_PAGE: Final = re.compile(r"(?:https?://[^/?#]+)?[./]*(?:[a-z]{2}/?)?(?:index\.\w+)?")
_NO_AUTHOR: Final = re.compile(r"categor|section|tag\b|topic|rubric")
_RUN_ON: Final = re.compile(r"[^\W\dA-ZА-Я_]{6}[A-ZА-Я]")
"""Two words without a space between them, as in links of a menu; `ServiceTitan` is one of the few such names."""


@dataclass(frozen=True, slots=True)
class Authors:
    """Who wrote an article."""

    names: str | None = None
    """Names joined by `, `; None if the page names nobody."""
    kind: AuthorKind | None = None
    """What they are; of several, the first kind that occurs."""


def find(
    page: HtmlDocument, where: ArticleLayout, facts: Head, linked: JsonLd, brands: Iterable[str]
) -> Authors:
    """The authors of an article.

    A visible byline counts most: head and JSON-LD often name the account that uploaded the text. `brands` are
    the site's names, which are not authors unless a byline shows them. A role or an account, such as
    `Редакция` or `admin`, is the author if the byline names nobody else.
    """
    site_names = {letters(brand) for brand in brands}
    names = _persons(page, where, facts, linked, site_names) or next(_roles(page, where, facts.base), None)
    if names is None:
        return Authors()
    teams = {letters(name) for name in linked.teams}
    kinds = ["organisation" if letters(n) in teams else byline.kind_of(n) for n in names.split(", ")]
    return Authors(names, min(kinds, key=get_args(AuthorKind).index))


def _persons(
    page: HtmlDocument, where: ArticleLayout, facts: Head, linked: JsonLd, site_names: set[str]
) -> str | None:
    """Names of persons and teams, joined by `, `."""
    base = facts.base
    claimed = _real(linked.authors, site_names) or _real(facts.authors, site_names)
    zones = (where.after, where.before) if claimed else (where.after, where.before, where.behind)
    shown = next(_bylines(page, where, zones, base), None)
    if shown and not _agree(shown, claimed):
        return shown
    if claimed:
        return ", ".join(claimed)
    return next(_named(page, where, base, site_names), None) or next(iter(_real(linked.teams, set())), None)


def _roles(page: HtmlDocument, where: ArticleLayout, base: str) -> Iterator[str]:
    """Roles and accounts that the byline names: in a link to the author's page, after a label, in the
    author's box."""
    for lines in (where.after, where.before, where.behind):
        for link in layout.links(page, lines):
            at, _, anchor = page.anchors[link]
            if layout.is_own(page, where, at) and _leads_to_author(page, where, link, base):
                yield from filter(None, [byline.role_of(dom.text_of(anchor))])
        for i in lines:
            line = page.lines[i]
            if len(line.text) < LONGEST and layout.is_own(page, where, i):
                is_byline = byline.may_be(line.text) or _is_box_of_author(page, line.box)
                yield from filter(None, [byline.role_of(line.text) if is_byline else None])


def _real(names: Iterable[str], site_names: set[str]) -> tuple[str, ...]:
    """The names that are neither accounts nor the site's own, each once."""
    real: dict[str, str] = {}
    for name in filter(None, map(byline.clean, names)):
        for each in byline.parted(name):
            if not byline.is_account(each) and not _is_site(each, site_names):
                real.setdefault(letters(each), each)
    whole = tuple(real)
    # One meta may hold all names, while others repeat each of them.
    return tuple(name for key, name in real.items() if not any(key != each and key in each for each in whole))


def _is_site(name: str, site_names: set[str]) -> bool:
    """Whether the site itself signs, and not a person whose own site it is."""
    return letters(name) in site_names and not byline.is_person(name)


def _agree(shown: str, declared: Sequence[str]) -> bool:
    """Whether the head names everybody whom the byline shows, and so gives their names in full."""
    if declared and " " not in shown and all(" " in name for name in declared):
        return True
    return all(any(letters(part) in letters(name) for name in declared) for part in shown.split(", "))


def _is_glued(names: str, linked: str) -> bool:
    """Whether a byline begins with full names in links, and continues with an office or an agency."""
    return " " in linked.split(", ")[-1] and letters(names).startswith(letters(linked))


def _bylines(page: HtmlDocument, where: ArticleLayout, zones: Iterable[range], base: str) -> Iterator[str]:
    """What the bylines in these lines say, in order."""
    for lines in zones:
        for i in lines:
            text = page.lines[i].text
            if len(text) >= LONGEST or not byline.may_be(text) or not layout.is_own(page, where, i):
                continue
            if where.after.stop <= i < where.stop and not _is_own_block(page, page.lines[i].box):
                continue
            at, names = i, byline.in_line(text)
            if not names and byline.is_label(text):
                at, names = _below(page, i)
            if names:
                linked = ", ".join(dict.fromkeys(_linked(page, where, range(at, at + 1), base)))
                is_longer = letters(names) in letters(linked) or (linked and _is_glued(names, linked))
                yield linked if is_longer else names


def _below(page: HtmlDocument, label: int) -> tuple[int, str | None]:
    """The name below a line that is only a label, and its line: a category may come between them."""
    for at in range(label + 1, min(label + 1 + _REACH, len(page.lines))):
        if name := _front(page.lines[at].text):
            return at, name
    return label, None


def _named(page: HtmlDocument, where: ArticleLayout, base: str, site_names: set[str]) -> Iterator[str]:
    """Names without a label, from links to an author's page, boxes named after authors, and lines beside a date."""
    for lines in (where.after, where.before, where.behind):
        linked = list(dict.fromkeys(_linked(page, where, lines, base)))
        if linked and (lines is not where.behind or len(linked) == 1):
            yield ", ".join(linked[:_MOST])
        for i in lines:
            line = page.lines[i]
            name = _front(line.text) if len(line.text) < LONGEST and layout.is_own(page, where, i) else None
            if not name or _is_site(name, site_names):
                continue
            if _is_box_of_author(page, line.box) or (i < where.start and _is_beside_date(page, i)):
                yield name


def _is_own_block(page: HtmlDocument, box: int) -> bool:
    """Whether a line inside the text is in an author's box: a plain paragraph such as `Text by …` is the
    text's own."""
    return page.tags[box] in ("h2", "h3", "h4", "h5", "h6") or _is_box_of_author(page, box)


def _front(text: str) -> str | None:
    """The name of two or more words that a line consists of, or begins with before a mark such as `|`."""
    words = text.split(maxsplit=2)
    if len(words) < 2 or not text[0].isupper() or not byline.may_be_in_name(words[1]):
        return None
    name = _MARK.split(text, maxsplit=1)[0]
    if len(names := byline.parted(name)) > 1:
        return ", ".join(names)
    return byline.clean(name) if " " in name and byline.is_name(name) and not _RUN_ON.search(name) else None


def _is_beside_date(page: HtmlDocument, at: int) -> bool:
    """Whether a line without links is a date, or comes just before one."""
    near = page.lines[at : at + 4]
    is_plain = not near[0].links and not _NO_AUTHOR.search(page.names[near[0].box])
    return is_plain and any(len(line.text) < 80 and _YEAR.search(line.text) for line in near)


def _linked(page: HtmlDocument, where: ArticleLayout, lines: range, base: str) -> Iterator[str]:
    """The names in links to an author's page."""
    for link in layout.links(page, lines):
        at, _, anchor = page.anchors[link]
        if len(page.lines[at].text) >= LONGEST or not layout.is_own(page, where, at):
            continue
        if _leads_to_author(page, where, link, base):
            name = byline.clean(dom.text_of(anchor))
            if name and (byline.is_name(name) or byline.is_account(name)):
                yield ", ".join(byline.parted(name))


def _leads_to_author(page: HtmlDocument, where: ArticleLayout, link: int, base: str) -> bool:
    """Whether a link leads to an author's page; a link to the front page never does, whatever it says."""
    href, words = layout.target(page, where, link)
    if _FRONT_PAGE.fullmatch(href):
        return False
    return "author" in words or (_PATH.search(href) is not None and head.is_on_site(href, base))


def _is_box_of_author(page: HtmlDocument, box: int) -> bool:
    names = layout.names(page, box)
    return _BOX.search(names) is not None and not layout.OTHERS.search(names)
