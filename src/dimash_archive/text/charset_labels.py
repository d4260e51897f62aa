"""The meaning of a charset's label on the web, and where a page declares one.

The WHATWG Encoding Standard says which encoding a label stands for: often a superset of what it names
(https://encoding.spec.whatwg.org/#names-and-labels). The HTML Standard, "prescan a byte stream to determine
its encoding", says where a page may declare it.
"""

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_ALIASES: Final = {
    "unicode-1-1-utf-8": "utf-8", "unicode11utf8": "utf-8", "unicode20utf8": "utf-8", "x-unicode20utf8": "utf-8",
    "x-mac-cyrillic": "mac_cyrillic", "x-mac-ukrainian": "mac_cyrillic", "x-mac-roman": "mac_roman", "mac": "mac_roman",
    "csmacintosh": "mac_roman", "koi": "koi8_r", "koi8": "koi8_r", "koi8-ru": "koi8_u", "dos-874": "cp874",
    "x-gbk": "gb18030", "gb_2312": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "iso-ir-58": "gb18030",
    "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "x-euc-jp": "euc_jp", "cseucpkdfmtjapanese": "euc_jp",
    "windows-31j": "cp932", "x-sjis": "cp932", "cseuckr": "cp949", "csksc56011987": "cp949", "iso-ir-149": "cp949",
    "ks_c_5601-1989": "cp949", "ksc_5601": "cp949", "windows-949": "cp949", "csisolatin9": "iso8859_15",
    "sun_eu_greek": "iso8859_7", "visual": "iso8859_8", "logical": "iso8859_8", "iso-8859-8-e": "iso8859_8",
    "iso-8859-8-i": "iso8859_8", "iso-8859-6-e": "iso8859_6", "iso-8859-6-i": "iso8859_6", "x-user-defined": "cp1252",
    "csunicode": "utf-16-le", "iso-10646-ucs-2": "utf-16-le", "ucs-2": "utf-16-le", "unicode": "utf-16-le",
    "unicodefeff": "utf-16-le", "unicodefffe": "utf-16-be",
}  # fmt: skip
"""Labels of the standard that Python's codecs lack."""
_SUPERSETS: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
    "johab": "cp949", "utf-16": "utf-16-le", "utf-8-sig": "utf-8", "hp-roman8": "cp1252",
}  # fmt: skip
"""Charsets that the web reads differently from their names, by the names of Python's codecs."""
_OF_NO_PAGE: Final = re.compile(
    r"utf-7|utf-32|idna|punycode|unicode|raw-unicode|iso2022_kr|hz|charmap|mbcs|oem"
)
_SHORT_ISO: Final = re.compile(r"iso[-_ ]?8859(\d\d?)\Z")

_COMMENT: Final = re.compile(rb"<!--(?:>|->|.*?(?:-->|--!>|\Z))", re.DOTALL)
_XML: Final = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']\s*([\w.:-]{2,40})")
_META: Final = re.compile(rb"<meta(?=[\s/])((?:[^>\"']|\"[^\"]*\"|'[^']*'){0,600})>?", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """The name of Python's codec for a label as used on the web; None for an unknown label."""
    name = label.strip().lower()
    name = _ALIASES.get(name) or _SHORT_ISO.sub(
        r"iso8859-\1", name.removeprefix("x-") if "cp125" in name else name
    )
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or _OF_NO_PAGE.match(info.name):
        return None
    return _SUPERSETS.get(info.name, info.name)


def declared_in(body: bytes, prescan: int) -> str | None:
    """The label that the first `prescan` bytes of a page declare, outside comments; None if they declare none."""
    head = _COMMENT.sub(b"", body[:prescan])
    return next((label for each in _declared(head) if codec_of(label := each.decode("latin-1"))), None)


def _declared(head: bytes) -> Iterator[bytes]:
    if xml := _XML.match(head):
        yield xml[1]
    for meta in _META.finditer(head):
        values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(meta[1])}
        if label := values.get(b"charset"):
            yield label
        elif values.get(b"http-equiv", b"").strip().lower() == b"content-type" and (
            named := _CHARSET.search(values.get(b"content", b""))
        ):
            yield named[1]
