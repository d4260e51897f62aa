"""What a page needs to look right again."""

import pytest
from growth import growth
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.discovery import requisites
from dimash_archive.discovery.requisites import Assets

PAGE = "https://example.org/2024/story/"
HTML = b"""<!DOCTYPE html><html><head><link rel="stylesheet" href="/theme/style.css?ver=1&amp;a=2">
<link rel=icon href=/favicon.ico><link rel="canonical" href="/no"><link rel="preload" as="font" href="/f.woff2">
<meta property="og:image" content="/og.jpg"><script src="/js/a.js"></script><script>var a = "<img src='/not.png'>"</script>
<style>.x{background:url( '../bg.png' )} @font-face{src:url(font.woff)}</style></head>
<body background="/old.gif"><!-- <img src="/commented.png"> -->
<img src="data:image/svg+xml,%3Csvg%3E" data-src="a.jpg" data-srcset="a-300.jpg 300w, a-700.jpg 700w,">
<picture><source srcset="/p,1.webp 1x, /p,2.webp 2x"><img src=/p.jpg></picture><video poster=/still.png src="film.mp4"></video>
<div style="background-image: url(&quot;/div.webp&quot;)"></div><a href="/big.jpg"><img src="/p.jpg"></a><a href="/story2/">x</a>
<iframe src="https://video.example.com/e"></iframe></body>"""
IMAGES = """/favicon.ico /og.jpg /old.gif /2024/story/a.jpg /2024/story/a-300.jpg /2024/story/a-700.jpg /p,1.webp /p,2.webp
/p.jpg /still.png /div.webp /big.jpg /2024/bg.png""".split()
MORE = "/theme/style.css?ver=1&a=2 /f.woff2 /js/a.js /2024/story/font.woff".split()


@pytest.mark.parametrize(
    ("wanted", "expected"), [("none", []), ("images", IMAGES), ("page", [*IMAGES, *MORE])]
)
def test_pictures_or_all_that_a_page_needs(wanted: Assets, expected: list[str]) -> None:
    """In whatever attribute they are named, lazily loaded ones too; frames and links are pages of their own."""
    found = {each.removeprefix("https://example.org") for each in requisites.parse(HTML, PAGE, wanted)}
    assert found == set(expected)


def test_a_style_sheet_names_its_own() -> None:
    """Addresses are relative to the sheet; quotes or none; imports are sheets too."""
    css = b"@import 'more.css'; @import url(\"print.css\"); a{src:url(../f.woff2) format('woff2'),url(data:x)} url()"
    assert set(requisites.parse_css(css, "https://example.org/t/style.css")) == {
        f"https://example.org/{each}" for each in ("t/more.css", "t/print.css", "f.woff2")
    }


def test_each_is_told_once_and_not_for_ever() -> None:
    """A page that names a picture twice has one, one that names a million is cut off; a wrong charset is no harm."""
    assert list(requisites.parse(b"<img src=/a.png><img src=/a.png>", PAGE, "images", "no-such")) == [
        "https://example.org/a.png"
    ]
    many = b"".join(b"<img src=/%d.png>" % number for number in range(3000))
    assert len(list(requisites.parse(many, PAGE, "images"))) == 2000


@given(st.binary(max_size=300), st.sampled_from(["images", "page"]))
def test_no_page_breaks_it(junk: bytes, wanted: Assets) -> None:
    """Whatever the bytes are."""
    for address in (
        *requisites.parse(b"<img src=" + junk, PAGE, wanted),
        *requisites.parse_css(b"url(" + junk, PAGE),
    ):
        assert address.startswith("http")


@pytest.mark.parametrize(
    "piece", [b"<img src='", b"<img ", b"url(", b"<style>", b"<!--", b'<a href="x" ', b"@import "]
)
def test_hostile_pages_take_no_time(piece: bytes) -> None:
    """A page made to upset a regular expression costs as much as it is long."""

    def work(times: int) -> None:
        list(requisites.parse(piece * times, PAGE, "page"))
        list(requisites.parse_css(piece * times, PAGE))

    assert growth(work, 100_000 // len(piece)) < 9
