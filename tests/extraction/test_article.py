"""The extractor against the truth of the invented site, and at its edges."""

import re
from collections import Counter
from functools import cache

import pytest

from dimash_archive import NotAnArticle, extract, extract_text
from dimash_archive.demo import DemoSite
from dimash_archive.demo.truth import Truth
from dimash_archive.records import Article

STORIES = 40
LANGS = ("kk", "ru", "en")


@cache
def site() -> DemoSite:
    """The invented site."""
    return DemoSite(stories=STORIES)


@cache
def extracted(lang: str) -> tuple[tuple[Truth, Article], ...]:
    """Each article of an edition: what it says, and what was read."""
    demo, base = site(), site().place(lang).base
    pages = (
        (truth, demo.respond(lang, "/" + url.removeprefix(base), {})[2])
        for url, truth in demo.truth(lang).items()
    )
    return tuple((truth, extract(page, truth.url, origin="page")) for truth, page in pages)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["title", "section", "lead", "tags", "published"])
def test_facts_of_every_article_are_exact(lang: str, name: str) -> None:
    """Title, section, standfirst, tags and publishing time of every article are what its page says."""
    assert [(t.url, getattr(a, name)) for t, a in extracted(lang)] == [
        (t.url, getattr(t, name)) for t, _ in extracted(lang)
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_language_and_address_are_exact(lang: str) -> None:
    """The language is told from the text, and the canonical address is given as the page writes it."""
    assert {a.lang for _, a in extracted(lang)} == {lang}
    assert [a.url for _, a in extracted(lang)] == [t.url for t, _ in extracted(lang)]


@pytest.mark.parametrize("lang", LANGS)
def test_nearly_every_body_is_exact(lang: str) -> None:
    """At least 95 % of the bodies have exactly the article's own paragraphs."""
    right = [a.paragraphs == t.paragraphs for t, a in extracted(lang)]
    assert sum(right) >= 0.95 * len(right)


def test_pictures_have_their_captions_and_credits() -> None:
    """At least 95 % of the articles have exactly their pictures, with caption and credit."""
    pairs = [(t, a) for lang in LANGS for t, a in extracted(lang)]
    right = [
        [(i.url, i.caption, i.credit) for i in a.images] == [(i.url, i.caption, i.credit) for i in t.images]
        for t, a in pairs
    ]
    assert sum(right) >= 0.95 * len(right)


def test_most_speeches_are_found_and_little_else() -> None:
    """Of the speeches at least 90 % are found to the letter, and at least 90 % of what is found is speech."""
    count: Counter[str] = Counter()
    for lang in LANGS:
        for truth, article in extracted(lang):
            ours, theirs = {q.text for q in article.quotes}, {q.text for q in truth.quotes}
            count.update(both=len(ours & theirs), ours=len(ours), theirs=len(theirs))
            assert all(0 <= q.start < q.end <= len(article.body) for q in article.quotes)
    assert count["both"] >= 0.9 * count["ours"]
    assert count["both"] >= 0.9 * count["theirs"]


@pytest.mark.parametrize("lang", LANGS)
def test_pages_that_list_articles_are_none(lang: str) -> None:
    """Front page, category pages and the page of an unknown address hold no article; nor does a feed."""
    paths = ["/", "/page/2/", "/no-such-page/", "/feed/", "/calendar/?month=2031-05"]
    for path in paths:
        answer = site().respond(lang, path, {})[2]
        with pytest.raises(NotAnArticle):
            extract(answer, site().place(lang).base + path[1:], origin="page")


def test_the_same_page_gives_the_same_article() -> None:
    """Bytes and text, first and second time: one answer."""
    url, truth = next(iter(site().truth("kk").items()))
    page = site().respond("kk", "/" + url.removeprefix(site().place("kk").base), {})[2]
    assert extract(page, truth.url) == extract(page.decode(), truth.url) == extract(page, truth.url)


def test_a_hint_that_fits_nothing_changes_nothing() -> None:
    """The profile's hint is followed only where the article is in the element that it names."""
    url, truth = next(iter(site().truth("en").items()))
    page = site().respond("en", "/" + url.removeprefix(site().place("en").base), {})[2]
    whole = extract(page, url)
    assert extract(page, url, hint=".no-such-class") == whole
    assert extract(page, url, hint="nav") == whole
    assert extract(page, url, hint=".td-post-content").paragraphs == truth.paragraphs


@pytest.mark.parametrize(
    "page", ["", "<p>", b"", b"\x00\xff", "<html><body></body></html>", "<p>Two words</p>"]
)
def test_a_page_without_text_is_no_article(page: str | bytes) -> None:
    """Empty, broken and tiny pages say so, and name their address."""
    with pytest.raises(NotAnArticle, match="page") as error:
        extract(page, "https://example.org/a")
    assert error.value.url == "https://example.org/a"


def test_flattened_text_gives_the_same_article() -> None:
    """A text without markup gives title, section and paragraphs as its page does."""
    post = site().room.posts("en")[0]
    truth = site().truth("en")[site().url(post)]
    article = extract_text(site().flattened(post, "full"), "https://example.org/a/?utm_source=x")
    assert (article.title, article.section, article.lang) == (truth.title, truth.section, "en")
    assert article.url == "https://example.org/a/"
    with pytest.raises(NotAnArticle):
        extract_text("ҚАЗ RUS ENG\n\nNothing here")


@pytest.mark.parametrize(
    ("url", "canonical", "address"),
    [
        ("file:///home/me/page.html", None, None),
        ("file:///home/me/page.html", "https://example.org/UPPER/", "https://example.org/UPPER/"),
        ("http://example.org/Story/?p=2&fbclid=1", None, "http://example.org/Story/?p=2"),
        ("https://example.org/list?from=10", None, "https://example.org/list?from=10"),
        ("http://example.org/story", "http://example.org/Story/", "http://example.org/Story/"),
        ("http://example.org/story", "https://evil.example/", "http://example.org/story"),
    ],
)
def test_addresses_come_out_as_they_are(url: str, canonical: str | None, address: str | None) -> None:
    """http stays http, slash and case stay; a file has no address; what is proven to track alone is left out."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "<p>" + "The choir of the town sang for the first time since the flood of the spring. " * 12
    facts = '<meta property="article:published_time" content="2024-06-14T10:00:00Z"><meta property="og:type" content="article">'
    head = f"<head><title>The choir sings</title>{facts}{link}</head>"
    page = f"<html>{head}<body><article><h1>The choir sings</h1>{text}</article>"
    assert extract(page, url).url == address


def test_no_control_character_leaves_a_page() -> None:
    """An escape sequence in a title, a speech or a tag comes out as spaces, and offsets still fit."""
    text = "<p>" + "The choir of the town sang for the first time since the flood of the spring. " * 12
    head = "<title>The &#27;]0;choir\x07 sings</title><meta property='og:type' content='article'><meta name=author content='A&#x1b;[2J'>"
    page = f"<html><head>{head}</head><body><article><h1>The &#27;]0;choir\x9b sings</h1>{text}</article>"
    article = extract(page, "https://example.org/a")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", repr(article.title) + str(article))
