"""Dates as pages write them: in ISO form, in figures, and in words.

Names of months of Kazakh, Russian, English and five languages more are known on every page; those of others, which
may mean another month elsewhere, on pages in their language (from the Unicode CLDR, by Babel).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

FIRST_YEAR: Final = 1990
"""A page of the web is not older; an earlier year belongs to what the article tells of."""

_MONTHS: Final = tuple(map(str.split, (
    "jan january янв январь января қаң enero ene janvier janv januar jänner janeiro gennaio gen",
    "feb february фев февр февраль февраля ақп febrero février fevrier févr februar fevereiro fev febbraio",
    "mar march мар март марта нау marzo mars märz março marco",
    "apr april апр апрель апреля сәу abril abr avril avr aprile",
    "may май мая мам mayo mai maio maggio mag",
    "jun june июн июнь июня мау junio juin juni junho giugno giu",
    "jul july июл июль июля шіл julio juillet juil juli julho luglio lug",
    "aug august авг август августа там agosto ago août aout",
    "sep sept september сен сент сентябрь сентября қыр septiembre septembre setembro set settembre",
    "oct october окт октябрь октября қаз octubre octobre oktober okt outubro out ottobre ott",
    "nov november ноя нояб ноябрь ноября қар noviembre novembre novembro",
    "dec december дек декабрь декабря жел diciembre dic décembre decembre déc dezember dez dezembro dicembre",
)))  # fmt: skip
_NUMBERS: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
"""Names of months in Kazakh, Russian, English, Spanish, French, German, Portuguese and Italian, 1 to 12."""
_KAZAKH: Final = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйе қазан қараша желтоқсан".split()
"""Stems of the Kazakh names, which take endings."""
# A word may be glued to the date, as in "onMay 5, 2024" or "2024Жаңартылды".
_START: Final = r"(?:(?<![^\W_])|(?<=[a-zа-яё])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]))"
_MONTH: Final = r"(?P<month>[^\W\d_]{3,14})\.?"
_DAY: Final = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|ST|ND|RD|TH|-?го|-?ое|-?(?:шы|ші|сы|сі))?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_KK_YEAR: Final = r"\s?(?:жыл\w*|ж\.|года|г\.)?"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_START}(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?![\d.])",
        rf"{_START}{_MONTH}\s*{_DAY}(?:,|\s)\s*{_YEAR}",
        rf"(?<![\d.:]){_DAY}\.?[\s-]*(?:of\s|de\s)?{_MONTH}[\s,-]*(?:de\s)?'?{_YEAR}",
        rf"(?<!\d){_YEAR}{_KK_YEAR},?\s*{_DAY}\s*{_MONTH}",
        rf"(?<!\d){_YEAR}{_KK_YEAR},?\s*{_MONTH}\s*{_DAY}(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>[01]?\d)\s?[月월]\s?(?P<day>[0-3]?\d)\s?[日일]",
        rf"(?<![\d.])(?P<day>[0-3]?\d)(?P<mark>[./-])(?P<month>[0-3]?\d)(?P=mark){_YEAR}(?!\.\d)",
    )
)
_HINT: Final = re.compile(r"(?:19|20)\d\d")
_TIME: Final = re.compile(
    r"(?<![\d:.])(?P<hour>[012]?\d)[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?(?![\d:])"
    r"\s*(?P<half>[aApP]\.?[mM]\b\.?)?\s*(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d|UTC|GMT|[ECMP][SD]T|MSK|МСК)?"
)
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "MSK": 3, "МСК": 3,
}  # fmt: skip
_URL: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/-])([01]\d(?=.[0-3]\d(?!\d))|[a-z]{3,9}(?=/\d\d?(?:/|\Z)))\2([0-3]?\d)"
)
_FIGURES: Final = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_LOOSE_ISO: Final = re.compile(r"\s+(?=[+-]\d\d:?\d\d\Z|Z\Z)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that was read."""

    moment: datetime
    """The moment, aware; midnight where the page gives no time."""
    raw: str
    """What it was read from, as written."""
    timed: bool = True
    """Whether the page gave a time of day."""


def parse_date(
    raw: str, lang: str | None = None, zone: tzinfo = UTC, now: datetime | None = None
) -> datetime | None:
    """The first date in `raw`, aware, or None if there is none with day, month and year.

    `lang` (BCP 47, if known) gives names of months, and tells 3/4/2024 apart: month first in English unless it is
    another country's than the USA, day first elsewhere. `zone` is taken where the text names none. The year is 1990
    or later, and not more than one after the year of `now`, if that is given.
    """
    found = read(raw, lang, zone, now)
    return found.moment if found else None


def read(raw: str, lang: str | None = None, zone: tzinfo = UTC, now: datetime | None = None) -> Dated | None:
    """As `parse_date`, with what the date was read from."""
    raw = raw.strip().strip("\"'").strip()
    if _HINT.search(raw) is None:
        return None
    return _iso(raw, zone, now) or _written(raw, lang, zone, now)


def swapped(dated: Dated) -> datetime | None:
    """The same date with day and month the other way round, where it is written in figures and may be read so."""
    moment = dated.moment
    if not _FIGURES.search(dated.raw) or moment.day > 12:
        return None
    return moment.replace(day=moment.month, month=moment.day)


def of_url(url: str, zone: tzinfo = UTC, now: datetime | None = None) -> Dated | None:
    """The date in an address such as `/2020/05/06/slug/` or `/2020/may/06/slug/`; None if it has none."""
    found = _URL.search(url)
    if found is None:
        return None
    month = found[3]
    moment = _moment(
        int(found[1]), int(month) if month.isdigit() else _number(month, None), int(found[4]), zone
    )
    return Dated(moment, found[0], timed=False) if moment and _is_sane(moment, now) else None


def _iso(raw: str, zone: tzinfo, now: datetime | None) -> Dated | None:
    if len(raw) < 10 or raw[4] != "-" or not raw[0].isdigit():
        return None
    try:
        moment = datetime.fromisoformat(_LOOSE_ISO.sub("", raw))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return Dated(moment, raw, len(raw) > 10) if _is_sane(moment, now) else None


def _written(raw: str, lang: str | None, zone: tzinfo, now: datetime | None) -> Dated | None:
    """The date that stands first in the text, whatever its form."""
    for found in _candidates(raw):
        moment = _of_match(found, lang, zone)
        if moment is None or not _is_sane(moment, now):
            continue
        time = _time_near(raw, found)
        if time is None:
            return Dated(moment, found[0], timed=False)
        return Dated(_at(moment, time), raw)
    return None


def _candidates(raw: str) -> Iterator[re.Match[str]]:
    """What has the form of a date, in order. What is none may hide one: "part 2 May 3, 2024"."""
    waiting = [found for form in _FORMS if (found := form.search(raw))]
    while waiting:
        found = min(waiting, key=re.Match.start)
        yield found
        waiting.remove(found)
        if following := found.re.search(raw, found.start() + 1):
            waiting.append(following)


def _of_match(found: re.Match[str], lang: str | None, zone: tzinfo) -> datetime | None:
    year, day, month = int(found["year"]), int(found["day"]), found["month"]
    if not month.isdigit():
        return _moment(year, _number(month, lang), day, zone)
    if found.start("year") < found.start("month"):
        return _moment(year, int(month), day, zone)
    first, second = day, int(month)
    if found["mark"] != "." and first <= 12 and (second > 12 or _is_month_first(lang)):
        first, second = second, first
    return _moment(year, second, first, zone)


def _number(month: str, lang: str | None) -> int:
    """1 to 12; 0 for a word that is no month's name."""
    name = month.lower()
    if number := _NUMBERS.get(name) or (_names(lang).get(name) if lang else None):
        return number
    return next((i for i, stem in enumerate(_KAZAKH, 1) if name.startswith(stem)), 0)


@lru_cache(maxsize=64)
def _names(lang: str) -> Mapping[str, int]:
    """The names of months in a language, small letters, without stops; none for a language that is not known."""
    try:
        locale = Locale.parse(lang.replace("_", "-").partition("-")[0].lower())
    except (ValueError, TypeError, UnknownLocaleError):
        return {}
    forms = [widths[width] for widths in locale.months.values() for width in ("wide", "abbreviated")]
    return {str(name).lower().rstrip("."): number for names in forms for number, name in names.items()}


def _is_month_first(lang: str | None) -> bool:
    return (lang or "").lower().replace("_", "-") in ("en", "en-us")


def _moment(year: int, month: int, day: int, zone: tzinfo) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def _is_sane(moment: datetime, now: datetime | None) -> bool:
    return moment.year >= FIRST_YEAR and (now is None or moment.year <= now.year + 1)


def _time_near(raw: str, found: re.Match[str]) -> re.Match[str] | None:
    """The time of day just behind the date or just before it."""
    behind = _TIME.search(raw, found.end(), found.end() + 40)
    return behind if behind else _TIME.search(raw, max(0, found.start() - 20), found.start())


def _at(day: datetime, time: re.Match[str]) -> datetime:
    hour, half = int(time["hour"]), (time["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + 12 * half.startswith("p")
    if hour > 23:
        return day
    moment = day.replace(hour=hour, minute=int(time["minute"]), second=int(time["second"] or 0))
    return moment.replace(tzinfo=_zone(time["zone"])) if time["zone"] else moment


def _zone(name: str) -> tzinfo:
    if (hours := _ZONES.get(name)) is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    sign, digits = (-1 if "-" in name else 1), re.sub(r"\D", "", name)
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(sign * offset) if offset < timedelta(days=1) else UTC
