"""The part of WordPress's REST API that archives use: posts, pages, categories and tags, read-only."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from dimash_archive.demo.newsroom.post import Post, latin
from dimash_archive.demo.newsroom.story import ZONE
from dimash_archive.demo.serving import answer
from dimash_archive.demo.serving.answer import ServedAnswer
from dimash_archive.demo.theme.article_page import content_html
from dimash_archive.demo.theme.fill import text
from dimash_archive.demo.theme.frame import PagePlace
from dimash_archive.demo.vocabulary import section_name, section_slug, sections, word, words
from dimash_archive.records import Row, Values

ROOT = "/wp-json"
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_MOST = 100
Query = Mapping[str, str]
Fields = dict[str, Callable[[], object]]
"""Values by name, made only when requested."""
Condition = Callable[[Any], bool]


@dataclass
class Problem(Exception):
    """A request that WordPress refuses."""

    status: int
    code: str
    message: str


@dataclass(frozen=True)
class Collection:
    """The results of a query, in order."""

    items: Values
    """Records with an `id`."""
    fields: Callable[[Any], Fields]
    """The API's representation of one of them."""
    kind: str
    """`post` or `term`, as error codes call it."""


@dataclass(frozen=True, slots=True)
class _TaxonomyTerm:
    id: int
    name: str
    slug: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class _PostsPage:
    id: int
    name: str


def rest(place: PagePlace, path: str, query: Query) -> ServedAnswer:
    """The API's response to a path below `/wp-json` and its parameters."""
    try:
        return _route(place, path.removeprefix(ROOT).strip("/"), query)
    except Problem as problem:
        data = {"code": problem.code, "message": problem.message, "data": {"status": problem.status}}
        return _json(data, status=problem.status)


def _route(place: PagePlace, path: str, query: Query) -> ServedAnswer:
    if not path:
        return _json({"name": word(place.lang, "site"), "url": place.base, "namespaces": ["wp/v2"]})
    kind, _, number = path.removeprefix("wp/v2/").partition("/")
    api = {"posts": _posts, "pages": _pages, "categories": _categories, "tags": _tags}.get(kind)
    if not path.startswith("wp/v2/") or api is None or "/" in number:
        raise Problem(404, "rest_no_route", "No route was found matching the URL and request method.")
    collection = api(place, {} if number else query)
    if not number:
        return _slice(collection, place.at(f"{ROOT}/{path}"), query)
    item = next((each for each in collection.items if str(each.id) == number), None)
    if item is None:
        raise Problem(404, f"rest_{collection.kind}_invalid_id", "Invalid ID.")
    return _json(_chosen(collection.fields(item), query))


def _slice(collection: Collection, url: str, query: Query) -> ServedAnswer:
    """One page of a collection, with WordPress's headers. Raises Problem beyond the end."""
    size = _whole(query, "per_page", 10, 1, _MOST)
    number = _whole(query, "page", 1, 1)
    total, pages = len(collection.items), -(-len(collection.items) // size)
    start = _whole(query, "offset", (number - 1) * size, 0)
    if "offset" not in query and number > max(1, pages) and collection.kind == "post":
        message = "The page number requested is larger than the number of pages available."
        raise Problem(400, "rest_post_invalid_page_number", message)
    headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)}
    near = (("prev", number - 1), ("next", number + 1))
    links = [
        f'<{url}?{urlencode({**query, "page": at})}>; rel="{rel}"' for rel, at in near if 1 <= at <= pages
    ]
    if links:
        headers["Link"] = ", ".join(links)
    shown = collection.items[start : start + size]
    return _json([_chosen(collection.fields(item), query) for item in shown], headers=headers)


def _posts(place: PagePlace, query: Query) -> Collection:
    if query.get("status", "publish") != "publish":
        raise _invalid("status")
    conditions = list(_conditions(place, query))
    posts = [post for post in place.room.posts(place.lang) if all(meets(post) for meets in conditions)]
    wanted = _numbers(query, "include") if "include" in query else []
    orders: dict[str, Callable[[Post], Any]] = {
        "date": lambda post: (post.published, post.id),
        "modified": lambda post: (post.modified, post.id),
        "id": lambda post: post.id,
        "title": lambda post: post.title,
        "slug": lambda post: post.slug,
        "include": lambda post: -wanted.index(post.id) if wanted else 0,
    }
    ordered = _ordered(posts, query, orders, ("date", "desc"))
    return Collection(ordered, lambda post: _post_fields(place, post), "post")


def _conditions(place: PagePlace, query: Query) -> Iterable[Condition]:
    """The conditions on a post, one per parameter."""
    for name, field in (("after", "published"), ("modified_after", "modified")):
        if name in query:
            yield _later(field, _moment(query, name))
    for name, field in (("before", "published"), ("modified_before", "modified")):
        if name in query:
            yield _earlier(field, _moment(query, name))
    ids: dict[str, Callable[[Post], set[int]]] = {
        "categories": lambda post: {_category_id(place, post.section)},
        "tags": lambda post: set(_tag_ids(place, post)),
    }
    for name, of in ids.items():
        yield from _among(query, name, f"{name}_exclude", of)
    yield from _among(query, "include", "exclude", lambda post: {post.id})
    yield from _named(query, lambda post: post.slug, lambda post: post.title)


def _later(field: str, moment: datetime) -> Condition:
    return lambda post: bool(getattr(post, field) > moment)


def _earlier(field: str, moment: datetime) -> Condition:
    return lambda post: bool(getattr(post, field) < moment)


def _among(query: Query, among: str, exclude: str, of: Callable[[Any], set[int]]) -> Iterable[Condition]:
    """Conditions on numbers: at least one of these, none of those."""
    if among in query:
        wanted = set(_numbers(query, among))
        yield lambda item: bool(of(item) & wanted)
    if exclude in query:
        unwanted = set(_numbers(query, exclude))
        yield lambda item: not of(item) & unwanted


def _named(query: Query, slug: Callable[[Any], str], name: Callable[[Any], str]) -> Iterable[Condition]:
    """Conditions on the address and on words in the name."""
    if "slug" in query:
        slugs = query["slug"].split(",")
        yield lambda item: slug(item) in slugs
    if "search" in query:
        sought = query["search"].lower()
        yield lambda item: sought in name(item).lower()


def _post_fields(place: PagePlace, post: Post) -> Fields:
    return {
        "id": lambda: post.id,
        "date": lambda: post.published.strftime(_LOCAL),
        "date_gmt": lambda: post.published.astimezone(UTC).strftime(_LOCAL),
        "guid": lambda: {"rendered": f"{place.base}?p={post.id}"},
        "modified": lambda: post.modified.strftime(_LOCAL),
        "modified_gmt": lambda: post.modified.astimezone(UTC).strftime(_LOCAL),
        "slug": lambda: post.slug,
        "status": lambda: "publish",
        "type": lambda: "post",
        "link": lambda: place.url(post),
        "title": lambda: {"rendered": _rendered(post.title)},
        "content": lambda: {"rendered": content_html(place, post), "protected": False},
        "excerpt": lambda: {"rendered": f"<p>{text(place.room.teaser(post))}</p>\n", "protected": False},
        "author": lambda: 1 if post.author is None else 2,
        "featured_media": lambda: 0,
        "comment_status": lambda: "open",
        "sticky": lambda: False,
        "format": lambda: "standard",
        "categories": lambda: [_category_id(place, post.section)],
        "tags": lambda: _tag_ids(place, post),
    }


def _pages(place: PagePlace, query: Query) -> Collection:
    pages = (_PostsPage(11, "about"), _PostsPage(12, "contacts"))
    return Collection(pages, lambda page: _page_fields(place, page), "post")


def _page_fields(place: PagePlace, page: _PostsPage) -> Fields:
    slug, moment = word(place.lang, f"{page.name}_slug"), place.room.opening.strftime(_LOCAL)
    lines = "".join(f"<p>{text(line)}</p>\n" for line in words(place.lang)[f"{page.name}_text"])
    return {
        "id": lambda: page.id,
        "date": lambda: moment,
        "modified": lambda: moment,
        "slug": lambda: slug,
        "type": lambda: "page",
        "link": lambda: place.at(f"/{slug}/"),
        "title": lambda: {"rendered": _rendered(word(place.lang, page.name))},
        "content": lambda: {"rendered": lines, "protected": False},
    }


def _categories(place: PagePlace, query: Query) -> Collection:
    lang, count = place.lang, {key: len(place.room.section(place.lang, key)) for key in sections(place.lang)}
    terms = [
        _TaxonomyTerm(
            _category_id(place, key), section_name(lang, key), section_slug(lang, key), count[key], "category"
        )
        for key in sections(lang)
    ]
    return _terms(place, terms, query)


def _tags(place: PagePlace, query: Query) -> Collection:
    marks = place.room.tags(place.lang).values()
    terms = [_TaxonomyTerm(mark.id, mark.name, mark.slug, len(mark.posts), "post_tag") for mark in marks]
    return _terms(place, terms, query)


def _terms(place: PagePlace, terms: Iterable[_TaxonomyTerm], query: Query) -> Collection:
    """The categories or tags that match the query."""
    conditions: list[Condition] = [
        *_among(query, "include", "exclude", lambda term: {term.id}),
        *_named(query, lambda term: term.slug, lambda term: term.name),
    ]
    if query.get("hide_empty") in ("true", "1"):
        conditions.append(lambda term: term.count > 0)
    selected = [term for term in terms if all(meets(term) for meets in conditions)]
    orders: dict[str, Callable[[_TaxonomyTerm], Any]] = {
        "name": lambda term: term.name,
        "id": lambda term: term.id,
        "slug": lambda term: term.slug,
        "count": lambda term: term.count,
    }
    ordered = _ordered(selected, query, orders, ("name", "asc"))
    return Collection(ordered, lambda term: _term_fields(place, term), "term")


def _term_fields(place: PagePlace, term: _TaxonomyTerm) -> Fields:
    step = "category" if term.kind == "category" else "tag"
    return {
        "id": lambda: term.id,
        "count": lambda: term.count,
        "description": lambda: "",
        "link": lambda: place.at(f"/{step}/{term.slug}/"),
        "name": lambda: term.name,
        "slug": lambda: term.slug,
        "taxonomy": lambda: term.kind,
    }


def _category_id(place: PagePlace, section: str) -> int:
    return 3 + sections(place.lang).index(section)


def _tag_ids(place: PagePlace, post: Post) -> list[int]:
    marks = place.room.tags(place.lang)
    return [marks[latin(tag)].id for tag in post.tags]


def _rendered(title: str) -> str:
    """A title as WordPress renders it: typographic marks as numeric character references."""
    return "".join(f"&#{ord(each)};" if each in "“”‘’–—&<>" else each for each in title)


def _chosen(fields: Fields, query: Query) -> Row:
    """The fields that `_fields` names, or all; `title.rendered` gives `title`."""
    wanted = {name.strip().split(".")[0] for name in query.get("_fields", "").split(",") if name.strip()}
    return {name: make() for name, make in fields.items() if not wanted or name in wanted}


def _ordered(
    items: Values, query: Query, orders: Mapping[str, Callable[[Any], Any]], default: tuple[str, str]
) -> Values:
    by, way = query.get("orderby", default[0]), query.get("order", default[1])
    if by not in orders or way not in ("asc", "desc"):
        raise _invalid("order" if by in orders else "orderby")
    return sorted(items, key=orders[by], reverse=way == "desc")


def _numbers(query: Query, name: str) -> list[int]:
    try:
        return [int(each) for each in query[name].split(",") if each.strip()]
    except ValueError as error:
        raise _invalid(name) from error


def _whole(query: Query, name: str, default: int, least: int, most: int | None = None) -> int:
    value = _numbers(query, name) if name in query else [default]
    if len(value) != 1 or value[0] < least or (most is not None and value[0] > most):
        raise _invalid(name)
    return value[0]


def _moment(query: Query, name: str) -> datetime:
    """An ISO 8601 time; without a zone, in the town's time, as WordPress reads it."""
    try:
        moment = datetime.fromisoformat(query[name])
    except ValueError as error:
        raise _invalid(name) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _invalid(name: str) -> Problem:
    return Problem(400, "rest_invalid_param", f"Invalid parameter(s): {name}")


def _json(data: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> ServedAnswer:
    body = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()
    return ServedAnswer(body, answer.JSON, status, headers=headers or {})
