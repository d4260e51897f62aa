"""What is an article, and what lists others, is about somebody, or wants to stay unlisted."""

import json
from typing import get_args

import pytest

from dimash_archive.errors import NotAnArticle, ProtectedArticle
from dimash_archive.extraction import extract
from dimash_archive.extraction.content import textless
from dimash_archive.extraction.content.selection import PageOrigin
from dimash_archive.html import dom

TEXT = (
    "The old mill has been repaired after forty months of work and opened its doors on Saturday. "
    "About ninety people came to the yard of the school, although it had been raining since morning."
)
HEAD = '<meta property="og:type" content="{}">'
TIME = '<time class="published" datetime="2026-03-09T17:03:00+05:00">9 March 2026</time>'


def story(head: str = "", body: str = "", more: str = "", around: str = "") -> str:
    """A page with one story."""
    return (
        f"<html lang=en><head><title>The mill turns again | Courier</title>{head}</head><body {body}>"
        f"<main><article><h1>The mill turns again</h1>{more}<div>{f'<p>{TEXT}</p>' * 4}</div></article>{around}</main>"
    )


def teasers(entry: str, head: str = "", body: str = "", title: str = "Culture") -> str:
    """A page with eight teasers."""
    entries = "".join(entry.format(n=n, text=TEXT, time=TIME) for n in range(8))
    return f"<html lang=en><head><title>{title} | Courier</title>{head}</head><body {body}><main><h1>{title}</h1>{entries}"


JEKYLL = '<li><span class="meta">20.09.2026</span><h3><a href="/{n}.html">The bell number {n}</a></h3><p>{text}</p></li>'
PELICAN = '<article class="hentry"><h1><a href="/{n}.html">The bell number {n}</a></h1>{time}<p>{text}</p></article>'
OVERLAY = '<article><h2>The bell number {n}</h2><p>{text}</p><footer>{time}</footer><a aria-label="x" href="/{n}/"></a></article>'
DIVS = '<div class="card"><h2>The bell number {n}</h2>{time}<p>{text}</p><a href="/{n}/">The bell number {n}</a></div>'


@pytest.mark.parametrize("entry", [JEKYLL, PELICAN, OVERLAY, DIVS])
@pytest.mark.parametrize("head", ["", HEAD.format("website")])
def test_pages_of_teasers_are_no_articles(entry: str, head: str) -> None:
    """Whatever system made them, with dates on them or not: their text belongs to other pages."""
    with pytest.raises(NotAnArticle):
        extract(teasers(entry, head), "https://courier.invalid/culture/", origin="page")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta name="robots" content="noindex,nofollow">', ""),
        ('<meta name="googlebot" content="none">', ""),
        ('<script type="application/ld+json">{"@type": "CollectionPage", "name": "Culture"}</script>', ""),
        ('<script type="application/ld+json">{"@graph": [{"@type": "ProfilePage"}]}</script>', ""),
        ('<script type="application/ld+json">[{"@type": "WebPage"}, {"@type": ["AboutPage"]}]</script>', ""),
        ("", 'class="archive category category-news"'),
        ("", 'class="attachment attachment-template-default single single-attachment postid-7"'),
        ("", 'class="page-template-default page page-id-2"'),
        ("", 'class="tag-template tag-river"'),
    ],
)
def test_pages_that_say_that_they_are_none_are_none(head: str, body: str) -> None:
    """What a page declares in its own type outweighs an author and a date; not for a post that the site lists."""
    page = story(head, body, f'<a rel="author" href="/jane/">Jane Hollis</a> {TIME}')
    with pytest.raises(NotAnArticle):
        extract(page, "https://courier.invalid/mill/", origin="page")
    assert extract(page, "https://courier.invalid/mill/", origin="post").paragraphs == (TEXT,) * 4
    assert extract(page, "https://courier.invalid/mill/").paragraphs == (TEXT,) * 4


@pytest.mark.parametrize(
    ("head", "body", "more"),
    [
        (HEAD.format("article"), "", TIME),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>', "", ""),
        ("", 'class="post-template-default single single-post postid-7 category-news"', ""),
        ("", "", TIME),
        (HEAD.format("website"), "", TIME),
        ("", 'id="index" class="home"', TIME),
    ],
)
def test_pages_that_say_that_they_are_articles_are(head: str, body: str, more: str) -> None:
    """By a type, by the class of their body, or by a time that is marked up as such; teasers below change nothing."""
    page = story(
        head, body, more, around="".join(OVERLAY.format(n=n, text="More", time=TIME) for n in range(8))
    )
    assert extract(page, "https://courier.invalid/mill/", origin="page").paragraphs[:4] == (TEXT,) * 4


def test_a_page_that_social_networks_call_an_article_needs_a_date() -> None:
    """Systems say `og:type=article` of "About us" as well; a post that the site lists needs nothing."""
    page = story(HEAD.format("article"))
    undated = '{"@type": "BlogPosting", "datePublished": "0001-01-01T00:00:00+00:00"}'
    for each in (page, story(f'<script type="application/ld+json">{undated}</script>')):
        with pytest.raises(NotAnArticle, match="neither"):
            extract(each, "https://courier.invalid/about/", origin="page")
    assert extract(page, "https://courier.invalid/about/", origin="post").title == "The mill turns again"


@pytest.mark.parametrize(
    "form",
    [
        '<form action="/wp-login.php?action=postpass" class="post-password-form" method="post"><p>{}</p></form>',
        '<form class="content-password"><p>{}</p><input type="password"></form>',
    ],
)
def test_a_page_that_asks_for_a_password_gives_no_text(form: str) -> None:
    """The notice is never the text, however long, and whoever names the page."""
    page = story(
        more=form.format("This content is password protected. To view it please enter your password below:")
    )
    for origin in get_args(PageOrigin):
        with pytest.raises(ProtectedArticle):
            extract(page, "https://courier.invalid/mill/", origin=origin)


@pytest.mark.parametrize(
    ("matter", "kind", "pictures"),
    [
        ("<figure><img src=/a.jpg><figcaption>The yard</figcaption></figure><figure><img src=/b.jpg></figure>", "gallery", 2),
        ('<iframe src="https://www.youtube.com/embed/mill"></iframe>', "video", 0),
        ("<video src=/mill.mp4></video>", "video", 0),
        ("<audio src=/mill.mp3></audio>", "audio", 0),
    ],
)  # fmt: skip
def test_posts_without_a_text_are_articles_with_an_empty_body(matter: str, kind: str, pictures: int) -> None:
    """A photo report, a video and sound have a title and a kind; a page that nobody calls an article is none."""
    body = f"<body class=single-post><main><article><h1>The mill turns again</h1>{TIME}<div>{matter}</div></article>"
    article = extract(f"<html lang=en>{body}", "https://courier.invalid/mill/", origin="page")
    assert (article.kind, article.paragraphs, article.body) == (kind, (), "")
    assert (article.title, article.lang, len(article.images)) == ("The mill turns again", "en", pictures)
    with pytest.raises(NotAnArticle):
        extract(
            body.replace("single-post", "x").replace(TIME, ""),
            "https://courier.invalid/mill/",
            origin="page",
        )


@pytest.mark.parametrize(
    "date",
    [
        '<abbr class="published" title="2026-03-09T17:03:00+05:00">Published: 09 March 2026</abbr>',
        "<span title='2026-03-09 17:03:00 +0500 +0500'>March 9, 2026</span>",
    ],
)
def test_a_date_that_readers_see_is_told_in_a_title_too(date: str) -> None:
    """Pelican and Hugo's themes write the moment there, and say nothing else of what the page is."""
    found = extract(story(more=date), "https://x.invalid/mill/", origin="page")
    assert found.published is not None
    assert found.published.isoformat() == "2026-03-09T17:03:00+05:00"
    with pytest.raises(NotAnArticle):
        extract(story(), "https://x.invalid/mill/", origin="page")


def test_a_page_that_scripts_draw_has_its_text_in_their_data() -> None:
    """Its paragraphs and headings, without the captions; data without a text, and broken data, are nothing."""
    html = f"<p>{TEXT}</p><h2>How it began</h2><p>{TEXT[:90]}</p><figure><img src=/a.jpg><figcaption>The mill</figcaption></figure>"
    data = json.dumps({"props": [{"post": {"content": html, "id": 3}}]})
    page = '<title>The mill turns again | Courier</title><div id=root>Loading</div><script type="application/json">{}</script>'
    found = extract(
        HEAD.format("article") + page.format(data.replace("</", "<\\/")), "https://x.invalid/mill/"
    )
    assert found.paragraphs == (TEXT, "How it began", TEXT[:90].strip())
    for nothing in ("{", '{"a": "no text"}', "[" * 9999):
        with pytest.raises(NotAnArticle):
            extract(HEAD.format("article") + page.format(nothing), "https://x.invalid/mill/")


@pytest.mark.parametrize(
    "script",
    [
        'self.__next_f.push([1,"24:T1b7b,"]);self.__next_f.push([1,{}])',
        "window.state = {{note: 'it\\'s', \"contentHtml\": {}}};",
    ],
)
def test_a_text_may_be_streamed_to_scripts(script: str) -> None:
    """Its paragraphs stand in a string of a script that is no JSON, their tags escaped."""
    text = json.dumps(f"<p>{TEXT}</p><h2>How it began</h2><p>{TEXT[:90]}</p>").replace("<", "\\u003c")
    page = f"<title>The mill turns again | Courier</title><div id=root></div><script>{script.format(text)}</script>"
    found = extract(HEAD.format("article") + page, "https://x.invalid/mill/")
    assert found.paragraphs == (TEXT, "How it began", TEXT[:90].strip())


@pytest.mark.parametrize(
    "details",
    [
        '<span title="2023-12-11T17:04:00+06:00">3 years</span> / Jane Hollis / <a href=/c/>Culture</a>, <a href=/n/>News</a>'
        " / <a href=/f/ rel=tag>town festival</a>, <a href=/r/ rel=tag>repairs</a>",
        '<a href=/w/ rel=author>Jane Hollis</a> in <a href=/c/ rel="category tag">The culture of the valley and its people</a>',
    ],
)
def test_a_line_of_details_is_no_text(details: str) -> None:
    """Below a film stand its date, its author and its sections; a sentence with a link and a name is another thing."""
    page = dom.parse(
        f"<div><p>{details}</p><p>Jane Hollis and the <a href=/c/>choir</a> went home before the last song.</p></div>"
    )
    assert [textless.is_details(page, line, "Jane Hollis") for line in range(len(page.lines))] == [
        True,
        False,
    ]


def test_a_menu_of_categories_is_no_section() -> None:
    """A page beside the posts has no section, though all sections stand above it, whatever the menu is called."""
    names = ("culture", "interviews", "news", "town-hall")
    menu = "".join(f'<li class="cat-item"><a href="/category/{name}/">{name}</a></li>' for name in names)
    text = "".join(
        f"<p>Our paper was founded by {n} teachers. It comes out every day and is read in forty villages.</p>"
        for n in (3, 4)
    )
    page = f"<html lang=en><body><ul id=rooms>{menu}<li><a href=/about/>About us</a></li></ul><div><h2>About us</h2>{text}</div>"
    with pytest.raises(NotAnArticle):
        extract(page, "https://courier.invalid/about-us/", origin="page")
