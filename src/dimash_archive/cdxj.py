"""CDXJ: the index that replay tools look up captures in, a line each, sorted. Strings in, strings out.

    com,dimashnews,ru)/koncert 20240614103000 {"url": "https://ru.dimashnews.com/koncert", "mime": "text/html", …}

As pywb and OpenWayback read it: the key is the address with its host turned round (SURT), then the moment.
"""

import json
import posixpath
import re
from collections.abc import Iterable
from datetime import UTC
from urllib.parse import unquote_to_bytes, urlsplit

from dimash_archive.items import Captured

_WWW = re.compile(r"www\d*\.")
_SESSION = re.compile(r"(?:phpsessid|jsessionid|aspsessionid\w{8})=[0-9a-z]{20,}\Z")
_PORTS = {"http": 80, "https": 443}
_PLAIN = frozenset(range(0x21, 0x7F)) - set(b"#%")


def lines(captures: Iterable[Captured]) -> list[str]:
    """The lines of an index of these captures, sorted, without line ends.

    A 304 has none: replay tools would show its empty body, and without it they show the page that it confirms.
    """
    shown = (each for each in captures if each.status != 304)
    return sorted(
        f"{key(each.url)} {each.fetched_at.astimezone(UTC):%Y%m%d%H%M%S} {_entry(each)}" for each in shown
    )


def key(url: str) -> str:
    """The sort key of an address: `org,example)/path?a=1&b=2`, lower case, no `www.`, no default port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    name = ",".join(reversed(_idna(_WWW.sub("", host, count=1)).split(".")))
    shown = f"{name}:{port}" if port and port != _PORTS.get(parts.scheme) else name
    path = posixpath.normpath(_normal(parts.path).replace("//", "/") or "/")
    query = sorted(each for each in _normal(parts.query).split("&") if each and not _SESSION.match(each))
    return f"{shown}){path if path.startswith('/') else '/' + path}" + (
        f"?{'&'.join(query)}" if query else ""
    )


def _entry(each: Captured) -> str:
    """What the index tells of a capture; of a revisit no status, as the record it refers to has it."""
    told = {"url": each.url, "mime": "warc/revisit" if each.revisit_of else each.mime or "unk"}
    if not each.revisit_of:
        told["status"] = str(each.status)
    place = {"length": str(each.warc_length), "offset": str(each.warc_offset), "filename": each.warc_file}
    return json.dumps(told | {"digest": each.digest.removeprefix("sha1:")} | place, ensure_ascii=False)


def _idna(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


def _normal(text: str) -> str:
    """Percent-encoding where it must be and nowhere else, lower case."""
    plain = unquote_to_bytes(text)
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02x}" for byte in plain).lower()
