"""Numbers, dates and names of languages as the Unicode CLDR writes them in the language of the interface."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from functools import cache, lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal, format_percent

_LOCALES: Final[Mapping[str, str]] = {"en": "en_GB"}
"""Where the CLDR's usual form of a language is not the one that most readers of news here are used to."""


_OWN_NAMES: Final[Mapping[str, str]] = {"kk": "қазақша"}
"""Where a menu of languages says another word than the CLDR, whose `қазақ тілі` is the Kazakh language."""


_BEHIND: Final = str.maketrans(
    {
        each: f"{before}\uffff{place}"
        for place, (each, before) in enumerate(zip("әғқңөұүһіё", "агкноуухые", strict=True))
    }
)
"""Letters of the Kazakh and Russian alphabets that Unicode has at the end, behind the letter they follow."""


def alphabetical(text: str) -> str:
    """A key by which names are sorted as the Kazakh, Russian and Latin alphabets go."""
    return text.casefold().translate(_BEHIND)


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(_LOCALES.get(lang, lang))


@cache
def own_name(code: str) -> str:
    """What a language calls itself, with a capital; the code where the CLDR does not know it."""
    return _capitalized(_OWN_NAMES.get(code) or _name(code, code))


@cache
def language_name(lang: str, code: str) -> str:
    """What a language is called in another one."""
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
    """A number with the language's signs for thousands and decimals."""
    return str(format_decimal(value, locale=_locale(lang)))


def percent(lang: str, share: float) -> str:
    """A share, 0 to 1, as whole per cent; rounded down, so that 100 % means all."""
    return str(format_percent(int(share * 100) / 100, locale=_locale(lang)))


def plural(lang: str, value: int, forms: str) -> str:
    """The form of a phrase that goes with a number, the number filled in for `{n}`.

    `forms` are separated by `|`, in the order in which the CLDR names the categories that the language has for
    whole numbers: in English one and other, in Russian one, few and many. One form serves all.
    """
    choice = forms.split("|")
    categories = [
        name for name in ("zero", "one", "two", "few", "many") if name in _locale(lang).plural_form.tags
    ]
    place = [*categories, "other"].index(_locale(lang).plural_form(value))
    return choice[min(place, len(choice) - 1)].format(n=number(lang, value))


@lru_cache(8192)
def day(lang: str, moment: str | None) -> str:
    """The day of a moment (ISO 8601), in the moment's own offset; a month (2024-06) likewise; empty without one."""
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
    """The day of a moment with the month in short."""
    return _plain(format_skeleton("yMMMd", datetime.fromisoformat(moment), locale=_locale(lang)))


def instant(lang: str, moment: str | None) -> str:
    """A moment with its time and its zone, as `20 July 2025, 01:31 UTC+5`."""
    try:
        when = datetime.fromisoformat(moment or "")
    except ValueError:
        return moment or ""
    return f"{day(lang, moment)}, {when:%H:%M} {zone_name(when)}"


def zone_name(when: datetime) -> str:
    """The offset of a moment as `UTC+5`, `UTC+5:30` or `UTC`."""
    offset = when.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def local(moment: str | None, zone: timezone) -> str:
    """A moment in the time of a zone; empty without one."""
    return datetime.fromisoformat(moment).astimezone(zone).isoformat(timespec="seconds") if moment else ""


def month_names(lang: str) -> Sequence[str]:
    """The twelve months in short."""
    names = get_month_names("abbreviated", "stand-alone", _locale(lang))
    return [str(names[month]).rstrip(".") for month in range(1, 13)]


def _plain(text: str) -> str:
    """Narrow spaces, which some fonts lack, as usual ones that do not break."""
    return text.replace("\u202f", "\u00a0")
