"""Dates as pages write them: in ISO form, in figures, and in words.

Month names of Kazakh, Russian, English and five more languages are recognised on every page, and so are those
in a script of their own; others, which may mean another month elsewhere, only on pages in their language
(from the Unicode CLDR, by Babel). Digits of any script count; years of the Persian, Buddhist, Japanese and
Taiwanese calendars too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from dimash_archive.extraction.metadata.dates import calendars

FIRST_YEAR: Final = 1990
"""No web page is older; an earlier year belongs to the article's subject."""

# A word may be attached to the date, as in "onMay 5, 2024" or "2024Жаңартылды".
_START: Final = r"(?:(?<![^\W_])|(?<=[a-zа-яё])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]))"
_LETTER: Final = "(?:[^\\W\\d_]|[\u0300-\u036f\u0610-\u065f\u0900-\u0dff\u0e31-\u0e4e\u200c])"
"""A letter, or a combining sign above or below one."""
_MONTH: Final = rf"(?P<month>{_LETTER}{{2,14}}|[\u0e01-\u0e4e]+\.[\u0e01-\u0e4e]+)\.?"
_DAY: Final = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|ST|ND|RD|TH|er|º|ª|-?го|-?ое|-?(?:шы|ші|сы|сі))?"
_YEAR: Final = r"(?P<year>(?:19|20|25)\d\d|1[34]\d\d)(?!\d)"
_KK_YEAR: Final = r"\s?(?:жыл\w*|ж\.|j[yı]l\w*|j\.|года|г\.)?"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_START}(?P<year>(?:19|20|25)\d\d|1[34]\d\d)(?P<mark>[-/.])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?![\d.])",
        rf"{_START}{_MONTH}\s*{_DAY}(?:[,،]|\s)\s*{_YEAR}",
        rf"(?<![\d.:]){_DAY}\.?[\s-]*(?:of\s|de\s)?{_MONTH}[\s,،-]*(?:de\s|พ\.ศ\.\s?)?'?{_YEAR}",
        rf"(?<!\d){_YEAR}{_KK_YEAR},?\s*{_DAY}\s*{_MONTH}",
        rf"(?<!\d){_YEAR}{_KK_YEAR},?\s*{_MONTH}\s*{_DAY}(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>[01]?\d)\s?[月월]\s?(?P<day>[0-3]?\d)\s?[日일]",
        r"(?P<era>令和|平成|民[國国])\s?(?P<year>\d{1,3}|元)\s?年\s?(?P<month>[01]?\d)\s?月\s?(?P<day>[0-3]?\d)\s?日",
        r"(?<!\w)(?P<era>[RH])(?P<year>\d\d?)(?P<mark>[./])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?![\d.])",
        rf"(?<![\d.])(?P<day>[0-3]?\d)(?P<mark>[./-])(?P<month>[0-3]?\d)(?P=mark){_YEAR}(?!\.\d)",
    )
)
_HINT: Final = re.compile(r"(?:19|20|25)\d\d|1[34]\d\d|[令平民].{1,6}年|(?<!\w)[RH]\d\d?[./]")
_PERSIAN: Final = re.compile("[\u06f0-\u06f9]")
"""Digits as Persian writes them; the Arabic ones differ."""
_TIME: Final = re.compile(
    r"(?:(?P<noon>오[전후]|[上下]午|午[前後])\s?)?"
    r"(?<![\d:.])(?P<hour>[012]?\d)(?:[:.h시時时]\s?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?(?![\d:]|\.\d)"
    r"\s*(?P<half>[aApP]\.?[mM]\b\.?)?(?:\s*Uhr\b)?[\s,]*\(?(?P<zone>Z\b|(?:UTC|GMT)\s?[+−-]\s?\d\d?(?::?\d\d)?(?!\d)|[+-]\d\d:?\d\d|\+\d\d\b"
    r"|(?:UTC|GMT|[ECMP][SDE]?T|[CEW]ES?T|MES?Z|BST|IST|JST|KST|HKT|SGT|MSK|МСК|ALMT|AQTT|A[EC][SD]T)\b)?"
)
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6, "MST": -7, "MDT": -6, "MT": -7,
    "PST": -8, "PDT": -7, "PT": -8, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "МСК": 3, "AQTT": 5, "IST": 5.5, "ALMT": 6, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11,
}  # fmt: skip
"""Hours from UTC. For an ambiguous name, the meaning that news sites use; `ET` and the like as in winter."""
_COMPACT: Final = re.compile(
    r"(?:19|20)\d\d[01]\d[0-3]\d(?:T?[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?:Z|[+-]\d\d:?\d\d)?\Z"
)
_EPOCH: Final = re.compile(r"[12]\d{9}(?:\d{3})?\Z")
"""Seconds or milliseconds since 1970: from 2001 on."""
_AHEAD: Final = timedelta(days=1, hours=12)
"""A date may be this far ahead of the time its page was fetched: a day in the easternmost zone."""
_FARTHEST: Final = timedelta(hours=14)
"""No place's clocks are further from UTC than this."""
_URL: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/-])([01]\d(?=.[0-3]\d(?!\d))|[a-z]{3,9}(?=/\d\d?(?:/|\Z)))\2([0-3]?\d)"
)
_MONTH_FOLDER: Final = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:[^?#]*/)?[^/?#]")
_FIGURES: Final = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_LOOSE_ISO: Final = re.compile(r"\s+(?=[+-]\d\d:?\d\d\Z|Z\Z)|\s+[+-]\d{4}(?=\s+[+-]\d{4}\Z)|\[[\w/+-]+\]\Z")
"""Deviations from ISO dates: a space before the offset, the offset twice (Go), the zone's name (Java)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that was parsed."""

    moment: datetime
    """The time, aware; midnight if the page gives no time of day."""
    raw: str
    """The text it was read from, as written."""
    timed: bool = True
    """Whether the page gave a time of day."""


def may_hold(text: str) -> bool:
    """Whether a text contains a year: a quick check that saves the slow one."""
    return _HINT.search(calendars.latin_figures(text)) is not None


def parse_date(
    raw: str, lang: str | None = None, zone: tzinfo = UTC, now: datetime | None = None
) -> datetime | None:
    """The first date in `raw`, aware, or None if none has day, month and year.

    `lang` (BCP 47, if known) selects the names of months, and decides about 3/4/2024: month first in English,
    unless it is that of a country other than the USA, day first elsewhere. `zone` applies if the text names
    none. The year is 1990 or later, and the date not after `now`, the time the page was fetched, if that is
    given.
    """
    date = read(raw, lang, zone, now)
    return date.moment if date else None


def read(raw: str, lang: str | None = None, zone: tzinfo = UTC, now: datetime | None = None) -> Dated | None:
    """As `parse_date`, with the text that the date was read from."""
    raw = raw.strip().strip("\"'").strip()
    plain = calendars.latin_figures(raw)
    if _HINT.search(plain) is None and not _EPOCH.match(plain):
        return None
    return _iso(raw, zone, now) or _compact(raw, zone, now) or _written(raw, plain, (lang, zone, now))


def swapped(dated: Dated) -> datetime | None:
    """The same date with day and month swapped, if it is written in figures and can be read that way."""
    moment = dated.moment
    if not _FIGURES.search(dated.raw) or moment.day > 12:
        return None
    return moment.replace(day=moment.month, month=moment.day)


def of_url(url: str, zone: tzinfo = UTC, now: datetime | None = None) -> Dated | None:
    """The date in an address such as `/2020/05/06/slug/` or `/2020/may/06/slug/`; None if it has none."""
    match = _URL.search(url)
    if match is None:
        return None
    month = match[3]
    moment = _moment(
        int(match[1]),
        int(month) if month.isdigit() else calendars.month_number(month, None),
        int(match[4]),
        zone,
    )
    return Dated(moment, match[0], timed=False) if moment and _is_sane(moment, now) else None


def is_filed_by_month(url: str) -> bool:
    """Whether an address has a year and a month before its last part, as in `/2020/05/slug/`."""
    return _MONTH_FOLDER.search(url) is not None


def _iso(raw: str, zone: tzinfo, now: datetime | None) -> Dated | None:
    if len(raw) < 10 or raw[4] != "-" or not raw[0].isdigit():
        return None
    try:
        moment = datetime.fromisoformat(_LOOSE_ISO.sub("", raw))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return Dated(moment, raw, len(raw) > 10) if _is_sane(moment, now) else None


def _compact(raw: str, zone: tzinfo, now: datetime | None) -> Dated | None:
    """`20240510`, `20240510T2140Z`, and seconds or milliseconds since 1970."""
    if not raw[:8].isascii() or not raw[:8].isdigit():
        return None
    try:
        if _EPOCH.match(raw):
            moment = datetime.fromtimestamp(int(raw[:10]), UTC)
        elif _COMPACT.match(raw):
            moment = datetime.fromisoformat(raw if len(raw) == 8 or raw[8] == "T" else f"{raw[:8]}T{raw[8:]}")
        else:
            return None
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return Dated(moment, raw, len(raw) > 8) if _is_sane(moment, now) else None


Context = tuple[str | None, tzinfo, datetime | None]
"""Language, zone and the time the page was fetched, as `parse_date` takes them."""


def _written(raw: str, plain: str, context: Context) -> Dated | None:
    """The first date in the text, whatever its form; `plain` is the text with digits 0 to 9."""
    lang, zone, now = context
    is_persian = (lang or "").lower().startswith("fa") or _PERSIAN.search(raw) is not None
    for match in _candidates(plain):
        moment = _of_match(match, lang, zone, is_persian)
        if moment is None or not _is_sane(moment, now):
            continue
        time = _time_near(plain, match)
        if time is None:
            return Dated(moment, raw[match.start() : match.end()], timed=False)
        return Dated(_at(moment, time), raw)
    return None


def _candidates(raw: str) -> Iterator[re.Match[str]]:
    """Everything with the form of a date, in order. A false one may hide a real one: "part 2 May 3, 2024"."""
    waiting = [match for form in _FORMS if (match := form.search(raw))]
    while waiting:
        match = min(waiting, key=re.Match.start)
        yield match
        waiting.remove(match)
        if following := match.re.search(raw, match.start() + 1):
            waiting.append(following)


def _of_match(match: re.Match[str], lang: str | None, zone: tzinfo, is_persian: bool) -> datetime | None:
    parts = match.groupdict()
    day, month = int(parts["day"]), parts["month"]
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if era := parts.get("era"):
        return _moment(calendars.year_of_era(era, year), int(month), day, zone)
    if 1300 <= year < 1500:
        return _of_jalali(year, (month, day), is_persian, zone)
    year = calendars.common_year(year)
    if not month.isdigit():
        return _moment(year, calendars.month_number(month, lang), day, zone)
    if match.start("year") < match.start("month"):
        return _moment(year, int(month), day, zone)
    first, second = day, int(month)
    if parts["mark"] != "." and first <= 12 and (second > 12 or _is_month_first(lang)):
        first, second = second, first
    return _moment(year, second, first, zone)


def _of_jalali(year: int, rest: tuple[str, int], is_persian: bool, zone: tzinfo) -> datetime | None:
    """A day of the Persian calendar; in figures alone only if the text or the page is Persian."""
    month, day = rest
    if month.isdigit():
        date = calendars.of_jalali(year, int(month), day) if is_persian else None
    else:
        date = calendars.of_jalali(year, calendars.jalali_month(month), day)
    return _moment(date.year, date.month, date.day, zone) if date else None


def _is_month_first(lang: str | None) -> bool:
    return (lang or "").lower().replace("_", "-") in ("en", "en-us")


def _moment(year: int, month: int, day: int, zone: tzinfo) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def _is_sane(moment: datetime, now: datetime | None) -> bool:
    return moment.year >= FIRST_YEAR and (now is None or moment <= now + _AHEAD)


def _time_near(raw: str, match: re.Match[str]) -> re.Match[str] | None:
    """The time of day just after the date or just before it."""
    behind = _TIME.search(raw, match.end(), match.end() + 40)
    return behind if behind else _TIME.search(raw, max(0, match.start() - 20), match.start())


def _at(day: datetime, time: re.Match[str]) -> datetime:
    hour, half = int(time["hour"]), (time["half"] or "").lower()
    is_late = (
        half.startswith("p") or (time["noon"] or "")[-1:] in ("후", "後") or (time["noon"] or "") == "下午"
    )
    if (half or time["noon"]) and hour <= 12:
        hour = hour % 12 + 12 * is_late
    if hour > 23:
        return day
    moment = day.replace(hour=hour, minute=int(time["minute"]), second=int(time["second"] or 0))
    return moment.replace(tzinfo=_zone(time["zone"])) if time["zone"] else moment


def _zone(name: str) -> tzinfo:
    if (hours := _ZONES.get(name)) is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    sign, digits = (-1 if "-" in name or "−" in name else 1), re.sub(r"\D", "", name)
    size = len(digits) - 2 if len(digits) > 2 else len(digits)
    offset = timedelta(hours=int(digits[:size] or 0), minutes=int(digits[size:] or 0))
    return timezone(sign * offset) if offset <= _FARTHEST else UTC
