"""The WordPress REST API: every post's address, the time of its last change, and what the CMS says of it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from dimash_archive import urls
from dimash_archive.discovery import links
from dimash_archive.errors import BadAnswer
from dimash_archive.records import DiscoveredUrl, Fetched, Listing
from dimash_archive.text.moments import feed_moment

PAGE = 100
"""Posts per response: the most that WordPress allows."""
RELATION = "https://api.w.org/"
"""The relation by which a page names the API: https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/"""

_FACTS = "id,link,title,date_gmt,modified_gmt,format,content.protected,categories,tags,_links,_embedded"
_EMBED = "author,wp:term"
_ELEMENT = re.compile(r"</?[a-z][^<>]*>", re.I)
_TAXONOMIES = frozenset(("category", "post_tag"))
_NO_FURTHER_KINDS = frozenset(("posts", "pages", "media"))
_KIND = re.compile(r"[\w-]{1,60}")
_MOST_KINDS = 12
"""Types whose lists are read: each costs one request per run."""
_SITEMAP_OF_KIND = re.compile(
    r"(?:wp-sitemap-posts-([\w-]+)-\d+|sitemap-pt-([\w-]+?)(?:-\d{4}-\d\d|-p\d+)*|([\w-]+)-sitemap\d*)\.xml(?:\.gz)?"
)
"""Sitemaps of one type of posts: WordPress's own, and those of its plugins."""
_NO_KINDS_OF_ARTICLES = frozenset(
    ("post", "page", "attachment", "category", "post_tag", "post_format", "author", "wp")
)
_PARTS_OF_ITS_PAGES = (b"/wp-content/", b"/wp-includes/", b'content="WordPress')
_FEED = re.compile(r"(/feed)(?:/(?:rss2?|rdf|atom))?/?\Z")
_DIGITS = 19  # what is longer is no number of posts
_MOST_NUMBERS = 1 << 63  # MySQL's largest BIGINT, of which WordPress uses the positive ones; SQLite's, too


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of the list of posts."""

    addresses: tuple[DiscoveredUrl, ...]
    """The posts, in the order of the answer."""
    pages: int
    """How many pages the list has."""
    total: int
    """How many posts the list has."""

    @property
    def ids(self) -> frozenset[int]:
        """The CMS's own numbers of the posts."""
        numbers = (address.listing.cms_id for address in self.addresses if address.listing is not None)
        return frozenset(number for number in numbers if number is not None)


def api_root(front: Fetched) -> str | None:
    """The API's address from a page's Link header or element; None if it names none."""
    named = links.related(front.headers, front.url, RELATION)
    return named or links.link_element(front.body, front.url, RELATION, front.charset)


def usual_root(front: str) -> str:
    """The usual address of the API of the site at `front`, unless the site uses plain permalinks."""
    return urljoin(front, "wp-json/")


def address(root: str, page: int = 1, *, newest: bool = False, kind: str = "posts") -> str:
    """The address of page `page` (from 1) of the list of all posts of a type, below the API's address `root`.

    Sorted by id, so that posts written meanwhile do not shift the pages; or with the newest change first, so
    that a later run reads only as far as what it knows, and learns from one response how many posts there are.
    """
    order = {"orderby": "modified", "order": "desc"} if newest else {"orderby": "id", "order": "asc"}
    query = {"per_page": str(PAGE), "page": str(page), "_embed": _EMBED, "_fields": _FACTS, **order}
    joint = "&" if "?" in root else "?"  # `/?rest_route=/` where addresses are plain
    return f"{root}wp/v2/{kind}{joint}{urlencode(query)}"


def types_address(root: str) -> str:
    """The address of the list of post types: https://developer.wordpress.org/rest-api/reference/post-types/."""
    return f"{root}wp/v2/types"


def further_kinds(fetched: Fetched) -> tuple[str, ...]:
    """The types of posts beside WordPress's own, as the API's addresses name them; none if the response is not a list.

    Sites keep news, reviews or interviews as types of their own. What distinguishes them from products, events and
    parts of the design is that they share the categories or tags of posts.
    """
    try:
        types = json.loads(fetched.body.decode("utf-8-sig")).values()
        named = [(str(each.get("rest_base")), each.get("taxonomies") or ()) for each in types]
        kinds = [kind for kind, taxonomies in named if _TAXONOMIES.intersection(taxonomies)]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return ()
    return tuple(kind for kind in kinds if kind not in _NO_FURTHER_KINDS and _KIND.fullmatch(kind))[
        :_MOST_KINDS
    ]


def is_wordpress(front: Fetched) -> bool:
    """Whether a front page is WordPress's: by the API it names, its generator, or where its styles lie."""
    return api_root(front) is not None or any(part in front.body for part in _PARTS_OF_ITS_PAGES)


def kinds_of_sitemaps(addresses: Iterable[str]) -> tuple[str, ...]:
    """The types of posts beside WordPress's own that the addresses of its sitemaps name.

    A plugin's sitemaps of taxonomies may be called the same way; WordPress ignores a type that it does not have.
    """
    kinds = dict.fromkeys(filter(None, map(_kind_of_sitemap, addresses)))
    return tuple(kind for kind in kinds if kind not in _NO_KINDS_OF_ARTICLES)[:_MOST_KINDS]


def _kind_of_sitemap(url: str) -> str | None:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if query.get("sitemap") == "posts":  # where addresses are plain
        return query.get("sitemap-subtype")
    match = _SITEMAP_OF_KIND.fullmatch(parts.path.rpartition("/")[2])
    return next(filter(None, match.groups())) if match else None


def feed_by_change(named: str, page: int = 1, kinds: Sequence[str] = ()) -> str | None:
    """The address of page `page` (from 1) of all posts as an Atom feed, the latest change first; None if unknown.

    `named` is a feed that the site names; `kinds` are types of posts to be named beside WordPress's own. The parameters
    are public query variables of WordPress, which its feeds obey as its pages do:
    https://developer.wordpress.org/reference/classes/wp/#properties.
    """
    parts = urlsplit(named)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "feed"]
    path, number = _FEED.subn(r"\1/atom/", parts.path)
    if not number:
        if len(query) == len(parse_qsl(parts.query)):  # neither its path nor its query says that it is a feed
            return None
        query.append(("feed", "atom"))
    query += [("post_type[]", kind) for kind in ("post", *kinds) if kinds]
    query += [("orderby", "modified"), *([("paged", str(page))] if page > 1 else ())]
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))


def parse(fetched: Fetched, edition: str) -> Posts:
    """The posts in a response. Raises BadAnswer if there is no such API, or it answers with something else."""
    if fetched.status != 200:
        raise BadAnswer(f"The REST API answers {fetched.status}.", url=fetched.url)
    try:
        posts = json.loads(fetched.body.decode("utf-8-sig"))
        pairs = [(str(post["link"]), _listing(post)) for post in posts]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswer("The REST API answers with something other than posts.", url=fetched.url) from error
    addresses = tuple(
        DiscoveredUrl(clean, edition, "article", "wordpress", listing.modified, listing=listing)
        for link, listing in pairs
        if (clean := urls.absolute(fetched.url, link))
    )
    return Posts(
        addresses, _number(fetched, "x-wp-totalpages", 1), _number(fetched, "x-wp-total", len(pairs))
    )


def _listing(post: Mapping[str, Any]) -> Listing:
    """What the API says of a post; a fact that is missing or strange is none."""
    terms = list(_terms(post))
    has_terms = bool(terms) or not (post.get("categories") or post.get("tags"))
    content, number = post.get("content"), post.get("id")
    return Listing(
        "wordpress",
        cms_id=number if isinstance(number, int) and 0 <= number < _MOST_NUMBERS else None,
        format=_text(post.get("format")),
        section=next((name for taxonomy, name in terms if taxonomy == "category"), None),
        tags=tuple(name for taxonomy, name in terms if taxonomy == "post_tag") if has_terms else None,
        author=next((_text(each.get("name")) for each in _embedded(post, "author")), None),
        published=feed_moment(_text(post.get("date_gmt"))),
        modified=feed_moment(_text(post.get("modified_gmt"))),
        is_protected=isinstance(content, dict) and content.get("protected") is True,
        title=_headline(post.get("title")),
    )


def _terms(post: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Taxonomy and name of each term."""
    for group in _embedded(post, "wp:term"):
        for term in group if isinstance(group, list) else ():
            if isinstance(term, dict) and (name := _text(term.get("name"))):
                yield str(term.get("taxonomy")), name


def _embedded(post: Mapping[str, Any], name: str) -> list[Any]:
    """What is embedded under a name; an error in its place, where the site hides it, is nothing."""
    everything = post.get("_embedded")
    values = everything.get(name) if isinstance(everything, dict) else None
    return [each for each in values if isinstance(each, dict | list)] if isinstance(values, list) else []


def _headline(title: object) -> str | None:
    """A post's title as text; the API gives HTML, in which only words are emphasised."""
    rendered = title.get("rendered") if isinstance(title, dict) else None
    return _text(_ELEMENT.sub("", rendered)) if isinstance(rendered, str) else None


def _text(value: object) -> str | None:
    """A text as it is shown: entities resolved, runs of space made one; None if it is empty or none."""
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _number(fetched: Fetched, header: str, default: int) -> int:
    value = (fetched.header(header) or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < _DIGITS else default
