"""CDXJ: the index in which replay tools look up captures, one line each, to be sorted.

    com,dimashnews,ru)/koncert 20240614103000 {"url": "https://ru.dimashnews.com/koncert", "mime": "text/html", …}

The key of an address is its SURT form: host parts reversed, then the path, so that a site's lines are together. It is
computed as the Wayback machines do: lower case, no `www.`, no session ids, query sorted.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from dimash_archive.records import Captured

_WWW = re.compile(r"www\d*\.")
_SESSION = re.compile(
    r"(?:^|(?<=&))(?:jsessionid=[0-9a-z$]{10,}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
_ROUNDS = 8  # an address may have been escaped more than once
_PLAIN = frozenset(range(0x21, 0x7F)) - set(b"#%")


def lines(captures: Iterable[Captured]) -> Iterator[str]:
    """The lines of an index of these captures, with their ends, in the order of the captures.

    A 304 has no line: replay tools would show its empty body, and without it they show the page that it confirms.
    """
    for each in captures:
        if each.status != 304:
            yield f"{key(each.url)} {each.fetched_at.astimezone(UTC):%Y%m%d%H%M%S} {_entry(each)}\n"


def whole(captures: Iterable[Captured]) -> str:
    """The index of these captures, sorted."""
    return "".join(sorted(lines(captures)))


def beside(warc: Path) -> Path:
    """The path of a WARC file's index: `x.cdxj` beside `x.warc.gz`."""
    return warc.with_name(f"{warc.name.removesuffix('.gz').removesuffix('.warc')}.cdxj")


def write(warc: Path, captures: Iterable[Captured]) -> None:
    """Write the index of a WARC file beside it, completely or not at all. Raises OSError."""
    index = beside(warc)
    draft = index.with_suffix(".cdxj.new")
    draft.write_text(whole(captures), "utf-8")
    draft.replace(index)


def key(url: str) -> str:
    """The sort key of an address: `https://en.Example.org:443/A/?b=2&a=1` gives `org,example,en)/a?a=1&b=2`."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return _plain(url)
    host = _idna(_WWW.sub("", (parts.hostname or "").strip("."), count=1))
    at = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    query = _SESSION.sub("", parts.query.lower()).strip("&")
    query = "&".join(sorted(_plain(query).split("&"))) if query else ""
    return f"{','.join(reversed(host.split('.')))}{at}){_path(_plain(parts.path).lower())}{'?' + query if query else ''}"


def _entry(each: Captured) -> str:
    """What the index tells of a capture."""
    facts = {
        "url": each.url,
        "mime": "warc/revisit" if each.revisit_of else each.mime or "unk",
        "status": str(each.status),
        "digest": each.digest,
        "length": str(each.warc_length),
        "offset": str(each.warc_offset),
        "filename": each.warc_file,
    }
    return json.dumps(facts, ensure_ascii=False)


def _idna(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _plain(text: str) -> str:
    """With escapes only where they are needed, in small letters."""
    data = text.encode("utf-8", "replace")
    for _ in range(_ROUNDS):
        data, before = unquote_to_bytes(data), data
        if data == before:
            break
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02x}" for byte in data)


def _path(path: str) -> str:
    """Without empty steps, `.` and `..`, and without a slash at its end."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)
