"""Numbers, dates and names of languages as the Unicode CLDR writes them in the interface's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from functools import cache, lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal, format_percent

_LOCALES: Final[Mapping[str, str]] = {"en": "en_GB"}
"""Languages whose usual form in the CLDR is not the one that most readers of news here are used to."""


_OWN_NAMES: Final[Mapping[str, str]] = {"kk": "қазақша"}
"""Names in language menus that differ from the CLDR's: its `қазақ тілі` means the Kazakh language."""


_BEHIND: Final = str.maketrans(
    {
        each: f"{before}\uffff{place}"
        for place, (each, before) in enumerate(zip("әғқңөұүһіё", "агкноуухые", strict=True))
    }
)
"""Letters of the Kazakh and Russian alphabets that come last in Unicode, each after the letter it follows."""


def alphabetical(text: str) -> str:
    """A key that sorts names in the order of the Kazakh, Russian and Latin alphabets."""
    return text.casefold().translate(_BEHIND)


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(_LOCALES.get(lang, lang))


@cache
def own_name(code: str) -> str:
    """A language's name for itself, capitalised; the code if the CLDR does not know it."""
    return _capitalized(_OWN_NAMES.get(code) or _name(code, code))


@cache
def language_name(lang: str, code: str) -> str:
    """A language's name in another language."""
    return _name(lang, code)


def _name(lang: str, code: str) -> str:
    try:
        display_name = Locale.parse(code, sep="-").get_display_name(_locale(lang) if lang != code else None)
    except (ValueError, UnknownLocaleError):
        return code
    return display_name or code


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(8192)
def number(lang: str, value: float) -> str:
    """A number with the language's thousands and decimal separators."""
    return str(format_decimal(value, locale=_locale(lang)))


def percent(lang: str, share: float) -> str:
    """A share, 0 to 1, as whole percent; rounded down, so that 100 % means all."""
    return str(format_percent(int(share * 100) / 100, locale=_locale(lang)))


def plural(lang: str, value: int, forms: str) -> str:
    """The form of a phrase that goes with a number, with the number in place of `{n}`.

    `forms` are separated by `|`, in the CLDR's order of the language's categories for whole numbers: in
    English one and other, in Russian one, few and many. A single form serves all.
    """
    choice = forms.split("|")
    categories = [
        name for name in ("zero", "one", "two", "few", "many") if name in _locale(lang).plural_form.tags
    ]
    place = [*categories, "other"].index(_locale(lang).plural_form(value))
    return choice[min(place, len(choice) - 1)].format(n=number(lang, value))


@lru_cache(8192)
def day(lang: str, moment: str | None) -> str:
    """The day of a time (ISO 8601), in its own offset; for a month (2024-06), the month; empty without one."""
    text = moment or ""
    try:
        if len(text) == 7:
            return _capitalized(
                _plain(format_skeleton("yMMMM", datetime.fromisoformat(f"{text}-01"), locale=_locale(lang)))
            )
        return _plain(format_date(datetime.fromisoformat(text), "long", locale=_locale(lang))) if text else ""
    except ValueError:
        return text


def short_day(lang: str, moment: str) -> str:
    """The day of a time, with a short month."""
    return _plain(format_skeleton("yMMMd", datetime.fromisoformat(moment), locale=_locale(lang)))


def instant(lang: str, moment: str | None) -> str:
    """A time with its zone, as `20 July 2025, 01:31 UTC+5`."""
    try:
        when = datetime.fromisoformat(moment or "")
    except ValueError:
        return moment or ""
    return f"{day(lang, moment)}, {when:%H:%M} {zone_name(when)}"


def zone_name(when: datetime) -> str:
    """The offset of a time as `UTC+5`, `UTC+5:30` or `UTC`."""
    offset = when.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def local(moment: str | None, zone: timezone) -> str:
    """A time in another time zone; empty without one."""
    return datetime.fromisoformat(moment).astimezone(zone).isoformat(timespec="seconds") if moment else ""


def month_names(lang: str) -> Sequence[str]:
    """The names of the twelve months, abbreviated."""
    names = get_month_names("abbreviated", "stand-alone", _locale(lang))
    return [str(names[month]).rstrip(".") for month in range(1, 13)]


def _plain(text: str) -> str:
    """Replaces narrow spaces, which some fonts lack, with usual no-break spaces."""
    return text.replace("\u202f", "\u00a0")
