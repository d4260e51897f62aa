"""Bytes to text: which charset a page is written in.

Declared charsets are read as the web's Encoding Standard says, and believed if the bytes bear them out: a
page that was moved to UTF-8 often still names its former charset, and servers name one for all pages.
Undeclared ones are chosen from a closed list by letters, never guessed freely: general-purpose detectors
mistake Kazakh KZ-1048 for cp1251 and silently lose қ ң ғ.
"""

import codecs
import re
from collections.abc import Sequence
from typing import Final

from dimash_archive.text.charset_labels import codec_of, declared_in

CANDIDATES: Final = ("cp1251", "kz1048", "ptcp154", "koi8_r")
"""Single-byte charsets of the region, tried if none is declared and the bytes are not UTF-8; the first wins a tie."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC: Final = frozenset((*CANDIDATES, "koi8-r", "koi8-u", "mac-cyrillic", "iso8859-5", "cp866"))
_LATIN: Final = frozenset("cp1252 cp1250 cp1254 cp1257 iso8859-2 iso8859-15 mac-roman".split())
_OF_LANGUAGE: Final = {
    "ar": "cp1256", "fa": "cp1256", "ba": "cp1251", "bg": "cp1251", "cs": "cp1250", "el": "iso8859-7", "et": "cp1257",
    "he": "cp1255", "hr": "cp1250", "hu": "iso8859-2", "ja": "cp932", "ko": "cp949", "ku": "cp1254", "lt": "cp1257",
    "lv": "cp1257", "pl": "iso8859-2", "sk": "cp1250", "sl": "iso8859-2", "th": "cp874", "tr": "cp1254", "vi": "cp1258",
    "zh": "gb18030", "zh-hant": "big5hkscs", "zh-hk": "big5hkscs", "zh-tw": "big5hkscs",
}  # fmt: skip
"""The charset assumed for a page in a language if nothing else is known (HTML Standard, "encoding sniffing
algorithm")."""
_PRESCAN: Final = 1024
"""The part of a page that must contain a declaration, in bytes (HTML Standard)."""
_LATE: Final = 16_384
"""A declaration after those bytes, which browsers heed when they reach it, is heeded up to this byte."""
_SAMPLE: Final = 50_000
_COMMON: Final = frozenset("оеаитнсрвлкмдпуыяьгзбчйхжшюцщэфъёәғқңөұүһіїєґў")
_VOWELS: Final = frozenset("аеёиоуыэюяәөұүі")
_RARE_INSIDE = re.compile(r"[а-яёәғқңөұүһі][А-ЯЁӘҒҚҢӨҰҮҺІ]|[а-яё][ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇЅѕј]")
_LANG: Final = re.compile(
    rb"<html\b[^>]{0,400}?\blang\s*=\s*[\"']?([a-zA-Z]{2}(?:-[a-zA-Z]{2,4})?)", re.IGNORECASE
)
_WORD_OF_HIGH: Final = re.compile(rb"(?<![a-zA-Z\x80-\xff])[\x80-\xff]{3,}(?![a-zA-Z\x80-\xff])")
_WORD_WITH_HIGH: Final = re.compile(rb"[a-zA-Z]+[\x80-\xff]{1,2}(?![\x80-\xff])|[\x80-\xff]{1,2}[a-zA-Z]+")
_BROKEN: Final = 50
"""A text with fewer non-ASCII letters per broken one was decoded wrongly."""
_FEWEST_VOWELS: Final = 0.33
"""In Cyrillic words, four letters in ten are vowels; in letters of another script read as Cyrillic, fewer are."""
_SURE: Final = 0.9
"""A charset whose letters score less than this share of the best one's is not believed, even if declared."""


def decode(body: bytes, declared: str | None = None) -> str:
    """The text of a page. `declared` is the charset of the Content-Type header.

    The order is: byte order mark, UTF-16 by its zeros, UTF-8 if the bytes are valid (whatever is declared),
    header, `meta` (the first that the bytes bear out; a header that says Latin-1, as many servers do of all
    pages, comes last), the usual charset of the page's language, and the likeliest of `CANDIDATES`. Never
    raises: undecodable bytes become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    if order := _utf16(body):
        return body.decode(order, "replace")
    names = _declared(body, declared)
    text = _utf8(body, names)
    if text is not None:
        return text
    for name in names:
        if (text := _borne_out(body, name, names)) is not None:
            return text
    return _usual(body) or _by_letters(body, names)


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: in markup, every other byte is zero."""
    head = body[:_PRESCAN]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head) or not head:
        return None
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None


def _declared(body: bytes, header: str | None) -> list[str]:
    """The codecs that the header and the page declare, each once."""
    inside = declared_in(body, _PRESCAN) or declared_in(body, _LATE)
    codecs_of = (codec_of(label) for label in (header, inside) if label)
    # A declaration that could be read as ASCII cannot be in UTF-16; browsers read it as UTF-8.
    names = ("utf-8" if name.startswith("utf-16") else name for name in codecs_of if name)
    return sorted(dict.fromkeys(names), key=lambda name: name == "cp1252")


def _utf8(body: bytes, names: Sequence[str]) -> str | None:
    """The text if it is UTF-8; a stray byte is more likely than a whole page in another charset."""
    if b"\x1b$" in body and any(name.startswith("iso2022") for name in names):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    # If another charset is declared, its letters form valid UTF-8 only by chance.
    fewest = _BROKEN if not names or names[0] == "utf-8" else 4 * _BROKEN
    return text if _is_whole(text, fewest) else None


def _is_whole(text: str, fewest: int = _BROKEN) -> bool:
    sample = text[:_SAMPLE]
    return text.count("\ufffd") * fewest < len(sample) - len(sample.encode("ascii", "ignore"))


def _borne_out(body: bytes, name: str, names: Sequence[str]) -> str | None:
    """The text in a declared charset, if the bytes bear it out."""
    if name in _CYRILLIC:
        text = None if _is_latin(body) else _by_letters(body, names)
        return text if text and (len(names) == 1 or _is_cyrillic(text)) else None
    text = None if name == "utf-8" else body.decode(name, "replace")
    if text and name in _LATIN:
        return None if _is_of_other_script(body) else text
    return text if text and _is_whole(text) else None


def _is_of_other_script(body: bytes) -> bool:
    """Whether the words have no ASCII letters, as in no language written in the Latin script."""
    sample = body[:_SAMPLE]
    return len(_WORD_OF_HIGH.findall(sample)) > len(_WORD_WITH_HIGH.findall(sample))


def _is_latin(body: bytes) -> bool:
    """Whether non-ASCII bytes are inside words of ASCII letters, as accented letters are."""
    sample = body[:_SAMPLE]
    return len(_WORD_WITH_HIGH.findall(sample)) > 4 * len(_WORD_OF_HIGH.findall(sample))


def _is_cyrillic(text: str) -> bool:
    """Whether Cyrillic letters form words."""
    beside_ascii = [char for char in text[:_SAMPLE].lower() if char > "\x7f"]
    letters = [char for char in beside_ascii if "\u0400" <= char <= "\u052f"]
    if len(letters) <= 0.8 * len(beside_ascii):
        return False
    return sum(map(_VOWELS.__contains__, letters)) >= _FEWEST_VOWELS * len(letters)


def _usual(body: bytes) -> str | None:
    """The text in the usual charset of the language that the page declares; None if it is not in that charset."""
    lang = _LANG.search(body, 0, _PRESCAN)
    code = lang[1].decode().lower() if lang else ""
    name = _OF_LANGUAGE.get(code) or _OF_LANGUAGE.get(code[:2])
    names = (name, "euc_jp") if name == "cp932" else (name,)
    texts = (body.decode(name, "replace") for name in names if name)
    return next((text for text in texts if _is_whole(text)), None)


def _by_letters(body: bytes, names: Sequence[str]) -> str:
    """The text in the charset that makes it look most like words; a declared one only has to come close."""
    if _is_latin(body):
        return body.decode(next((name for name in names if name in _LATIN), "cp1252"), "replace")
    declared = [name for name in names if name in _CYRILLIC]
    scores = {name: _likeness(body, name) for name in (*declared, *CANDIDATES)}
    best = max(scores, key=lambda name: scores[name])
    # KZ-1048 is often declared as cp1251, the charset it derives from: then every letter counts.
    sure = (name for name in declared if name != "cp1251" and scores[name] >= _SURE * scores[best])
    return body.decode(next(sure, best), "replace")


def _likeness(body: bytes, name: str) -> float:
    """How much the bytes look like Kazakh or Russian words in this charset."""
    text = body[:_SAMPLE].decode(name, "replace")
    good = sum(1 for char in text if char in _COMMON)
    return good - 5 * len(_RARE_INSIDE.findall(text)) - 10 * text.count("\ufffd")
