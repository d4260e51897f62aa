"""One normal form for an address, and whether two belong to one site.

The normal form is a key for comparing: the address as found is what is requested and kept.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

# What only counts readers, or asks for the same page in another form. Names such as `from`, `ref` or `share` may
# mean a page of a list as well, so they are left out only with a value that says otherwise.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|yclid|ysclid|msclkid|_openstat|igshid|mc_[ce]id|amp)\Z",
    re.IGNORECASE,
)
_TRACKING_PAIR = re.compile(
    r"(?:replytocom=\d+|ref_src=twsrc.*|share="
    r"(?:facebook|twitter|x|telegram|whatsapp|jetpack-whatsapp|vk|email|linkedin|pinterest|reddit|tumblr|pocket|print))\Z",
    re.IGNORECASE,
)
_KEYS = 10_000  # the same address is compared again and again
# Most addresses are written so plainly that the long way through the library gives the same thirty times slower.
_ORIGIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=/|\Z)")
_STEPS = r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+/?\Z"
_CLEAN = re.compile(_ORIGIN.pattern + _STEPS)
# To be made absolute, an address may hold more than to be made a key: escapes, marks and a query stay as they are.
_ESCAPE = r"%[0-9A-Fa-f]{2}"
_MARKED_STEPS = rf"(?:/(?!\.)(?:[A-Za-z0-9_.~,:@=!$+-]++|{_ESCAPE})++)++/?(?:\?(?:[A-Za-z0-9_.~,:@=!$+/&-]++|{_ESCAPE})++)?\Z"
_WHOLE = re.compile(_ORIGIN.pattern + _MARKED_STEPS)
_WHOLE_PATH = re.compile(_MARKED_STEPS)
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
"""Bytes of letters beyond ASCII, encoded."""
_ENDING = re.compile(r"(?:;|/(?:amp|index\.(?:html?|php))?)+\Z")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def absolute(base: str, href: str) -> str | None:
    """`href` as an absolute http(s) address without fragment, or None if it is not one."""
    if _WHOLE.match(href):
        return href
    if _WHOLE_PATH.match(href) and (origin := _ORIGIN.match(base)):
        return origin[0] + href
    return _absolute(base, href)


@lru_cache(_KEYS)
def _absolute(base: str, href: str) -> str | None:
    try:
        from w3lib.url import (
            safe_url_string,  # loaded here, as below: it brings the network, which a search needs not
        )

        url = safe_url_string(urljoin(base, href.strip()))
        if "/." in url:  # `/kk/../ru/` in an absolute link: which edition it is in must show
            url = urljoin(url, url.partition("://")[2].partition("/")[2].join(("/", "")))
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


@lru_cache(_KEYS)
def key(url: str) -> str:
    """The normal form of an address: the same for every spelling of one page.

    Scheme is https (kept as it is where a port is named), host lower case without default port, no tracking
    parameters, no `?amp` or `/amp/`, no fragment, no slash at the end (except for the front page), query sorted.
    Never raises; idempotent.
    """
    if _CLEAN.match(url) and (origin := _ORIGIN.match(url)):
        rest = _ENDING.sub("", url[origin.end() :]) or "/"
        return f"https://{origin[0].partition('//')[2]}{rest}"
    normal = _normal(url)
    # Around semicolons, and in hosts that end in many points, the library reads its own form in another way.
    return _normal(normal) if ";" in normal or not normal.isascii() else normal


def _normal(url: str) -> str:
    try:
        from w3lib.url import canonicalize_url

        parts = urlsplit(canonicalize_url(url))
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return url
    named = port is not None and port not in (80, 443)
    scheme = parts.scheme if named else "https"
    netloc = f"{host}:{port}" if named else host
    path = _ENDING.sub("", parts.path) or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    parameters = [(k, v) for k, v in pairs if not _is_tracking(k, f"{k}={v}")]
    return urlunsplit((scheme, netloc, path, urlencode(sorted(parameters)), ""))


def plain(url: str) -> str:
    """An address as it was found, without what only tracks readers or selects another layout of the page.

    No tracking parameters, no `?amp` or `/amp/`; everything else stays as it is. Never raises; idempotent.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = "&".join(
        each for each in parts.query.split("&") if not _is_tracking(each.partition("=")[0], each)
    )
    path = re.sub(r"(?:(?<=/)amp(?:/|\Z))+\Z", "", parts.path)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _is_tracking(name: str, pair: str) -> bool:
    return _TRACKING.match(name) is not None or _TRACKING_PAIR.match(pair) is not None


def host(url: str) -> str:
    """Host and port of an address, lower case, default ports left out; empty if there is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2].lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))


def readable(url: str) -> str:
    """An address as people read it: letters and digits of any script as such, everything else as it is requested."""
    return _ENCODED.sub(_decoded, url)


def _decoded(run: re.Match[str]) -> str:
    text = unquote(run[0], errors="replace")
    return text if all(unicodedata.category(sign)[0] in "LMN" for sign in text) else run[0]


def is_below(url: str, front: str) -> bool:
    """Whether an address is `front` or a page below it: on its host, its path beginning with the same steps.

    A query of `front` must be in that of the address; a value that ends in punctuation (`id=kk:`) is a prefix.
    """
    if not same_host(url, front) or not _has_query(url, front):
        return False
    steps = _steps(front)
    return not steps or (_steps(url) + "/").startswith(steps + "/")


def depth(front: str) -> int:
    """How many steps the path of an address has, plus one for each parameter of its query; 0 for a host's front page."""
    return _steps(front).count("/") + len(parse_qsl(urlsplit(front).query))


def _has_query(url: str, front: str) -> bool:
    wanted = parse_qsl(urlsplit(front).query)
    named = dict(parse_qsl(urlsplit(url).query)) if wanted else {}
    return all(
        named.get(name, "") == value or (not value[-1].isalnum() and named.get(name, "").startswith(value))
        for name, value in wanted
    )


def _steps(url: str) -> str:
    """The path of an address without a slash at its end; empty for a host's front page."""
    return urlsplit(url).path.rstrip("/")


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are on one host and port; `www.` makes no difference."""
    return host(one).removeprefix("www.") == host(other).removeprefix("www.")
