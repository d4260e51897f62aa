"""When an article was published and last changed: the evidence of head, header and address, weighed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from dimash_archive.extraction.metadata import dates, head
from dimash_archive.extraction.metadata.dates import Dated
from dimash_archive.extraction.metadata.head import Head
from dimash_archive.extraction.metadata.json_ld import JsonLd
from dimash_archive.extraction.metadata.layout import LONGEST, ArticleLayout
from dimash_archive.html.dom import HtmlDocument

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Searched in small letters: a pattern that heeds no case takes ten times as long to find nothing.
_UPDATED: Final = re.compile(
    r"(?:updated?|modified|revised|reviewed|edited)(?![a-z])|обновл|измен[её]н|отредактир|жаңарт|өзгерт"
)
_POSTED: Final = re.compile(r"publish|posted|опубликов|жариялан|written")
_NOT_THE_DATE: Final = re.compile(r"©|\b[Cc](?:opyright|OPYRIGHT)\b|\([Cc]\)")
_LABELS: Final = frozenset((
    "published", "published on", "posted on", "publication date", "date published", "опубликовано", "дата публикации",
    "жарияланды", "жарияланған күні",
))  # fmt: skip
_LONGEST_LABEL: Final = 20
_SAME: Final = timedelta(hours=36)
"""Two readings of one date differ by no more: time zones are often wrong or left out."""
_NONE, _HOUR, _DAY = timedelta(), timedelta(hours=1), timedelta(days=1)
_FARTHEST: Final = 14
"""No place's clocks are farther from UTC, in hours."""
_OTHER_WORDS, _OTHER_WORDS_IN_TEXT = 60, 30
"""A line that says more than this besides the date, in characters, tells of something."""


@dataclass(frozen=True, slots=True)
class When:
    """The dates of an article."""

    published: Dated | None
    """When it was published."""
    modified: Dated | None
    """When it was last changed."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A date the page shows."""

    dated: Dated
    is_update: bool
    is_told: bool
    """Whether a word such as `Published` stands before it."""
    is_near: bool = False
    """Whether it stands between headline and text."""


def find(
    page: HtmlDocument, where: ArticleLayout, facts: Head, linked: JsonLd, lang: str, now: datetime | None
) -> When:
    """The dates of an article, from the best evidence there is."""
    raw_published = (*linked.published, *facts.published)
    raw_modified = (*linked.modified, *facts.every(*head.MODIFIED))
    published = _first(raw_published, lang, now)
    modified = _first(raw_modified, lang, now)
    shown = [replace(each, is_near=True) for each in _in_lines(page, where.after, where, lang, now)]
    if published is None and all(each.is_update for each in shown):
        shown += _farther(page, where, lang, now)
    posted = next((each for each in shown if not each.is_update), None)
    updated = next((each.dated for each in shown if each.is_update), None)
    if published is None:
        by_address = dates.of_url(facts.base, now=now)
        published = (posted and _settled(posted.dated, by_address)) or by_address or updated
    elif posted:
        published = _better(published, posted, modified)
    return When(published, modified or updated)


def _first(raw: Iterable[str], lang: str, now: datetime | None) -> Dated | None:
    return next((found for each in raw if (found := dates.read(each, lang, UTC, now))), None)


def _better(told: Dated, shown: _Shown, modified: Dated | None) -> Dated:
    """What the head tells, unless the page shows the same moment in its place's zone, or a date of its own.

    Between headline and text the page shows its readers when the article appeared; a head that knows of neither
    that day nor of a change on it was filled by a move to another system.
    """
    dated = _settled(shown.dated, told)
    moment = dated.moment
    if dated.timed and moment == told.moment and moment.utcoffset():
        return dated
    if not shown.is_near:
        return told
    if abs(moment - told.moment) > _SAME:
        return told if modified and abs(moment - modified.moment) <= _SAME else dated
    return told if modified and moment.date() == modified.moment.date() else _in_place(told, dated)


def _in_place(told: Dated, day: Dated) -> Dated:
    """A moment told in UTC, by the clocks of the nearest zone in which it falls on the day the page shows."""
    if day.timed or not told.timed or told.moment.utcoffset():
        return told
    early, late = day.moment - told.moment, told.moment - (day.moment + _DAY)
    ahead = -(-early // _HOUR) if early > _NONE else -(late // _HOUR + 1) if late >= _NONE else 0
    is_zone = ahead and abs(ahead) <= _FARTHEST
    return replace(told, moment=told.moment.astimezone(timezone(ahead * _HOUR))) if is_zone else told


def _settled(shown: Dated, known: Dated | None) -> Dated:
    """A date in figures, day and month the other way round if that is the day that is known otherwise."""
    other = dates.swapped(shown) if known else None
    if other and known and abs(other - known.moment) <= _SAME:
        return replace(shown, moment=other)
    return shown


def _farther(page: HtmlDocument, where: ArticleLayout, lang: str, now: datetime | None) -> Iterator[_Shown]:
    """The dates before the headline, the nearest first, and behind the text."""
    yield from reversed(list(_in_lines(page, where.before, where, lang, now)))
    yield from _labelled(page, where, lang, now)
    own = range(where.behind.start, min(where.stop, where.behind.stop))
    for lines in (range(own.stop, where.behind.stop), own):
        behind = list(_in_lines(page, lines, where, lang, now))
        # Several dates behind the text belong to other articles.
        if len({each.dated.moment.date() for each in behind}) == 1 or any(
            each.is_told for each in behind[:1]
        ):
            yield behind[0]


def _labelled(page: HtmlDocument, where: ArticleLayout, lang: str, now: datetime | None) -> Iterator[_Shown]:
    """A date that stands below a line such as `Published`, as in a column of details beside the text."""
    for i, line in enumerate(page.lines[where.title + 1 : where.count - 1], where.title + 1):
        if len(line.text) <= _LONGEST_LABEL and line.text.lower().rstrip(":") in _LABELS:
            yield from _of_text(page.lines[i + 1].text, lang, now, 0)


def _in_lines(
    page: HtmlDocument, lines: range, where: ArticleLayout, lang: str, now: datetime | None
) -> Iterator[_Shown]:
    marked: dict[int, list[dict[str, str | None]]] = {}
    for at, _, attributes in page.times:
        marked.setdefault(at, []).append(attributes)
    for i in lines:
        text = page.lines[i].text
        if len(text) >= LONGEST:
            continue
        found = list(_of_times(marked[i], text, lang, now)) if i in marked else []
        if not found and _may_be_date(text):
            most = _OTHER_WORDS if i < where.start or i >= where.stop else _OTHER_WORDS_IN_TEXT
            found = list(_of_text(text, lang, now, most))
        yield from found


def _may_be_date(text: str) -> bool:
    return ("20" in text or "19" in text) and bool(_YEAR.search(text)) and not _NOT_THE_DATE.search(text)


def _of_times(
    times: Iterable[dict[str, str | None]], text: str, lang: str, now: datetime | None
) -> Iterator[_Shown]:
    says = text.lower()
    is_told = _POSTED.search(says) is not None
    is_update = not is_told and _UPDATED.search(says) is not None
    for each in times:
        dated = dates.read(each.get("datetime") or "", lang, UTC, now)
        if dated is None:
            continue
        if dated.timed and not dated.moment.utcoffset() and (day := dates.read(text, lang, UTC, now)):
            dated = _in_place(dated, day)
        kind = f"{each.get('class') or ''} {each.get('itemprop') or ''}".lower()
        says_published = "published" in kind or "entry-date" in kind
        says_updated = ("updated" in kind or "modified" in kind) and not says_published
        yield _Shown(dated, says_updated or (is_update and not says_published), is_told)


def _of_text(text: str, lang: str, now: datetime | None, most: int) -> Iterator[_Shown]:
    """The dates of a line, each with the word before it."""
    says = text.lower()
    marks = [(found.start(), True) for found in _UPDATED.finditer(says)]
    marks += [(found.start(), False) for found in _POSTED.finditer(says)]
    marks = sorted(marks) or [(len(text), False)]
    starts = [0, *(at for at, _ in marks)]
    kinds = [(False, False), *((is_update, not is_update) for _, is_update in marks)]
    for start, stop, (is_update, is_told) in zip(starts, [*starts[1:], len(text)], kinds, strict=True):
        dated = dates.read(text[start:stop], lang, UTC, now)
        if dated and stop - start - len(dated.raw) <= most:
            yield _Shown(dated, is_update, is_told)
