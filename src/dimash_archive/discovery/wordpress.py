"""The WordPress REST API: every post's address and the moment of its last change, a hundred at a time."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from dimash_archive import urls
from dimash_archive.errors import BadAnswer
from dimash_archive.records import Fetched, FoundUrl
from dimash_archive.text.moments import feed_moment

PAGE = 100
"""Posts an answer holds: the most that WordPress gives."""

# Address and change are read; the rest is kept in the WARC files for whoever wants to know how the site sorts them.
_FIELDS = "id,link,date_gmt,modified_gmt,categories,tags"


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of the list of posts."""

    found: tuple[FoundUrl, ...]
    """The posts, in the order of the answer."""
    pages: int
    """How many pages the list has."""
    total: int
    """How many posts the list has."""


def address(front: str, page: int = 1, *, newest: bool = False) -> str:
    """Where page `page` (from 1) of the list of all posts of the site at `front` is.

    Sorted by id, so that posts written meanwhile do not shift the pages; or with the newest change first, so
    that a later run reads only as far as what it knows, and learns from one answer how many posts there are.
    """
    order = {"orderby": "modified", "order": "desc"} if newest else {"orderby": "id", "order": "asc"}
    query = {"per_page": str(PAGE), "page": str(page), "_fields": _FIELDS, **order}
    return f"{urljoin(front, 'wp-json/wp/v2/posts')}?{urlencode(query)}"


def parse(fetched: Fetched, edition: str) -> Posts:
    """The posts in an answer. Raises BadAnswer if there is no such API, or it answers with something else."""
    if fetched.status != 200:
        raise BadAnswer(f"The REST API answers {fetched.status}.", url=fetched.url)
    try:
        posts = json.loads(fetched.body.decode("utf-8-sig"))
        pairs = [(str(post["link"]), post.get("modified_gmt")) for post in posts]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswer("The REST API answers with something else than posts.", url=fetched.url) from error
    found = tuple(
        FoundUrl(clean, edition, "article", "wordpress", feed_moment(modified))
        for link, modified in pairs
        if (clean := urls.absolute(fetched.url, link))
    )
    return Posts(found, _number(fetched, "x-wp-totalpages", 1), _number(fetched, "x-wp-total", len(pairs)))


def _number(fetched: Fetched, header: str, default: int) -> int:
    value = (fetched.header(header) or "").strip()
    return int(value) if value.isascii() and value.isdigit() else default
