"""Links: the addresses a page points to, what kind of page each promises, and which are traps."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from dimash_archive import urls
from dimash_archive.records import DiscoveredUrl

_Kind = Literal["list", "unknown"]

# Links are found without parsing HTML: half a millisecond a page, and broken pages have links too.
_SILENT = re.compile(r"<(?:!--|(script|style|template|textarea)\b)", re.I)
_ENDS = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "template", "textarea")} | {
    "": re.compile("-->")
}
# No `<` inside a tag, no second start inside a name: a hostile page must not take the square of time.
_TAG = re.compile(r"""<(a|area|link|base)\s((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""", re.I)
_ATTRIBUTE = re.compile(r"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.I)

_LINKED = re.compile(r"<([^<>]*+)>((?:\s*+;\s*+[\w*-]++(?:\s*+=\s*+(?:\"[^\"]*+\"|[^\s;,\"]++))?)*+)")
_PARAMETER = re.compile(r";\s*+([\w*-]++)\s*+=\s*+(?:\"([^\"]*+)\"|([^\s;,\"]++))")
_HEADER = 20_000  # characters of a Link header that are read

# What WordPress, Ghost, Hugo, Jekyll, Pelican, Nikola, Hexo and Docusaurus call pages that list others.
_LIST = re.compile(
    r"""/(?:page/?\d+|(?:category|categories|tag|tags|author|authors|topics?|blog/archive)(?:/.+)?
        |(?:19|20)\d\d(?:/\d\d){0,2}|(?:posts|index\d*|archives?|categories|tags|authors))
        (?:/(?:page/?\d+|index\d*))?(?:\.html?)?\Z""",
    re.I | re.X,
)
_QUERY_LISTS = frozenset(("paged", "page", "cat", "m", "tag", "author", "category_name"))
_QUERY_PAGES = frozenset(("p", "page_id", "id", "article", "post", "newsid", "attachment_id"))
# Addresses that act when they are asked for, or that offer to: nothing is ever asked of them.
_ACTING = re.compile(
    r"/(?:edit|delete|remove|logout|log-out|signout|sign-out|logoff|unsubscribe|add-to-cart)/?\Z"
    r"|/(?:cart|basket|logout|wp-login\.php|admin|user/login|account)(?:/|\Z)",
    re.I,
)
_ACTING_QUERY = re.compile(
    r"(?:add-to-cart|remove_item|replytocom|logout|unsubscribe|delete|do|action|_method|rev|redo|undo|vote)\Z",
    re.I,
)
_NO_PAGE = re.compile(
    r"""(?:/wp-(?:admin|json|login|content|includes|cron)|/xmlrpc|/feed|/comments?/feed|/embed|/trackback|/cdn-cgi
        |/cart|/checkout|/login|/register|/print)(?:[/.].*)?\Z
        |/comment-page-\d+\Z
        |\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|json|xml|rss|atom|txt|pdf|docx?|xlsx?|pptx?|zip|rar|7z|gz|mp3|mp4
        |m4a|m4v|avi|mov|webm|ogg|wav|woff2?|ttf|eot|exe|apk)\Z""",
    re.I | re.X,
)
_SESSION = re.compile(r"(?:phpsessid|jsessionid|sid|session(?:id)?|s_id|token|nonce|_wpnonce)\Z", re.I)
_CALENDAR = re.compile(
    r"(?:month|year|date|day|week|ical|tribe-bar-date|eventdate|outlook-ical|yr|mth)\Z", re.I
)
_CALENDAR_PATH = re.compile(
    r"/(?:calendar|kalendar|events?|agenda)/(?:[^/]+/)*\d{4}(?:[-/]\d{1,2}){0,2}/?\Z", re.I
)
_DATED = re.compile(r"/(?:19|20)\d\d/\d\d/\d\d(/[^/]+/?)")
_REFRESH = re.compile(
    r"""<meta\b(?=[^<>]*http-equiv\s*=\s*["']?refresh)[^<>]*content\s*=\s*["']?\s*[0-3]\s*[;,]\s*url\s*=\s*["']?([^"'<>]+)""",
    re.I,
)
_SCRIPTED = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*["']([^"'<>\s]+)["']|\blocation\.(?:replace|assign)\(\s*["']([^"'<>\s]+)["']""",
    re.I,
)
_REFRESH_HEAD = 4096  # bytes of a page that only sends its readers on
_LONGEST = 1000
_DEEPEST = 12
_FACETS = 2


def parse(
    body: bytes, url: str, edition: str, charset: str | None = None, *, nofollow: bool = False
) -> Iterator[DiscoveredUrl]:
    """The http(s) addresses that a page's links name, each once, traps left out. Never raises.

    Links that say `nofollow` are left out, unless `nofollow` asks for them: they may change things on the site.
    """
    seen = set()
    for tag, attributes, base in _tags(body, url, charset):
        rel = attributes.get("rel", "").lower().split()
        if "nofollow" in rel and not nofollow:
            continue
        wanted = (
            tag != "link"
            or "next" in rel
            or "prev" in rel
            or ("alternate" in rel and "hreflang" in attributes and _is_html(attributes))
        )
        clean = _absolute(base, attributes["href"]) if wanted else None
        if clean and clean not in seen:
            seen.add(clean)
            if (kind := _kind_of_page(clean)) is not None:
                yield DiscoveredUrl(clean, edition, kind, "links")


def _is_html(attributes: Mapping[str, str]) -> bool:
    """Whether a link leads to a page as far as it says: feeds have a language too."""
    return attributes.get("type", "html").lower().endswith("html")


def feeds(body: bytes, url: str, charset: str | None = None) -> tuple[str, ...]:
    """The feeds that a page announces, in order, without those of comments."""
    types = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    addresses = (
        urls.absolute(base, attributes["href"])
        for tag, attributes, base in _tags(body, url, charset)
        if tag == "link" and attributes.get("type", "").lower() in types
    )
    return tuple(dict.fromkeys(each for each in addresses if each and "/comments/" not in each))


def alternates(headers: Iterable[tuple[str, str]], url: str) -> tuple[tuple[str, str], ...]:
    """The same page in other languages, as Link headers name it: pairs of language code and absolute address."""
    pairs = [
        (parameters["hreflang"], address)
        for address, parameters in _linked(headers, url)
        if "alternate" in parameters.get("rel", "").lower().split() and parameters.get("hreflang")
    ]
    return tuple(dict.fromkeys(pairs))


def related(headers: Iterable[tuple[str, str]], url: str, relation: str) -> str | None:
    """The absolute address that Link headers name with a relation; None if there is none."""
    named = (address for address, more in _linked(headers, url) if relation in more.get("rel", "").split())
    return next(named, None)


def link_element(body: bytes, url: str, relation: str, charset: str | None = None) -> str | None:
    """The absolute address that a page's `link` element names with a relation; None if there is none."""
    named = (
        urls.absolute(base, attributes["href"])
        for tag, attributes, base in _tags(body, url, charset)
        if tag == "link" and relation in attributes.get("rel", "").split()
    )
    return next((each for each in named if each), None)


def refresh_target(body: bytes, url: str, charset: str | None = None) -> str | None:
    """The target of a page that only redirects its readers: by an immediate `meta http-equiv=refresh`, or only by a script."""
    try:
        text = body[:_REFRESH_HEAD].decode(charset or "utf-8", "replace")
    except LookupError:
        text = body[:_REFRESH_HEAD].decode("utf-8", "replace")
    match = _REFRESH.search(text) or (_SCRIPTED.search(text) if len(body) < _REFRESH_HEAD else None)
    return urls.absolute(url, html.unescape(next(filter(None, match.groups())).strip())) if match else None


def _linked(headers: Iterable[tuple[str, str]], url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The absolute addresses in Link headers (RFC 8288), each with its parameters."""
    for name, value in headers:
        for target, more in _LINKED.findall(value[:_HEADER]) if name.lower() == "link" else ():
            parameters = {
                key.lower(): text for key, *values in _PARAMETER.findall(more) for text in ["".join(values)]
            }
            if (address := urls.absolute(url, target)) is not None:
                yield address, parameters


def kind_of(url: str) -> _Kind:
    """What the address alone says about a page: it lists articles, or it is unknown."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    names = {name for name, _ in parse_qsl(parts.query)}
    if names & _QUERY_PAGES:
        return "unknown"  # one page of many that share a path
    return "list" if not path or names & _QUERY_LISTS or _LIST.search(path) else "unknown"


def continuation(body: bytes, url: str, first: str, number: int, charset: str | None = None) -> str | None:
    """The address of part `number` (from 2) of an article that begins at `first`, if the page at `url` links to it.

    Parts are `/slug/2/`, `/slug/page/2/`, or `?page=2` beside the article's own query.
    """
    if f"/{number}".encode() not in body and f"page={number}".encode() not in body:
        return None
    places, digits = _part_keys(first, number), str(number)
    for tag, attributes, base in _tags(body, url, charset):
        href = attributes["href"]
        if tag not in ("a", "link") or not (
            digits in href or "%" in href
        ):  # an escape may stand for a figure
            continue
        clean = urls.absolute(base, href)
        if clean is not None and urls.key(clean) in places:
            return clean
    return None


def is_part(url: str, first: str) -> bool:
    """Whether an address is that of a later part of the article that begins at `first`."""
    digits = re.search(r"(?:/|page=)(\d{1,3})(?=\Z|/\Z|&)", url)
    return digits is not None and urls.key(url) in _part_keys(first, int(digits[1]))


def _part_keys(first: str, number: int) -> frozenset[str]:
    parts = urlsplit(first)
    path, joint = parts.path.rstrip("/"), "&" if parts.query else ""
    places = [
        urlunsplit((parts.scheme, parts.netloc, f"{path}{step}/{number}", parts.query, ""))
        for step in ("", "/page")
        if path
    ]
    query = f"{parts.query}{joint}page={number}"
    places.append(urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")))
    return frozenset(map(urls.key, places))


def next_page(url: str) -> str:
    """Where WordPress and similar systems put the next page of a list: `/x/` then `/x/page/2/`."""
    parts = urlsplit(url)
    path, _, number = parts.path.rstrip("/").rpartition("/page/")
    if not (number.isascii() and number.isdigit() and "/page/" in parts.path):
        path, number = parts.path.rstrip("/"), "1"
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/page/{int(number) + 1}/", parts.query, ""))


def undated(url: str) -> str | None:
    """The short address behind WordPress's former kind, `/2020/03/05/slug/`; None for any other."""
    parts = urlsplit(url)
    match = _DATED.fullmatch(parts.path)
    return urlunsplit((parts.scheme, parts.netloc, match[1], parts.query, "")) if match else None


def why_not(url: str) -> str | None:
    """Why an address is not worth requesting: not a page, or a trap; None if it is."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    query = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if len(url) > _LONGEST:
        return "longer than any address of an article"
    if _NO_PAGE.search(parts.path.rstrip("/")):
        return "not a page"
    if acts(url):
        return "it performs an action, or offers one"
    if len(segments) > _DEEPEST or any(segments.count(each) > 2 for each in segments):
        return "a path that grows"
    if any(_SESSION.match(name) for name in query) or ";jsessionid" in parts.path.lower():
        return "a session"
    if "cpage" in query:
        return "further comments on an article"
    if "sitemap" in query or "rest_route" in query or "feed" in query:
        return "not a page"
    if "s" in query or "q" in query:
        return "a search"
    if len(query) > _FACETS:
        return "a maze of filters"
    return None


def acts(url: str) -> bool:
    """Whether requesting an address may change something on the site, or offers to: editing, deleting, logging out."""
    parts = urlsplit(url)
    query = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return bool(_ACTING.search(parts.path)) or any(_ACTING_QUERY.match(name) for name in query)


def is_calendar(url: str) -> bool:
    """Whether an address is a month or a day of a calendar, which has no end."""
    parts = urlsplit(url)
    named = any(_CALENDAR.match(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return named or bool(_CALENDAR_PATH.search(parts.path))


def shape(url: str) -> str:
    """What addresses of one series have in common: numbers, and the values of the query, do not count.

    `/calendar/2031/07/` and `/calendar/2031/08/` have one shape, so a useless series can be left alone.
    """
    parts = urlsplit(url)
    names = sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return f"{urls.host(url)}{re.sub(r'[0-9]+', '#', parts.path.rstrip('/'))}?{'&'.join(names)}"


def _absolute(base: str, href: str) -> str | None:
    # Most links of a site stand on all its pages, and most do not depend on the page they stand on.
    if href.startswith(("http://", "https://")):
        return _cached(href, "")
    if href.startswith("/") and not href.startswith("//"):
        scheme, _, rest = base.partition("://")
        return _cached(f"{scheme}://{rest.partition('/')[0]}", href)
    return urls.absolute(base, href)


_cached = lru_cache(4096)(urls.absolute)


@lru_cache(4096)
def _kind_of_page(url: str) -> _Kind | None:
    return kind_of(url) if why_not(url) is None else None


@lru_cache(maxsize=1)  # a page is asked for its links, then for where its article goes on
def _tags(body: bytes, url: str, charset: str | None) -> tuple[tuple[str, Mapping[str, str], str], ...]:
    """Each `a`, `area` and `link` that leads somewhere: its attributes, the address it is relative to."""
    return tuple(_read_tags(body, url, charset))


def _read_tags(body: bytes, url: str, charset: str | None) -> Iterator[tuple[str, Mapping[str, str], str]]:
    try:
        text = body.decode(charset or "utf-8", "replace")
    except LookupError:
        text = body.decode("utf-8", "replace")
    base = url
    for match in _TAG.finditer(" ".join(_spoken(text))):
        tag = match[1].lower()
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(match[2]):
            attributes.setdefault(name.lower(), html.unescape("".join(values)))
        href = attributes.get("href")
        if tag == "base":
            base = urls.absolute(url, href or "") or base
        elif href:
            yield tag, attributes, base


def _spoken(text: str) -> Iterator[str]:
    """The markup without comments, scripts and the like. Searching for ends is three times faster than `.*?`."""
    place = 0
    while (start := _SILENT.search(text, place)) is not None:
        yield text[place : start.start()]
        end = _ENDS[(start[1] or "").lower()].search(text, start.end())
        if end is None:
            return
        place = end.end()
    yield text[place:]
