"""Bytes to text: which charset a page of a Kazakh, Russian or English site is written in.

Declared charsets are believed where the bytes bear them out. Undeclared ones are chosen from a closed list by
letters, never guessed freely: general guessers take Kazakh KZ-1048 for cp1251 and lose қ ң ғ without a word.
"""

import codecs
import re
from typing import Final

CANDIDATES: Final = ("kz1048", "ptcp154", "cp1251", "koi8_r")
"""Single-byte charsets of the region, tried where nothing is declared and the bytes are not UTF-8."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PRESCAN: Final = 4096
_SAMPLE: Final = 50_000
_COMMON: Final = frozenset("оеаитнсрвлкмдпуыяьгзбчйхжшюцщэфъёәғқңөұүһі")
_RARE_INSIDE = re.compile(r"[а-яёәғқңөұүһі][А-ЯЁӘҒҚҢӨҰҮҺІ]|[а-яё][ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇЅѕј]")


def decode(body: bytes, declared: str | None = None) -> str:
    """The text of a page. `declared` is the charset of the Content-Type header.

    Order: byte order mark, header, `meta`, UTF-8 if the bytes are valid, else the likeliest of `CANDIDATES`.
    Never raises: bytes that mean nothing become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    for said in (declared, _meta(body)):
        if said and (text := _strictly(body, said)) is not None:
            return text
    utf8 = _strictly(body, "utf-8")
    if utf8 is not None:
        return utf8
    broken = body.decode("utf-8", "replace")
    # A stray byte in a UTF-8 page is more likely than a whole page in another charset.
    if broken.count("\ufffd") * 50 < sum(1 for char in broken[:_SAMPLE] if char > "\x7f"):
        return broken
    return body.decode(max(CANDIDATES, key=lambda name: _likeness(body, name)), "replace")


def _meta(body: bytes) -> str | None:
    found = _META.search(body, 0, _PRESCAN)
    name = found[1].decode("ascii").lower() if found else None
    # A declaration that could be read as ASCII cannot be in these; browsers take it for UTF-8.
    return None if name is None or name.startswith(("utf-16", "utf-32")) else name


def _strictly(body: bytes, name: str) -> str | None:
    """The text if `name` is a text charset of ours and the bytes are valid in it, else None."""
    try:
        info = codecs.lookup(name)
        if not getattr(info, "_is_text_encoding", True) or info.name.startswith(
            ("utf-7", "idna", "punycode", "unicode", "raw-unicode")
        ):
            return None
        if info.name in ("iso8859-1", "latin-1", "ascii"):
            info = codecs.lookup("cp1252")  # as browsers read it
        if info.name == "cp1251":
            return _kazakh_or_russian(body)
        return body.decode(info.name)
    except (LookupError, ValueError):
        return None


def _kazakh_or_russian(body: bytes) -> str:
    """KZ-1048 is often declared as the charset it was made from, cp1251."""
    best = max(("cp1251", "kz1048"), key=lambda name: _likeness(body, name))
    return body.decode(best, "replace")


def _likeness(body: bytes, name: str) -> float:
    """How much the bytes look like Kazakh or Russian words in this charset."""
    text = body[:_SAMPLE].decode(name, "replace")
    good = sum(1 for char in text if char in _COMMON)
    return good - 5 * len(_RARE_INSIDE.findall(text)) - 10 * text.count("\ufffd")
