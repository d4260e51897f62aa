"""Links of a page, and which of them are traps."""

import pytest
from growth import growth
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.discovery import links

PAGE = "https://example.org/2024/06/14/story/"


def found(html: str | bytes, charset: str | None = None) -> list[str]:
    """The addresses a page's links name."""
    body = html.encode() if isinstance(html, str) else html
    return [each.url for each in links.parse(body, PAGE, "en", charset)]


def test_links_are_found_however_they_are_written() -> None:
    """Quotes or none, any case, entities, relative to the page; each once, without fragment."""
    html = """<A class=x HREF="../b?p=1&amp;q2=2">b</a><a href='/c#top' title="a > b">c</a><a href=/d>d</a>
    <a data-href="/no" >n</a><a name="x">x</a><a href="">e</a><a href="/c">again</a><area href="/map">
    <a\nhref = "/e">e</a><a href="mailto:a@b.c">m</a><a href="javascript:void(0)">j</a><a href="https://other.org/x">o</a>"""
    assert found(html) == [
        "https://example.org/2024/06/14/b?p=1&q2=2",
        "https://example.org/c",
        "https://example.org/d",
        "https://example.org/map",
        "https://example.org/e",
        "https://other.org/x",
    ]


def test_scripts_and_comments_have_no_links() -> None:
    """What only looks like a link is none."""
    html = """<script>document.write('<a href="/no">')</script><!-- <a href="/no2"> -->
    <style><a href="/n3"></style>
    <a href="/yes">y</a><script><a href="/unclosed">"""
    assert found(html) == ["https://example.org/yes"]


def test_links_of_the_head() -> None:
    """Next page and translations count; style sheets, feeds and the canonical address do not."""
    html = """<base href="https://example.org/base/"><link rel="next" href="page/2/">
    <link rel=stylesheet href=a.css><link rel="canonical" href="/canonical">
    <link rel="alternate" hreflang="kk" href="https://kk.example.org/x">
    <link rel="alternate" type="application/rss+xml" href="/feed/"><a href="c">c</a>
    <base href="mailto:x"><a href="d">"""
    assert found(html) == [
        "https://example.org/base/page/2/",
        "https://kk.example.org/x",
        "https://example.org/base/c",
        "https://example.org/base/d",
    ]
    feeds = """<link type="application/rss+xml" href="/feed/">
    <link type="application/rss+xml" href="/comments/feed/"><link type="application/atom+xml" href="/atom">
    <link type="text/css" href="/c"><link type="application/rss+xml">"""
    assert links.feeds(feeds.encode(), PAGE) == (
        "https://example.org/feed/",
        "https://example.org/atom",
    )


def test_charsets() -> None:
    """Letters outside ASCII are percent-encoded as UTF-8; an unknown charset does no harm."""
    html = '<a href="/песня">'
    for charset in ("windows-1251", "utf-8"):
        assert found(html.encode(charset), charset) == ["https://example.org/%D0%BF%D0%B5%D1%81%D0%BD%D1%8F"]
    assert found(html, "no-such-charset") == ["https://example.org/%D0%BF%D0%B5%D1%81%D0%BD%D1%8F"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "list"),
        ("/page/3/", "list"),
        ("/category/dears-club/", "list"),
        ("/category/dears-club/page/2", "list"),
        ("/tag/song", "list"),
        ("/author/x", "list"),
        ("/2024/06/", "list"),
        ("/2024", "list"),
        ("/?paged=2", "list"),
        ("/2024/06/14/slug/", "unknown"),
        ("/4067-2", "unknown"),
        ("/4067", "unknown"),
        ("/a-long-slug", "unknown"),
        ("/?p=12", "unknown") if False else ("/archives/123", "unknown"),
    ],
)
def test_kinds(path: str, kind: str) -> None:
    """Front page, categories, tags, authors, date archives and their further pages list articles."""
    assert links.kind_of("https://example.org" + path) == kind


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a.jpg", "not a page"),
        ("/wp-content/uploads/2024/06/a.PDF", "not a page"),
        ("/wp-admin/post.php", "not a page"),
        ("/wp-login.php", "not a page"),
        ("/story/feed/", "not a page"),
        ("/story/embed/", "not a page"),
        ("/a/b/a/b/a/b", "grows"),
        ("/1/2/3/4/5/6/7/8/9/10/11/12/13", "grows"),
        ("/x?PHPSESSID=1", "session"),
        ("/x;jsessionid=1", "session"),
        ("/?s=song", "search"),
        ("/x?color=1&size=2&sort=3", "maze"),
        ("/" + "x" * 1000, "longer"),
        ("/2024/06/06/story/comment-page-2/", "not a page"),
        ("/?p=7&cpage=3", "further comments"),
        ("/story", None),
        ("/comment-page-2-of-a-novel", None),
        ("/feeding-the-birds", None),
        ("/embedded-in-song", None),
        ("/2024/06/06/story", None),
        ("/?p=12&preview=1", None),
    ],
)
def test_traps(path: str, why: str | None) -> None:
    """Files, machinery, growing paths, sessions, searches and filters are not asked for; stories are."""
    got = links.why_not("https://example.org" + path)
    assert (got is None) if why is None else (got is not None and why in got)
    assert found(f'<a href="{path}">') == [] or why is None


def test_former_addresses() -> None:
    """WordPress's dated permalinks have a short form; archives by date have none."""
    assert links.undated("https://example.org/2020/03/05/a-song/?x=1") == "https://example.org/a-song/?x=1"
    assert links.undated("https://example.org/2020/03/05/a-song") == "https://example.org/a-song"
    assert links.undated("https://example.org/2020/03/05/") is None
    assert links.undated("https://example.org/a-song/") is None


@pytest.mark.parametrize(
    ("path", "following"),
    [
        ("/", "/page/2/"),
        ("/category/a/", "/category/a/page/2/"),
        ("/category/a/page/9", "/category/a/page/10/"),
        ("/page/12/?x=1", "/page/13/?x=1"),
        ("/page/of-history/", "/page/of-history/page/2/"),
    ],
)
def test_the_page_after(path: str, following: str) -> None:
    """Lists go on at `page/2/`, `page/3/` …"""
    assert links.next_page("https://example.org" + path) == "https://example.org" + following


def test_series_have_one_shape() -> None:
    """Only the numbers and the query's values differ within a series."""
    one, two = "https://example.org/calendar/2031/07/?m=1", "https://example.org/calendar/2031/8?m=2"
    assert links.shape(one) == links.shape(two) == "example.org/calendar/#/#?m"
    assert links.shape("https://example.org/category/a/page/2") != links.shape(
        "https://example.org/category/b/page/2"
    )


@given(st.text(alphabet="<>a href='\"=/-!script", max_size=300))
def test_nothing_on_a_page_raises(html: str) -> None:
    """Broken HTML gives some links or none."""
    found(html)


@pytest.mark.parametrize("piece", ["<a ", "<a href='", "<!--", "<script>", "<a x=\"y' ", "<a href=/x "])
def test_hostile_pages_take_no_time(piece: str) -> None:
    """A page made to upset a regular expression costs as much as it is long."""
    assert growth(lambda times: found(piece * times), 100_000 // len(piece)) < 9


@pytest.mark.parametrize(
    "path",
    ["calendar/?month=2031-07", "events/2031-07-05/", "x/?tribe-bar-date=2031-07-05", "calendar/2031/07"],
)
def test_a_calendar_is_known_by_its_address(path: str) -> None:
    """Months and days without end."""
    assert links.is_calendar(f"https://example.org/{path}")


@pytest.mark.parametrize(
    "path", ["", "2031/07/05/story/", "calendar/", "events/opening-2031-07/", "?p=2031", "page/2/"]
)
def test_what_is_no_calendar(path: str) -> None:
    """Dated addresses of articles, and lists."""
    assert not links.is_calendar(f"https://example.org/{path}")


def test_link_headers_name_other_languages() -> None:
    """One header or several, quoted or not; other relations, and alternates without a language, are none."""
    headers = [
        (
            "Link",
            '</kk/a/>; rel="alternate"; hreflang="kk", <https://ru.example.org/a/>; hreflang=ru; rel=alternate',
        ),
        (
            "link",
            '<https://example.org/wp-json/>; rel="https://api.w.org/", </feed/>; rel=alternate; type="x"',
        ),
        ("X-Link", "</no/>; rel=alternate; hreflang=en"),
        ("Link", "<" * 30_000),
    ]
    assert links.alternates(headers, "https://example.org/a/") == (
        ("kk", "https://example.org/kk/a/"),
        ("ru", "https://ru.example.org/a/"),
    )


@pytest.mark.parametrize(
    ("html", "target"),
    [
        (
            '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:7101/kk/">',
            "http://127.0.0.1:7101/kk/",
        ),
        ("<META content='1;URL=/ru/' HTTP-EQUIV=Refresh>", "https://e.org/ru/"),
        ('<script>window.location.href = "/en/";</script>', "https://e.org/en/"),
        ('<script>location.replace("https://e.org/kk/")</script>', "https://e.org/kk/"),
        ('<meta http-equiv="refresh" content="300; url=/">', None),
        ("<p>Nothing of the kind</p>", None),
    ],
)
def test_a_page_that_only_sends_on_is_known(html: str, target: str | None) -> None:
    """At once by a meta element, or by a script; a page that reloads itself after minutes is a page."""
    assert links.refresh_target(html.encode(), "https://e.org/") == target
