"""A capture as a web archive plays it back, turned into the site's original response. Pure.

The raw form of the Wayback Machine and of pywb (`TIMESTAMPid_/URL`) gives the payload as received; the site's headers
appear there as `x-archive-orig-…` (Wayback Machine) or under their own names (pywb).
"""

import re
from collections.abc import Iterator
from typing import Final

from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.errors import BadAnswer
from dimash_archive.http.codings import decode
from dimash_archive.records import Fetched
from dimash_archive.warc.digests import payload_digest

_ORIGINAL: Final = "x-archive-orig-"
_REPLAYED: Final = re.compile(r"(?:https?://[^/]+)?/(?:[^/]+/)?\d{14}[a-z_]*/(?P<url>https?://.+)")
# What the replaying server says of itself and of the transfer to us, besides all `x-…` headers of its own.
_OF_THE_REPLAY: Final = frozenset(
    "memento-datetime server-timing content-security-policy connection keep-alive transfer-encoding vary"
    " content-location preference-applied date server set-cookie permissions-policy referrer-policy nel"
    " report-to".split()
)
_OF_THE_CODING: Final = frozenset(("content-encoding", "content-length"))
_MEMENTO_LINK: Final = re.compile(r"""rel=["']?[\w ]*(?:original|timegate|timemap|memento)""")
_LIMIT: Final = 64_000_000  # bytes that a payload may unpack to


def playback_url(base: str, line: IndexLine) -> str:
    """Where the raw payload of a capture is played back; `base` ends in a slash."""
    return f"{base}{line.timestamp}id_/{line.url}"


def original(line: IndexLine, replayed: Fetched) -> Fetched:
    """The site's response, from what an archive played back.

    Raises BadAnswer if this is not a playback of exactly this capture: a notice of the archive, another moment, or a
    payload whose digest is not that of the index, as after rewriting.
    """
    if not _is_playback(line, replayed):
        raise BadAnswer(
            f"The archive does not play this capture back (it answers {replayed.status}).", url=line.url
        )
    payload = _payload(line, replayed)
    headers = tuple(_headers(replayed, as_sent=payload is replayed.raw))
    coding = next((value for name, value in headers if name.lower() == "content-encoding"), None)
    try:
        body = decode(payload, coding, _LIMIT)
    except BadAnswer:
        body = payload  # kept as it came; whoever parses it will find no page in it
    return Fetched(
        url=line.url,
        status=line.status or replayed.status,
        reason=replayed.reason,
        headers=headers,
        raw=payload,
        body=body,
        fetched_at=line.moment,
        request_headers=(),
    )


def _is_playback(line: IndexLine, replayed: Fetched) -> bool:
    """Whether the answer is the capture: its status, and a mark of the archive that something is played back."""
    names = {name.lower() for name, _ in replayed.headers}
    marked = "memento-datetime" in names or any(name.startswith(_ORIGINAL) for name in names)
    return marked and (line.status is None or replayed.status == line.status)


def _payload(line: IndexLine, replayed: Fetched) -> bytes:
    """The payload that has the digest of the index: as sent, or as it is without the coding of the transfer to us."""
    if line.digest is None:
        return replayed.raw
    for payload in (replayed.raw, replayed.body):
        if payload_digest(payload).rpartition(":")[2] == line.digest.upper():
            return payload
    if not replayed.raw and 300 <= replayed.status < 400:  # of a redirect only the headers matter
        return b""
    raise BadAnswer("What the archive plays back does not have the digest given in its index.", url=line.url)


def _headers(replayed: Fetched, *, as_sent: bool) -> Iterator[tuple[str, str]]:
    """The headers that the site sent; those of a coding only if the payload is still in it (`as_sent`)."""
    for name, value in replayed.headers:
        sent = name[len(_ORIGINAL) :] if name.lower().startswith(_ORIGINAL) else name
        if sent is name and _is_of_the_replay(name.lower(), value):
            continue
        if as_sent or sent.lower() not in _OF_THE_CODING:
            yield sent, _unreplayed(value) if sent.lower() == "location" else value


def _is_of_the_replay(name: str, value: str) -> bool:
    if name == "link":
        return _MEMENTO_LINK.search(value) is not None
    return name.startswith("x-") or name in _OF_THE_REPLAY


def _unreplayed(location: str) -> str:
    """A `Location` that leads into the archive, as the site had written it."""
    match = _REPLAYED.fullmatch(location)
    return match["url"] if match else location
