"""Strings in, values out: one form of Unicode, and a folded form for comparing."""

import re
import unicodedata

_QUOTES = "“”„‟«»″〝〞＂"
_APOSTROPHES = "‘’‚‛‹›ʼʹʻʽ′`´＇"
_DASHES = "‐‑‒–—―−﹘﹣－"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FOLDED = str.maketrans(
    {
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        "…": "...",
        "ё": "е",
    }
)
# Marks that are left after composing: stress marks, which a writer may set or not.
_LOOSE_MARKS = re.compile("[\u0300-\u036f]+")

# Letters of scripts that set no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONG_FOR_A_WORD = 8


def word_count(text: str) -> int:
    """How many words `text` has, about; white space must be folded.

    Where a script sets no spaces, two letters count as a word.
    """
    spaced = text.count(" ") + text.count("\n") + 1 if text else 0
    if text.isascii() or len(text) < _LONG_FOR_A_WORD * spaced:
        return spaced
    return spaced + len(_UNSPACED.findall(text)) // 2


def nfc(text: str) -> str:
    """`text` in Unicode form NFC: й is one character, however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` for comparing: NFC, case folded, ё as е, typographic marks as plain ones, no stress marks.

    Curly and angle quotes become `"`, apostrophes `'`, dashes `-`, an ellipsis three dots, every space a
    plain one; soft hyphens and other invisible characters go. The length may change.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = nfc(text).casefold().translate(_FOLDED)
    return nfc(_LOOSE_MARKS.sub("", nfc(folded)))
