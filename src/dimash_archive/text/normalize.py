"""Strings in, values out: one form of Unicode, and a folded form for comparing."""

import html
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
_UNFOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")
# Most of a page, and what needs no second look: visible ASCII and white space.
_PLAIN = bytes((*b"\t\n\f\r", *range(0x20, 0x7F)))
# Invisible to readers: controls, soft hyphens, zero-width characters, directions of writing, fillers.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb]"
)
# Sequences that set a terminal's colours and titles: ECMA-48, "control sequences".
_TERMINAL = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]{0,200}(?:\x07|\x1b\\\\))")
_SEPARATORS = re.compile("[\x0b\x1c-\x1f\x85]")
# Joiners are kept after letters that they join or split: of Arabic, Syriac and Indic scripts, Khmer, Burmese,
# Mongolian, and between emoji.
_JOINERS = re.compile(
    "[\u200c\u200d](?<![\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc\u2190-\u2bff\ufe0f\U0001f000-\U0001faff].)"
    "[\u200c\u200d]*"
)
_ENTITY = re.compile(
    r"&(?i:shy|zwn?j|lrm|rlm|ZeroWidthSpace|NoBreak|#0*(?:[0-8]|1[4-9]|2\d|3[01]|127|173|847|820[3-7]|82(?:3[4-8]|8[89])"
    r"|829\d|830[0-3]|65279)(?!\d)|#[xX]0*(?:[0-8]|1?[ef]|1\d|7f|ad|34f|200[b-f]|202[a-e]|206[\da-f]|feff)(?![\da-f]));?"
)

# Marks that are left after composing: stress marks, which are optional.
_LOOSE_MARKS = re.compile("[\u0300-\u036f]+")

# Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONG_FOR_A_WORD = 8


def word_count(text: str) -> int:
    """The approximate number of words in `text`; its white space must be collapsed.

    In scripts without spaces, two letters count as a word.
    """
    spaced = text.count(" ") + text.count("\n") + 1 if text else 0
    if text.isascii() or len(text) < _LONG_FOR_A_WORD * spaced:
        return spaced
    return spaced + len(_UNSPACED.findall(text)) // 2


def visible(text: str) -> str:
    """`text` without what readers do not see: soft hyphens, zero-width characters, controls; also as HTML
    character references.

    Joiners stay if the script needs them, as in Persian and Hindi. Vertical tabs and the separators of old
    files become spaces.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    if not unusual:
        return text
    if "\x1b" in unusual:
        text = _TERMINAL.sub("", text)
    if "\u200c" in unusual or "\u200d" in unusual:
        text = _JOINERS.sub("", text)
    for sign in sorted(set(_UNSEEN.findall(unusual))):
        text = text.replace(sign, " " if _SEPARATORS.match(sign) else "")
    return text


def nfc(text: str) -> str:
    """`text` in Unicode form NFC: й is one character, however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` for comparison: NFC, case folded, ё as е, typographic marks as plain ones, no stress marks.

    Curly and angle quotes become `"`, apostrophes `'`, dashes `-`, an ellipsis three dots, every space a
    plain one; soft hyphens and other invisible characters are removed. The length may change.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = nfc(text).casefold()
    if _UNFOLDED.search(folded):
        folded = folded.translate(_FOLDED)
    return nfc(_LOOSE_MARKS.sub("", nfc(folded)))
