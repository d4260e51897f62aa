"""When an article was published and last changed: the evidence of head, header and address, weighed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from dimash_archive.extraction.metadata import head, layout
from dimash_archive.extraction.metadata.dates import written_dates
from dimash_archive.extraction.metadata.dates.written_dates import Dated
from dimash_archive.extraction.metadata.head import Head
from dimash_archive.extraction.metadata.json_ld import JsonLd
from dimash_archive.extraction.metadata.layout import BEHIND, LONGEST, ArticleLayout
from dimash_archive.html.dom import Attributes, HtmlDocument

_VALUES: Final = (
    "datetime", "title", "content", "data-datetime", "data-date", "data-time", "data-timestamp", "data-utime",
)  # fmt: skip
"""Attributes that give a date to programs while readers see `9 March` or `yesterday`."""
_POST: Final = re.compile(r"(?:\A|[\s_-])(?:hentry|post|single|story|article)(?:\Z|[\s_-])")
_SUBHEADS: Final = frozenset("h2 h3 h4 h5 h6".split())
_OTHER_TAGS: Final = frozenset("figure figcaption blockquote".split())
_OTHER_BOX: Final = re.compile(
    r"tweet|twitter-|instagram-|bluesky-|telegram-|facebook-|fb-post|tiktok-|embed|caption|comment(?!s?-?(?:count|link|number))|disqus"
)
# Searched in lower case: a case-insensitive pattern takes ten times as long to fail.
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
"""Two readings of one date differ by at most this: time zones are often wrong or missing."""
_NONE, _HOUR, _DAY = timedelta(), timedelta(hours=1), timedelta(days=1)
_FARTHEST: Final = 14
"""No place's clocks are further from UTC than this, in hours."""
_OTHER_WORDS, _OTHER_WORDS_IN_TEXT = 60, 30
"""A line with more than this besides the date, in characters, is a sentence about something."""


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
    is_labelled: bool
    """Whether a word such as `Published` precedes it."""
    is_marked: bool = False
    """Whether it is marked up as a date: by a `time` element, or an attribute."""
    line: int = 0
    """The line it is in."""
    is_subhead: bool = False
    """Whether it is in a subhead, as the day of an event may be."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading dates on a page depends on: its language, and when it was fetched, if known."""

    lang: str
    now: datetime | None


def find(
    page: HtmlDocument, where: ArticleLayout, facts: Head, linked: JsonLd, lang: str, now: datetime | None
) -> When:
    """The dates of an article, from the best evidence available."""
    how = _Reading(lang, now)
    declared = _first((*linked.published, *facts.published), how)
    modified = _first((*linked.modified, *facts.every(*head.MODIFIED)), how)
    shown = list(_in_lines(page, where.after, where, how))
    if declared is None and not any(each.is_marked and not each.is_update for each in shown):
        shown += _farther(page, where, how, bool(shown))
    shown.sort(key=lambda each: _rank(each, where))
    posted = next((each for each in shown if not each.is_update), None)
    updated = next((each.dated for each in shown if each.is_update), None)
    if declared is None:
        by_address = written_dates.of_url(facts.base, now=now)
        published = (posted and _settled(posted.dated, by_address)) or by_address or updated
    else:
        published = _better(declared, posted, where, modified) if posted else declared
    return When(published, _after(published, modified or updated))


def _rank(shown: _Shown, where: ArticleLayout) -> int:
    """How good the evidence for a date is, best first; of equals, the first on the page comes first."""
    is_header = shown.line < where.start
    if shown.is_marked:
        return 0 if where.title <= shown.line and is_header else 2
    return 1 if is_header and where.title <= shown.line and not shown.is_subhead else 3


def _after(published: Dated | None, modified: Dated | None) -> Dated | None:
    """The date of the last change, unless it is days before the publication: nothing changes before it exists."""
    if published and modified and modified.moment < published.moment - _SAME:
        return None
    return modified


def _first(raw: Iterable[str], how: _Reading) -> Dated | None:
    return next((dated for each in raw if (dated := written_dates.read(each, how.lang, UTC, how.now))), None)


def _better(declared: Dated, shown: _Shown, where: ArticleLayout, modified: Dated | None) -> Dated:
    """What the head declares, unless the page shows the same time in its local zone, or a date of its own.

    Between headline and text the page shows readers when the article appeared; a head with neither that day
    nor a change on it was filled in by a migration to another system.
    """
    dated = _settled(shown.dated, declared)
    moment = dated.moment
    if dated.timed and moment == declared.moment and moment.utcoffset():
        return dated
    if shown.line not in where.after:
        return declared
    if abs(moment - declared.moment) > _SAME:
        return declared if modified and abs(moment - modified.moment) <= _SAME else dated
    return declared if modified and moment.date() == modified.moment.date() else _in_place(declared, dated)


def _in_place(declared: Dated, day: Dated) -> Dated:
    """A time declared in UTC, in the nearest zone where it falls on the day that the page shows."""
    if day.timed or not declared.timed or declared.moment.utcoffset():
        return declared
    early, late = day.moment - declared.moment, declared.moment - (day.moment + _DAY)
    ahead = -(-early // _HOUR) if early > _NONE else -(late // _HOUR + 1) if late >= _NONE else 0
    is_zone = ahead and abs(ahead) <= _FARTHEST
    return (
        replace(declared, moment=declared.moment.astimezone(timezone(ahead * _HOUR))) if is_zone else declared
    )


def _settled(shown: Dated, reference: Dated | None) -> Dated:
    """A date in figures, with day and month swapped if that gives the day of `reference`."""
    other = written_dates.swapped(shown) if reference else None
    if other and reference and abs(other - reference.moment) <= _SAME:
        return replace(shown, moment=other)
    return shown


def _farther(page: HtmlDocument, where: ArticleLayout, how: _Reading, is_shown: bool) -> Iterator[_Shown]:
    """The dates before the headline, nearest first, and after the text; `is_shown`: the text already has some.

    If it has, only dates that are marked up or labelled count: any other is no better evidence than those in
    the text.
    """
    for each in _beside(page, where, how):
        if each.is_marked or each.is_labelled or not is_shown:
            yield each


def _beside(page: HtmlDocument, where: ArticleLayout, how: _Reading) -> Iterator[_Shown]:
    yield from (each for each in _in_lines(page, _footer(page, where), where, how) if each.is_marked)
    yield from reversed(list(_in_lines(page, where.before, where, how)))
    yield from _labelled(page, where, how)
    own = range(where.behind.start, min(where.stop, where.behind.stop))
    for lines in (range(own.stop, where.behind.stop), own):
        behind = list(_in_lines(page, lines, where, how))
        # Several dates after the text belong to other articles.
        if len({each.dated.moment.date() for each in behind}) == 1 or any(
            each.is_labelled for each in behind[:1]
        ):
            yield behind[0]


def _footer(page: HtmlDocument, where: ArticleLayout) -> range:
    """The lines after the text that are in the same `article`, or box named a post, as the headline."""
    if not where.titles:
        return range(0)
    around = page.ancestors(page.lines[where.title].box)
    own = next((box for box in around if page.tags[box] == "article" or _POST.search(page.names[box])), None)
    return range(where.stop, min(page.lasts[own], where.stop + BEHIND)) if own else range(0)


def _labelled(page: HtmlDocument, where: ArticleLayout, how: _Reading) -> Iterator[_Shown]:
    """A date below a line such as `Published`, as in a column of details beside the text."""
    for i, line in enumerate(page.lines[where.title + 1 : where.count - 1], where.title + 1):
        if len(line.text) <= _LONGEST_LABEL and line.text.lower().rstrip(":") in _LABELS:
            yield from _of_text(page.lines[i + 1].text, how, 0)


def _in_lines(page: HtmlDocument, lines: range, where: ArticleLayout, how: _Reading) -> Iterator[_Shown]:
    marked: dict[int, list[Attributes]] = {}
    for at, _, attributes in page.times:
        marked.setdefault(at, []).append(attributes)
    for i in lines:
        line = page.lines[i]
        if len(line.text) >= LONGEST or _is_of_other(page, line.box) or not layout.is_own(page, where, i):
            continue
        marks = [*marked.get(i, ()), *_box_marks(page, line.box)]
        shown = list(_of_marks(marks, line.text, how))
        if not shown and _may_be_date(line.text):
            is_text = where.start <= i < where.stop
            most = _OTHER_WORDS_IN_TEXT if is_text else _OTHER_WORDS
            is_marked = any(map(_is_time, marked.get(i, ())))
            shown = [replace(each, is_marked=is_marked) for each in _of_text(line.text, how, most)]
            if is_text and page.tags[line.box] in _SUBHEADS and not is_marked:
                continue
        is_subhead = page.tags[line.box] in _SUBHEADS
        yield from (replace(each, line=i, is_subhead=is_subhead) for each in shown)


def _is_of_other(page: HtmlDocument, box: int) -> bool:
    """Whether a box is a caption, an embedded post or a comment: their dates are their own."""
    for each in layout.near(page, box, 6):
        if page.tags[each] in ("article", "main", "body"):
            return False
        if page.tags[each] in _OTHER_TAGS or _OTHER_BOX.search(page.names[each]):
            return True
    return False


def _box_marks(page: HtmlDocument, box: int) -> Iterator[Attributes]:
    """The attributes of a box that is itself a date, such as `<div class=date title=…>` or `<relative-time
    datetime=…>`."""
    attributes = page.attributes[box]
    if attributes and any(name in attributes for name in _VALUES):
        yield attributes


def _is_time(attributes: Attributes) -> bool:
    """Whether these are a `time` element's: other elements are only noted if an attribute has a date."""
    return "datetime" in attributes or not any(name in attributes for name in _VALUES)


def _may_be_date(text: str) -> bool:
    return written_dates.may_hold(text) and not _NOT_THE_DATE.search(text)


def _of_marks(marks: Iterable[Attributes], text: str, how: _Reading) -> Iterator[_Shown]:
    says = text.lower()
    is_labelled = _POSTED.search(says) is not None
    is_update = not is_labelled and _UPDATED.search(says) is not None
    for each in marks:
        values = [written_dates.read(each.get(name) or "", how.lang, UTC, how.now) for name in _VALUES]
        readings = [dated for dated in values if dated]
        if not readings:
            continue
        dated = next((one for one in readings if one.timed), readings[0])
        if (
            dated.timed
            and not dated.moment.utcoffset()
            and (day := written_dates.read(text, how.lang, UTC, how.now))
        ):
            dated = _in_place(dated, day)
        kind = f"{each.get('class') or ''} {each.get('itemprop') or ''}".lower()
        says_published = "published" in kind or "entry-date" in kind
        says_updated = ("updated" in kind or "modified" in kind) and not says_published
        yield _Shown(
            dated,
            says_updated or (is_update and not says_published),
            is_labelled,
            is_marked=True,
        )


def _of_text(text: str, how: _Reading, most: int) -> Iterator[_Shown]:
    """The dates of a line, each with the word before it."""
    says = text.lower()
    marks = [(match.start(), True) for match in _UPDATED.finditer(says)]
    marks += [(match.start(), False) for match in _POSTED.finditer(says)]
    marks = sorted(marks) or [(len(text), False)]
    starts = [0, *(at for at, _ in marks)]
    kinds = [(False, False), *((is_update, not is_update) for _, is_update in marks)]
    for start, stop, (is_update, is_labelled) in zip(starts, [*starts[1:], len(text)], kinds, strict=True):
        dated = written_dates.read(text[start:stop], how.lang, UTC, how.now)
        if dated and stop - start - len(dated.raw) <= most:
            yield _Shown(dated, is_update, is_labelled)
