"""Manners: how fast requests to a host may follow each other, and what its robots.txt allows. No I/O; the clock is passed in."""

import math
import re
from collections.abc import Iterable
from typing import Self

from protego import Protego

from dimash_archive.errors import FetchError, Postponed, Refused
from dimash_archive.http.challenge import is_challenge
from dimash_archive.records import Fetched

AGENT = "dimash-archive"
"""The product token that robots.txt groups are matched with."""
ROBOTS_LIMIT = 500 * 1024
"""Bytes of a robots.txt that are read: the minimum of RFC 9309, and enough for any file."""

_HEAD = 100_000  # bytes of a page that are searched for meta robots
_META = re.compile(rb"<meta\s((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.I)
_ATTRIBUTE = re.compile(rb"""([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.I)

_DIRECTIVES = frozenset(("noindex", "nofollow", "noarchive"))


class Robots:
    """What a robots.txt says (RFC 9309)."""

    def __init__(self, rules: Protego | None, *, reason: str | None = None) -> None:
        self._rules = rules
        self.reason = reason
        """Why nothing may be requested for now: there was no usable response. None if there was one."""

    @property
    def closed(self) -> bool:
        """Whether nothing may be requested for now."""
        return self.reason is not None

    @classmethod
    def parse(cls, body: bytes, status: int | None, error: str | None = None) -> Self:
        """The rules in a robots.txt response; `status` None: there was no response, and `error` says why.

        No file (4xx) allows everything. No response, endless redirects, a server error, or "too many requests"
        forbid everything for now: the site may have rules, and we could not read them.
        """
        if status is None or status >= 500 or status == 429:
            return cls(None, reason=error or (f"it answers {status}" if status else "there was no answer"))
        if not 200 <= status < 300:
            return cls(None)
        if len(body) > ROBOTS_LIMIT:  # a rule cut in the middle would say something else: drop it
            body = body[:ROBOTS_LIMIT].rpartition(b"\n")[0]
        return cls(Protego.parse(body.decode("utf-8-sig", "replace")))

    @classmethod
    def of(cls, answer: Fetched) -> Self:
        """The rules in the response at the end of redirects; a bot check in their place closes the host for now."""
        if answer.status == 200 and is_challenge(answer):
            return cls.parse(b"", None, "a bot check is in its place")
        return cls.parse(answer.body, answer.status)

    def objection(self, url: str) -> FetchError | None:
        """Why an address may not be requested: Postponed for now, Refused by a rule; None if it may."""
        if self.closed:
            return Postponed(
                f"robots.txt could not be read ({self.reason}), so nothing is requested for now.", url=url
            )
        return None if self.allows(url) else Refused("robots.txt forbids it.", url=url)

    def allows(self, url: str, agent: str = AGENT) -> bool:
        """Whether `agent` (its product token counts) may request `url`."""
        if self.closed or self._rules is None:
            return not self.closed
        return self._rules.can_fetch(url, _token(agent))

    def delay(self, agent: str = AGENT) -> float | None:
        """Seconds between requests that Crawl-delay or Request-rate ask for; None if there is neither."""
        if self._rules is None:
            return None
        rate = self._rules.request_rate(_token(agent))
        wanted = [self._rules.crawl_delay(_token(agent)) or 0.0]
        if rate is not None and rate.requests > 0:
            wanted.append(rate.seconds / rate.requests)
        return max((seconds for seconds in wanted if 0 < seconds < math.inf), default=None)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the Sitemap lines, in order, as written."""
        return tuple(self._rules.sitemaps) if self._rules is not None else ()


def forbids_archiving(headers: Iterable[tuple[str, str]], body: bytes, agent: str = AGENT) -> bool:
    """Whether a response asks us, or everyone, not to archive it: X-Robots-Tag or meta robots `noarchive` or `none`."""
    return "noarchive" in directives(headers, body, agent)


def directives(headers: Iterable[tuple[str, str]], body: bytes, agent: str = AGENT) -> frozenset[str]:
    """What a response asks us, or everyone, through X-Robots-Tag and meta robots: `noindex`, `nofollow`, `noarchive`.

    `none` means all three. Values of other directives (`max-image-preview:none`) are not directives.
    """
    declared = [value for name, value in headers if name.lower() == "x-robots-tag"]
    values = [_without_agent(value, agent) for value in declared if _is_for(value, agent)]
    for tag in _META.finditer(body[:_HEAD]):
        attributes = {name.lower(): b"".join(value) for name, *value in _ATTRIBUTE.findall(tag[1])}
        if attributes.get(b"name", b"").strip().lower() in (b"robots", agent.encode()):
            values.append(attributes.get(b"content", b"").decode("latin-1"))
    words = {word.strip() for value in values for word in re.split(r"[,\s]+", value.lower())}
    return frozenset(words & _DIRECTIVES | (_DIRECTIVES if "none" in words else set()))


def _without_agent(value: str, agent: str) -> str:
    """`noindex` of `dimash-archive: noindex`."""
    name, colon, rest = value.partition(":")
    return rest if colon and name.strip().lower() == agent else value


def _is_for(value: str, agent: str) -> bool:
    """Whether an X-Robots-Tag is meant for us: `noarchive`, `dimash-archive: noarchive`, not `otherbot: noarchive`."""
    name, colon, _ = value.partition(":")
    return not colon or name.strip().lower() in (agent, "unavailable_after") or "," in name


def _token(agent: str) -> str:
    # The rest of a User-Agent holds addresses, whose words ("github", "org") must not match a group's name.
    return agent.partition("/")[0].strip()
