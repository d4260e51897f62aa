"""Addresses: one normal form, and what is left of an address as it was found."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive import urls


@pytest.mark.parametrize(
    ("found", "plain"),
    [
        ("https://example.org/story/?amp", "https://example.org/story/"),
        ("https://example.org/story/amp/", "https://example.org/story/"),
        ("https://example.org/story?amp=1&p=2&utm_source=x", "https://example.org/story?p=2"),
        ("https://example.org/story/?replytocom=7#respond", "https://example.org/story/"),
        ("https://example.org/swamp/", "https://example.org/swamp/"),
        ("https://example.org/Story?b=2&a=%D3%99&c", "https://example.org/Story?b=2&a=%D3%99&c"),
        ("http://[", "http://["),
    ],
)
def test_plain_addresses(found: str, plain: str) -> None:
    """What tracks or re-dresses is cut; order, case and slashes stay."""
    assert urls.plain(found) == plain
    assert urls.key(plain) == urls.key(found)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/a/b",
        "http://Example.org:80/a/b/",
        "https://example.org:443/a/b/?utm_medium=x&fbclid=1",
        "https://example.org./a/b/?amp",
        "https://example.org/a/b/amp",
        "https://example.org/a/b/index.php#top",
        "https://example.org/a/b/index.php/",
    ],
)
def test_all_spellings_have_one_key(spelling: str) -> None:
    """Scheme, port, slash, tracking, amp and fragment make no difference."""
    assert urls.key(spelling) == "https://example.org/a/b"


@pytest.mark.parametrize("query", ["from=10", "nb=2", "ref=news", "share=5", "ref_src=list"])
def test_names_that_may_mean_a_page_stay(query: str) -> None:
    """Lists that page by such names have more than one page."""
    assert urls.key(f"https://example.org/list?{query}") == f"https://example.org/list?{query}"
    assert urls.plain(f"https://example.org/list?{query}") == f"https://example.org/list?{query}"
    assert urls.key("https://example.org/a?share=telegram") == "https://example.org/a"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
        ("https://example.org:99999/", "https://example.org:99999/"),
    ],
)
def test_keys_keep_what_matters(url: str, key: str) -> None:
    """A named port keeps its scheme, parameters are sorted, nonsense is left as it is."""
    assert urls.key(url) == key


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (" b#c ", "https://example.org/a/b"),
        ("//other.org", "https://other.org/"),
        ("/ә", "https://example.org/%D3%99"),
        ("mailto:a@b.c", None),
        ("http://", None),
        ("http://[::1", None),
    ],
)
def test_absolute(href: str, url: str | None) -> None:
    """Relative and odd references become http(s) addresses without fragment, or None."""
    assert urls.absolute("https://example.org/a/", href) == url


def test_hosts() -> None:
    """Default ports and `www.` make no difference, other ports do."""
    assert urls.host("https://Me@WWW.Example.org:443/x") == "www.example.org"
    assert urls.same_host("https://www.example.org/", "http://example.org:80/x")
    assert not urls.same_host("http://127.0.0.1:1/", "http://127.0.0.1:2/")


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    """Neither form ever raises, and each is its own for whatever comes after the host."""
    urls.key(text)
    assert urls.plain(urls.plain(text)) == urls.plain(text)
    address = f"https://example.org/{text}"
    assert urls.key(urls.key(address)) == urls.key(address)


@settings(max_examples=60, deadline=None)
@given(st.from_regex(urls._CLEAN, fullmatch=True))
def test_the_short_way_for_plain_addresses_gives_what_the_long_one_does(url: str) -> None:
    """Addresses that need no work are told by a pattern; going the long way changes none of them."""
    quick = urls.key(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_CLEAN", re.compile(r"(?!)"))
        urls.key.cache_clear()
        assert quick == urls.key(url)
    urls.key.cache_clear()


# Built from its parts: to draw from the whole pattern takes minutes.
ESCAPES = st.integers(0, 255).flatmap(lambda byte: st.sampled_from([f"%{byte:02x}", f"%{byte:02X}"]))
STEPS = st.lists(st.text("aZ09_.~,:@=!$+-", min_size=1, max_size=5) | ESCAPES, min_size=1, max_size=4).map(
    "".join
)
PATHS = st.builds(
    lambda steps, slash, query: "".join(f"/{step}" for step in steps) + slash + query,
    st.lists(STEPS, min_size=1, max_size=4),
    st.sampled_from(["", "/"]),
    st.just("") | STEPS.map("?{}".format) | st.builds("?{}/&{}".format, STEPS, STEPS),
).filter(urls._WHOLE_PATH.fullmatch)
LABELS = st.lists(st.text("az09-", min_size=1, max_size=4), min_size=2, max_size=4)
ORIGINS = st.builds("{}://{}".format, st.sampled_from(["http", "https"]), LABELS.map(".".join))


@settings(max_examples=200, deadline=None)
@given(st.builds("{}{}".format, ORIGINS, PATHS).filter(urls._WHOLE.fullmatch), PATHS)
def test_the_short_way_to_an_absolute_address_gives_what_the_long_one_does(url: str, path: str) -> None:
    """Escapes, marks and queries stay as they are written, the long way too."""
    quick = (urls.absolute("https://a.example/x/y", url), urls.absolute(url, path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_WHOLE", re.compile(r"(?!)"))
        patch.setattr(urls, "_WHOLE_PATH", re.compile(r"(?!)"))
        assert quick == (urls.absolute("https://a.example/x/y", url), urls.absolute(url, path))


def test_dot_segments_of_absolute_links_are_resolved() -> None:
    """What a browser would ask for is what the edition is judged by."""
    assert urls.absolute("https://e.org/kk/", "https://e.org/kk/../ru/a/?x=1") == "https://e.org/ru/a/?x=1"
    assert urls.absolute("https://e.org/", "https://e.org/a/./b/") == "https://e.org/a/b/"


def test_an_edition_may_be_a_query() -> None:
    """A value that ends in a mark is a beginning; the nearest front page wins by its depth."""
    front = "https://e.org/doku.php?id=kk:"
    assert urls.is_below("https://e.org/doku.php?id=kk:story&x=1", front)
    assert not urls.is_below("https://e.org/doku.php?id=ru:story", front)
    assert not urls.is_below("https://e.org/doku.php", front)
    assert urls.is_below("https://e.org/any?lang=kk", "https://e.org/?lang=kk")
    assert not urls.is_below("https://e.org/any?lang=kkk", "https://e.org/?lang=kk")
    assert urls.depth(front) > urls.depth("https://e.org/doku.php")


@pytest.mark.parametrize("end", ["page/;/", "a;%5D%5D%3E:1%5D:9.org/?b=%C3%BF", "a;b;", ";;//;"])
def test_semicolons_make_no_other_key(end: str) -> None:
    """A key is its own key, also of addresses with parameters in their path."""
    key = urls.key(f"https://example.org/{end}")
    assert key == urls.key(key)
    assert urls.key(urls.key("https://ex²...../")) == urls.key("https://ex²...../")
    assert urls.key("https://example.org/page/;/") == urls.key("https://example.org/page")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/%D1%85%D0%BE%D1%80-2024/", "https://a.example/хор-2024/"),
        ("https://a.example/?q=%e0%a4%b9%e0%a4%bf", "https://a.example/?q=हि"),
        ("https://a.example/a%20b%2Fc%25?x=%26", "https://a.example/a%20b%2Fc%25?x=%26"),
        ("https://a.example/%FF%FE", "https://a.example/%FF%FE"),
        ("https://a.example/%E2%80%AEgpj.exe", "https://a.example/%E2%80%AEgpj.exe"),
        ("https://a.example/%D1%85%E2%80%8B", "https://a.example/%D1%85%E2%80%8B"),
    ],
)
def test_addresses_are_shown_in_their_own_script(url: str, shown: str) -> None:
    """Letters of any script are shown as such; what would part, hide or turn text stays encoded."""
    assert urls.readable(url) == shown
