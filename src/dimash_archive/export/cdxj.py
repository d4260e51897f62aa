"""An index of captures as replay tools read it: CDXJ, sorted, in compressed blocks with an index of their own.

The key of an address is its SURT form: host parts turned around, then the path, so that a site stands together. It is
computed as the Wayback machines do: lower case, no `www.`, no session ids, query sorted.
"""

import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import islice
from typing import BinaryIO
from urllib.parse import unquote_to_bytes, urlsplit

from dimash_archive.items import Captured

BLOCK = 3000
"""Lines in a compressed block."""
_WWW = re.compile(r"www\d*\.")
_SESSION = re.compile(
    r"(?:^|(?<=&))(?:jsessionid=[0-9a-z$]{10,}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)
_ROUNDS = 8  # an address may have been escaped more than once


def surt(url: str) -> str:
    """The key of an address: `https://en.Example.org:443/A/?b=2&a=1` gives `org,example,en)/a?a=1&b=2`."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    host = ",".join(reversed(_WWW.sub("", (parts.hostname or "").strip("."), count=1).split(".")))
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    at = f":{port}" if port is not None and port != usual else ""
    path = _path(_plain(parts.path).lower())
    query = _SESSION.sub("", parts.query.lower()).strip("&")
    query = "&".join(sorted(_plain(query).split("&"))) if query else ""
    return f"{host}{at}){path}{'?' + query if query else ''}"


def _plain(text: str) -> str:
    """With escapes only where they are needed, in small letters."""
    data = text.encode("utf-8", "replace")
    for _ in range(_ROUNDS):
        data, before = unquote_to_bytes(data), data
        if data == before:
            break
    return "".join(chr(byte) if 0x20 < byte < 0x7F and byte not in b"#%" else f"%{byte:02x}" for byte in data)


def _path(path: str) -> str:
    """Without empty steps, `.` and `..`, and without a slash at its end."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)


def line(captured: Captured) -> str:
    """The line of a capture, with its line end."""
    moment = captured.fetched_at.astimezone(UTC)
    facts = {
        "url": captured.url,
        "mime": "warc/revisit" if captured.revisit_of else captured.mime or "unk",
        "status": str(captured.status),
        "digest": captured.digest,
        "length": str(captured.warc_length),
        "offset": str(captured.warc_offset),
        "filename": captured.warc_file,
    }
    return f"{surt(captured.url)} {moment:%Y%m%d%H%M%S} {json.dumps(facts, ensure_ascii=False)}\n"


def ordered(lines: Iterable[str]) -> Iterator[str]:
    """The lines sorted by code point: by way of a temporary file, however many there are."""
    aside = sqlite3.connect("", isolation_level=None)
    try:
        aside.execute("CREATE TABLE lines (line TEXT)")
        aside.execute("BEGIN")
        aside.executemany("INSERT INTO lines VALUES (?)", ((each,) for each in lines))
        for (each,) in aside.execute("SELECT line FROM lines ORDER BY line"):
            yield each
    finally:
        aside.close()


def compressed(lines: Iterator[str], out: BinaryIO, name: str) -> Iterator[str]:
    """Write sorted lines to `out`, a gzip member a block; yields the lines of the index to the blocks.

    `name` is what the file of blocks is called there.
    """
    yield f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
    offset = 0
    while block := list(islice(lines, BLOCK)):
        packed = zlib.compress("".join(block).encode(), wbits=zlib.MAX_WBITS | 16)
        out.write(packed)
        place = {
            "offset": offset,
            "length": len(packed),
            "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
        }
        yield f"{block[0].partition(' {')[0]} {json.dumps(place)}\n"
        offset += len(packed)
