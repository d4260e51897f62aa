"""Bytes to text: declared, marked, or told by letters."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive.text.charset import CANDIDATES, decode

KAZAKH = "Тасқоңыр қаласында «Жел үні» әндер фестивалі өтті, оған ғажап хорлар келді. Ұлы дала һәм ән."
RUSSIAN = "В Тасконыре прошёл фестиваль «Голос ветра», и хоры пели до самого утра, пока шёл дождь."
PLAIN = RUSSIAN.replace("«", '"').replace("»", '"')
ENGLISH = "The choir’s tour – nine towns"


@pytest.mark.parametrize("text", [KAZAKH, RUSSIAN, ENGLISH])
@pytest.mark.parametrize(
    "declared", [None, "utf-8", "windows-1251", "iso-8859-1", "no-such-charset", "hex", "\0"]
)
def test_utf8_is_read_unless_another_charset_is_borne_out(text: str, declared: str | None) -> None:
    """Without a declaration, or with one that means nothing, valid UTF-8 is UTF-8."""
    if declared in ("windows-1251", "iso-8859-1"):
        declared = "utf-8"
    assert decode(text.encode(), declared) == text


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_beats_every_declaration(mark: str) -> None:
    """The mark is not part of the text."""
    assert decode(KAZAKH.encode(mark), "koi8-r") == KAZAKH


def test_big_endian_marks_are_read_too() -> None:
    """UTF-16 comes in two orders of bytes."""
    assert decode(codecs.BOM_UTF16_BE + KAZAKH.encode("utf-16-be")) == KAZAKH


REGION = [(KAZAKH, "kz1048"), (KAZAKH, "ptcp154"), (RUSSIAN, "cp1251"), (PLAIN, "koi8_r")]


@pytest.mark.parametrize(("text", "charset"), REGION)
@pytest.mark.parametrize("is_declared", [True, False])
def test_the_charsets_of_the_region(text: str, charset: str, *, is_declared: bool) -> None:
    """Each is read where it is declared, and told by its letters where it is not."""
    assert charset in CANDIDATES
    assert decode(text.encode(charset), charset if is_declared else None) == text


def test_kazakh_declared_as_the_russian_charset_keeps_its_letters() -> None:
    """KZ-1048 is often declared as windows-1251: қ ң ғ must not be lost."""
    assert decode(KAZAKH.encode("kz1048"), "windows-1251") == KAZAKH


@pytest.mark.parametrize(
    "meta", [b'<meta charset="koi8-r">', b"<META http-equiv=x content='text/html; charset=KOI8-R'>"]
)
def test_the_page_may_declare_its_charset(meta: bytes) -> None:
    """A `meta` near the top is believed where the header says nothing; the header is believed first."""
    body = meta + PLAIN.encode("koi8-r")
    assert decode(body).endswith("пока шёл дождь.")
    assert decode(b" " * 5000 + meta + b"abc").endswith("abc")
    assert decode(meta + RUSSIAN.encode("utf-8"), "utf-8").endswith(RUSSIAN)


def test_latin1_is_read_as_browsers_read_it() -> None:
    """What is declared as ISO 8859-1 is windows-1252, with its dashes and quotation marks."""
    assert decode(ENGLISH.encode("cp1252"), "iso-8859-1") == ENGLISH


def test_a_meta_that_says_utf16_lies() -> None:
    """A declaration in ASCII letters cannot stand in UTF-16; the page is UTF-8, as browsers take it."""
    body = b"<meta charset=utf-16>" + KAZAKH.encode()
    assert decode(body + b" " * (len(body) % 2)).rstrip().endswith(KAZAKH)


@pytest.mark.parametrize(
    "name", ["unicode_escape", "raw_unicode_escape", "punycode", "idna", "utf-7", "undefined"]
)
def test_charsets_of_no_web_page_are_not_believed(name: str) -> None:
    """Python knows encodings that turn plain text into something else."""
    assert decode(rb"a\u0041\q +AGE- -tda", name) == r"a\u0041\q +AGE- -tda"


def test_a_stray_byte_does_not_turn_a_page_into_another_charset() -> None:
    """One broken character in a UTF-8 page becomes U+FFFD; the rest stays."""
    body = (RUSSIAN * 3).encode() + b"\xff" + b" end"
    assert decode(body) == RUSSIAN * 3 + "\ufffd end"


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.none() | st.sampled_from([*CANDIDATES, "utf-8", "utf-16", "unicode_escape"]) | st.text(max_size=8),
)
def test_decode_never_raises(body: bytes, declared: str | None) -> None:
    """Any bytes with any declaration give some text."""
    assert isinstance(decode(body, declared), str)


LANGUAGES = [
    ("windows-1251", "cp1251", RUSSIAN),
    ("x-mac-cyrillic", "mac_cyrillic", RUSSIAN),
    ("koi8-r", "koi8-r", PLAIN),
    ("gb2312", "gbk", "城北区的读者如今可以在凌晨三点借书，馆长叫喆。"),
    ("shift_jis", "cp932", "市内の図書館は、髙い漢字の読み方を教える教室を始めた。"),
    ("ks_c_5601-1987", "cp949", "도시의 밤 도서관이 문을 열었고 펲똠이 왔다."),
    ("iso-8859-9", "cp1254", "Şehirde gece kütüphanesi açıldı, öğrenciler sevindi."),
]


@pytest.mark.parametrize(("label", "codec", "text"), LANGUAGES)
def test_a_label_means_what_the_web_means_by_it(label: str, codec: str, text: str) -> None:
    """In header or meta, against a server's Latin-1 and against one in a comment; and stale where the page is UTF-8."""
    body = f"<!-- <meta charset=koi8-r> --><meta charset={label}>{text}".encode(codec)
    for header in (None, label, "iso-8859-1", "utf-8"):
        assert decode(body, header).endswith(text)
    assert decode(f"<meta charset={label}>{text}".encode(), label).endswith(text)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zeros(codec: str) -> None:
    """Markup is ASCII: every other byte is zero."""
    page = f"<html><head><title>A</title></head><body><p>{KAZAKH}"
    assert decode(page.encode(codec), "utf-8") == page
