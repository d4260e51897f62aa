"""Names of months, digits of other scripts, and years of other calendars."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

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
_WHOLE: Final = tuple(map(str.split, (
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйег қазан қараша желтоқсан",
    "qantar aqpan nauryz sauir mamyr mausym shilde tamyz qyrkuiek qazan qarasha jeltoqsan",
    "qantar aqpan nayryz sayir mamyr maysym silde tamyz qyrkuieg qazan qarasa zheltoqsan",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "january february march april may june july august september october november december",
)))  # fmt: skip
"""Kazakh (in Cyrillic letters and, without marks, in the Latin ones of 2018 and 2021), Russian and English
names: shortened to three or more letters they are abbreviations, and Kazakh ones take endings."""
_LANGUAGES: Final = (
    ("\u0370", "\u03ff", ("el",)), ("\u0530", "\u058f", ("hy",)), ("\u0590", "\u05ff", ("he",)),
    ("\u0600", "\u06ff", ("ar", "ar_IQ", "ar_DZ", "fa", "ur")), ("\u0900", "\u097f", ("hi", "mr", "ne")),
    ("\u0980", "\u09ff", ("bn",)), ("\u0e00", "\u0e7f", ("th",)), ("\u10a0", "\u10ff", ("ka",)),
)  # fmt: skip
"""The range of a script's letters, and the languages whose month names are tried for a word in it."""
_OTHER_FIGURE: Final = re.compile(r"[^\D0-9]")
_JALALI: Final = tuple(
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".replace("ی", "ي").split()
)
_BEFORE_JALALI: Final = 356_033
"""Days from the epoch of the count in `of_jalali` to that of ordinals."""
_BUDDHIST: Final = 543
"""A year of the Buddhist era (Thailand) is this much greater than the common one."""
_ERAS: Final = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911, "R": 2018, "H": 1988}
"""Year 1 of an era is this year plus one: Reiwa and Heisei (Japan), Republic of China."""


def latin_figures(text: str) -> str:
    """`text` with the digits of other scripts as 0 to 9; of the same length."""
    return text if text.isascii() else _OTHER_FIGURE.sub(lambda match: str(unicodedata.digit(match[0])), text)


def month_number(name: str, lang: str | None) -> int:
    """1 to 12 for the name of a month of the common calendar, in full or abbreviated; 0 for any other word."""
    word = name.lower().rstrip(".")
    if number := _NUMBERS.get(word) or (_names(lang).get(word) if lang else None):
        return number
    codes = next((codes for first, last, codes in _LANGUAGES if first <= word[:1] <= last), ())
    return next((number for code in codes if (number := _names(code).get(word))), 0) or _cut_or_ended(
        _plain(word)
    )


def jalali_month(name: str) -> int:
    """1 to 12 for the name of a month of the Persian solar calendar; 0 for any other word."""
    word = name.replace("\u06cc", "ي").replace("\u200c", "")
    return _JALALI.index(word) + 1 if word in _JALALI else 0


def year_of_era(era: str, year: int) -> int:
    """The common year of a year of an East Asian era, named as `令和` or `R`."""
    return _ERAS.get(era, 0) + year


def common_year(year: int) -> int:
    """The common year of a year that may be in the Buddhist era."""
    return year - _BUDDHIST if year > 2400 else year


def of_jalali(year: int, month: int, day: int) -> date | None:
    """The common date of one in the Persian solar calendar; None if there is no such day.

    Leap years by the cycle of 33 years, which is right from 1343 to 1472 (1964 to 2094).
    """
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    since = year + 1595
    days = 365 * since + since // 33 * 8 + (since % 33 + 3) // 4 + day
    days += (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return date.fromordinal(days - _BEFORE_JALALI)


def _plain(word: str) -> str:
    """A word without the marks that Kazakh had in one Latin alphabet and not in the next."""
    if word.isascii() or word[0] > "\u02ff":
        return word
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return plain.replace("ı", "i")


def _cut_or_ended(word: str) -> int:
    for names in _WHOLE:
        for number, name in enumerate(names, 1):
            is_cut = len(word) >= 3 + (name[0] in "mns") and name.startswith(word)
            if is_cut or (names in _WHOLE[:4] and word.startswith(name)):
                return number
    return 0


@lru_cache(maxsize=64)
def _names(lang: str) -> Mapping[str, int]:
    """The names of months in a language, lower case, without full stops; none for an unknown language."""
    code = lang.replace("-", "_")
    try:
        locale = Locale.parse(code if code.startswith("ar_") else code.partition("_")[0].lower())
    except (ValueError, TypeError, UnknownLocaleError):
        return {}
    forms = [widths[width] for widths in locale.months.values() for width in ("wide", "abbreviated")]
    return {str(name).lower().rstrip("."): number for names in forms for number, name in names.items()}
