"""What a page's JSON-LD says about its article. Evidence like any other: it can be broken, stale or another
page's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from dimash_archive.extraction.metadata import lenient_json
from dimash_archive.extraction.metadata.headlines import agreement
from dimash_archive.text.normalize import visible

Thing = Mapping[str, Any]

LARGEST: Final = 400_000
"""Scripts longer than this, in characters, are not read: no article's facts need them."""
_TELLING: Final = ("rticle", "Posting", "datePublished", "BreadcrumbList", "WebSite")
_ARTICLE: Final = re.compile(r"(?:Article|Posting|Report|Review|Recipe|HowTo)\Z")
_PAGE: Final = re.compile(r"(?:Web|Item|About|FAQ|Medical)Page\Z")
_LIST: Final = re.compile(r"ItemList\Z|BreadcrumbList\Z")
_TRAIL: Final = re.compile(r"BreadcrumbList\Z")
_SITE: Final = re.compile(r"WebSite\Z|Organization\Z")
_TEAM: Final = re.compile(r"Organization\Z|Corporation\Z|WebSite\Z")
_NESTED: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
_WHOLE: Final = ("datePublished", "headline", "author")
_LIKE: Final = 0.28
"""A headline that agrees less with the page's own belongs to another page: cosine of words, as for banners
(`headlines`)."""
_ROOM: Final = 200
"""Maximum number of objects examined on a page."""


@dataclass(frozen=True, slots=True)
class JsonLd:
    """What JSON-LD says; empty fields if it says nothing."""

    headline: str = ""
    """The article's headline, as written."""
    authors: tuple[str, ...] = ()
    """Names of persons, in order, as written."""
    teams: tuple[str, ...] = ()
    """Names of organisations given as authors."""
    published: tuple[str, ...] = ()
    """Raw `datePublished`, the article's first, then the page's."""
    modified: tuple[str, ...] = ()
    """Raw `dateModified`, the article's first, then the page's."""
    sections: tuple[str, ...] = ()
    """`articleSection`, in order."""
    keywords: tuple[str, ...] = ()
    """`keywords`, in order."""
    crumbs: tuple[tuple[str, str], ...] = ()
    """Name and address of each step of the longest breadcrumb; the address may be empty."""
    image: str = ""
    """Address of the article's picture, as written."""
    sites: tuple[str, ...] = ()
    """Names of the site and its publisher."""
    lang: str = ""
    """`inLanguage`, as written."""


NOTHING: Final = JsonLd()


@dataclass(frozen=True, slots=True)
class PageClaims:
    """What a page says about itself elsewhere, which helps to recognise blocks about another page."""

    urls: tuple[str, ...] = ()
    """Its addresses, absolute: the one requested, the canonical one."""
    titles: tuple[str, ...] = ()
    """The headline according to its head and its main headings."""


def read(scripts: Iterable[str], claims: PageClaims = PageClaims()) -> JsonLd:
    """What the scripts together say about the page. Never raises: unreadable parts are left out."""
    things: list[Thing] = []
    for script in scripts:
        if len(script) <= LARGEST and any(word in script for word in _TELLING):
            things += _things(list(lenient_json.values(script)))
    if not things:
        return NOTHING
    by_id = {each["@id"]: each for each in things if isinstance(each.get("@id"), str) and "name" in each}
    every_article = [each for each in things if _has_type(each, _ARTICLE)]
    articles = [each for each in every_article if _is_of_page(each, claims)]
    pages = [each for each in things if _has_type(each, _PAGE) and _is_of_page(each, claims)]
    # An article of the page comes first; one that is only in a list of others has neither author nor date.
    articles.sort(key=lambda each: (not _names_page(each, claims), -sum(key in each for key in _WHOLE)))
    others = [each for each in things if each not in every_article]
    main, page = next(iter((*articles, *pages, *others)), {}), next(iter(pages), {})
    people = list(_people(main.get("author") or main.get("creator"), by_id))
    return JsonLd(
        headline=_text(main.get("headline")) or (_text(main.get("name")) if articles else ""),
        authors=tuple(dict.fromkeys(name for name, is_team in people if not is_team)),
        teams=tuple(dict.fromkeys(name for name, is_team in people if is_team)),
        published=_texts(main, page, "datePublished"),
        modified=_texts(main, page, "dateModified"),
        sections=tuple(_strings(main.get("articleSection"))),
        keywords=tuple(_strings(main.get("keywords"))),
        crumbs=_crumbs(things),
        image=_address(main.get("image") or main.get("thumbnailUrl")),
        sites=tuple(_sites(things, main, by_id)),
        lang=_text(main.get("inLanguage")),
    )


def _is_of_page(thing: Thing, claims: PageClaims) -> bool:
    """Whether nothing shows that a block is about another page: neither its headline nor its address."""
    headline = _text(thing.get("headline"))
    if headline and claims.titles:
        likeness = max(agreement(headline, title) for title in claims.titles)
        return likeness >= _LIKE or bool(_names_page(thing, claims))
    return not headline or not claims.urls or _names_page(thing, claims) is not False


def _names_page(thing: Thing, claims: PageClaims) -> bool | None:
    """Whether a block's addresses are the page's; None if it has none."""
    own = {_place(url) for url in claims.urls}
    addresses = (_address(thing.get(key)) for key in ("mainEntityOfPage", "url", "@id"))
    places = [_place(each) for each in addresses if each.startswith(("http", "/"))]
    return any(each in own for each in places) if places and own else None


def _place(url: str) -> str:
    """An address without the parts in which variants of a page differ: scheme, query, slashes at the ends."""
    try:
        path = urlsplit(url).path.strip("/")
    except ValueError:
        return url
    return path.removesuffix("/amp").removesuffix("amp").strip("/")


def _things(value: object) -> Iterator[Thing]:
    """The objects of a script: those at the top, in a graph, and main entities. Without recursion, and
    limited in number."""
    waiting = [value]
    for _ in range(_ROOM):
        if not waiting:
            return
        each = waiting.pop(0)
        if isinstance(each, list):
            waiting = each[:_ROOM] + waiting
        elif isinstance(each, dict):
            yield each
            if not _has_type(each, _LIST):
                waiting += [each[key] for key in _NESTED if key in each]


def _has_type(thing: Thing, pattern: re.Pattern[str]) -> bool:
    kinds = thing.get("@type")
    if isinstance(kinds, str):
        return pattern.search(kinds) is not None
    return any(pattern.search(kind) is not None for kind in _listed(kinds) if isinstance(kind, str))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str:
    """A string, the first of a list, or the `@value` or `name` of an object; empty for anything else."""
    first = _listed(value)[:1]
    if first and isinstance(first[0], dict):
        first = [first[0].get("@value") or first[0].get("name")]
    return visible(first[0]).strip() if first and isinstance(first[0], str) else ""


def _texts(main: Thing, page: Thing, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (_text(main.get(key)), _text(page.get(key))) if text))


def _strings(value: object) -> Iterator[str]:
    """Words of a list, or of a comma-separated string."""
    for each in _listed(value):
        parts = [_text(each)] if isinstance(value, list) else _text(each).split(",")
        yield from (part.strip() for part in parts if part.strip())


def _people(value: object, by_id: Mapping[str, Thing]) -> Iterator[tuple[str, bool]]:
    """Name, and whether it is an organisation, of each author."""
    for each in _listed(value):
        if isinstance(each, list):
            yield from _people(each[:_ROOM], by_id) if value is not each else ()
        elif not isinstance(each, dict):
            if name := _text(each):
                yield name, False
        else:
            person = each if _whole_name(each) else by_id.get(str(each.get("@id")), each)
            is_team = _has_type(person, _TEAM)
            yield from ((name, is_team) for name in map(_text, _listed(person.get("name"))) if name)
            if not person.get("name") and (name := _whole_name(person)):
                yield name, is_team


def _whole_name(person: Thing) -> str:
    """A person's name, composed from given and family name if it is in parts."""
    parts = (_text(person.get(key)) for key in ("givenName", "additionalName", "familyName"))
    return _text(person.get("name")) or " ".join(part for part in parts if part)


def _crumbs(things: Iterable[Thing]) -> tuple[tuple[str, str], ...]:
    longest: list[tuple[str, str]] = []
    for each in things:
        if _has_type(each, _TRAIL):
            steps = [step for step in _listed(each.get("itemListElement")) if isinstance(step, dict)]
            steps.sort(key=_position)
            named = [(_crumb_name(step), _address(step.get("item"))) for step in steps]
            longest = max(longest, [step for step in named if step[0]], key=len)
    return tuple(longest)


def _position(step: Thing) -> float:
    try:
        return float(step.get("position") or 0)
    except (TypeError, ValueError):
        return 0.0


def _crumb_name(step: Thing) -> str:
    item = step.get("item")
    return _text(step.get("name")) or (_text(item.get("name")) if isinstance(item, dict) else "")


def _address(value: object) -> str:
    first = (_listed(value) or [None])[0]
    if isinstance(first, dict):
        first = first.get("url") or first.get("contentUrl") or first.get("@id")
    return first if isinstance(first, str) else ""


def _sites(things: Iterable[Thing], main: Thing, by_id: Mapping[str, Thing]) -> Iterator[str]:
    publisher = main.get("publisher")
    for each in (*things, publisher if isinstance(publisher, dict) else {}):
        is_site = each is publisher or _has_type(each, _SITE)
        thing = by_id.get(str(each.get("@id")), each)
        if is_site and (name := _text(thing.get("name"))):
            yield name
