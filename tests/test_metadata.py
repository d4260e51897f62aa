"""The facts of a page: each trap of real themes on a page of its own."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from dimash_archive import dom
from dimash_archive.dom import Page
from dimash_archive.extract.metadata import Facts, facts

URL = "https://en.steppe.example/when-the-choir-sang/"
TITLE = "When the Choir Sang for the Whole Town"
TEXT = (
    "<p>"
    + "The choir sang on the square for two hours, and nobody went home before the last song. " * 3
    + "</p>"
)
TOWN = timezone(timedelta(hours=5))
WHEN = datetime(2024, 6, 14, 10, 30, tzinfo=TOWN)


def page_of(body: str, head: str = "", *json_ld: Any) -> Page:
    """A page with these pieces; JSON-LD is given as values, or as text if it is broken."""
    page = dom.parse(f"<html lang=en><head>{head}</head><body>{body}</body></html>")
    page.json_ld[:] = [each if isinstance(each, str) else json.dumps(each) for each in json_ld]
    return page


def read(body: str, head: str = "", *json_ld: Any, kept: bool = True) -> Facts:
    """The facts of a page; its long lines are the text."""
    page = page_of(body, head, *json_ld)
    text = [i for i, line in enumerate(page.lines) if len(line.text) > 200]
    return facts(page, URL, text if kept else ())


def meta(**contents: str) -> str:
    """Metas by name; `__` stands for a colon."""
    return "".join(f'<meta property="{k.replace("__", ":")}" content="{v}">' for k, v in contents.items())


def article(**fields: Any) -> dict[str, Any]:
    """An article in JSON-LD."""
    return {"@type": "NewsArticle", "headline": TITLE, **fields}


H1 = f"<h1>{TITLE}</h1>"
TEASERS = """<div class=related><h3 class="entry-title td-module-title"><a href=/x/>A Teaser of Another Story</a></h3>
<time class="entry-date updated td-module-date" datetime="2026-01-01T10:00:00+00:00">1 January 2026</time>
<h3 class="entry-title td-module-title"><a href=/y/>Another Teaser of Another Story</a></h3>
<time class="entry-date updated td-module-date" datetime="2026-02-02T10:00:00+00:00">2 February 2026</time></div>"""


@pytest.mark.parametrize("kept", [True, False])
def test_teasers_give_neither_title_nor_date(kept: bool) -> None:
    """What stands in `h3.entry-title` and `time` of teasers is another article's."""
    found = read(
        f"{TEASERS}{'<p>Menu</p>' * 12}{H1}{TEXT}{TEASERS}", f"<title>{TITLE} - Steppe</title>", kept=kept
    )
    assert found.title == TITLE
    assert found.published is None


def test_a_page_of_nothing_has_no_facts() -> None:
    """An empty page is no error."""
    assert facts(dom.parse(""), None) == Facts("")


def test_a_page_without_text_is_read_as_far_as_it_goes() -> None:
    """A headline and a date are found even if no line is known to be text."""
    found = read(f"{H1}<p>14 June 2024</p>", kept=False)
    assert (found.title, found.published) == (TITLE, datetime(2024, 6, 14, tzinfo=UTC))


def test_the_text_may_stand_above_the_headline() -> None:
    """Lines kept only before the headline do not mislead."""
    found = read(f"{TEXT}{H1}")
    assert found.title_lines == (1,)


def test_lines_that_repeat_the_headline_are_named() -> None:
    """A double headline, its cut in a breadcrumb of its own line, and an alt text all count."""
    crumb = "<div>When the Choir Sang for...</div>"
    found = read(
        f"{crumb}{H1}<p>14 June 2024</p>{H1}{TEXT}<p>{TITLE.replace('C', 'c')}</p>{TEXT}<h2>Not it</h2>"
    )
    assert found.title_lines == (0, 1, 3, 5)


# --- sections


def crumbs(*steps: str) -> str:
    """A breadcrumb of links; the last step has none."""
    linked = "".join(
        f"<a class=entry-crumb href='{href}'>{name}</a> "
        for name, href in zip(steps[::2], steps[1::2], strict=False)
    )
    return f"<div class=entry-crumbs>{linked}<span>{TITLE[:20]}...</span></div>"


@pytest.mark.parametrize(
    "trail",
    [
        ("Culture", "/category/culture/"),
        ("Home", "/", "Culture", "/category/culture/"),
        ("Главная", "/start/", "Culture", "/category/culture/"),
        (
            "Басты бет",
            "https://en.steppe.example/en/",
            "World",
            "/category/world/",
            "Culture",
            "/category/world/culture/",
        ),
        ("Start", "https://www.en.steppe.example", "Culture", "https://[broken"),
        ("Culture", "/category/culture/", TITLE, "/when-the-choir-sang"),
        ("Culture", "/category/culture/", "Қазақша", "https://steppe.example/hor/"),
        ("Culture", "/category/culture/", "x", "/x/"),
        ("Culture", "#"),
    ],
)
def test_the_section_is_the_last_step_of_the_breadcrumb(trail: tuple[str, ...]) -> None:
    """Not the home page in any language, not the article itself, also in its other languages."""
    alternate = "<link rel=alternate hreflang=kk href=https://steppe.example/hor/>"
    assert read(f"{crumbs(*trail)}{H1}{TEXT}", alternate).section == "Culture"


def test_a_breadcrumb_without_a_class_is_known_by_the_headline() -> None:
    """A line that ends in the headline, whole or cut, names the section before it."""
    line = "<div><a href=/c/culture/>World Culture</a> <span>When the Choir Sang for the...</span></div>"
    assert read(f"<div><a href=/>Steppe</a></div>{line}{H1}{TEXT}").section == "World Culture"


def test_an_empty_breadcrumb_leaves_the_word_to_json_ld() -> None:
    """BreadcrumbList comes next, then the section of the head, then links to a category."""
    empty = "<div class=breadcrumbs><div></div></div>"
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"position": "2", "item": {"@id": "https://en.steppe.example/culture/", "name": "Culture"}},
            {"position": 1, "name": "Home", "item": "https://en.steppe.example/"},
            {"position": 3, "name": TITLE},
            {"position": "x", "name": ""},
            "broken",
        ],
    }
    link = "<ul><li><a rel='category tag' href=/k/>Linked</a></li></ul>"
    menu = "<ul class=menu><li><a href=/category/m/>Menu</a></ul>"
    assert read(f"{empty}{H1}{link}{TEXT}", meta(article__section="Told"), trail).section == "Culture"
    assert read(f"{empty}{H1}{link}{TEXT}", meta(article__section="Told")).section == "Told"
    assert read(f"{empty}{H1}{link}{TEXT}", "", article(articleSection=["News", "Old"])).section == "News"
    assert read(f"{empty}{menu}{H1}{link}{TEXT}", meta(article__section="Uncategorized")).section == "Linked"
    assert read(f"{empty}{menu}{H1}{TEXT}").section is None


# --- dates


def test_the_head_tells_when() -> None:
    """JSON-LD and metas, with the zone and the raw string kept."""
    told = article(datePublished="2024-06-14T10:30:00+05:00", dateModified="2024-06-15T10:30:00+05:00")
    for found in (
        read(f"{H1}{TEXT}{TEASERS}", "", told),
        read(f"{H1}{TEXT}", meta(article__published_time=told["datePublished"], og__updated_time=told["dateModified"])),
        read(f"{H1}{TEXT}<meta itemprop=datePublished content={told['datePublished']}>"
             f"<meta itemprop=dateModified content={told['dateModified']}>"),
    ):  # fmt: skip
        assert (found.published, found.published_raw) == (WHEN, "2024-06-14T10:30:00+05:00")
        assert (found.modified, found.modified_raw) == (WHEN + timedelta(days=1), "2024-06-15T10:30:00+05:00")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<time class='entry-date updated td-module-date' datetime=2024-06-14T10:30:00+05:00>6 hours ago</time>", WHEN),
        ("<p>By A. Writer on <time class='entry-date published' datetime=2024-06-14T10:30:00+05:00>14.6.</time>"
         "<time class=updated datetime=2025-01-01>1.1.</time></p>", WHEN),
        ("<p>14 маусым 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>Last updated: 1 May 2025. Published: 14 June 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>Updated on June 20, 2024</p><p>June 14, 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>Updated: <time datetime=2024-06-20>20 June</time></p><p>June 14, 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>© 2019 Steppe, 1 May 2019</p><p>14.06.2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<time>soon</time><p>14.06.2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>On the 1st of May 2019 they had sung here for the first time, as their elders remember well.</p><p>14.06.2024</p>",
         datetime(2024, 6, 14, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_header_shows_when(line: str, day: datetime) -> None:
    """A `time` element or a date in words; not the day of a change, not a copyright, not a date the text tells of."""
    found = read(f"{H1}{line}{TEXT}{TEASERS}")
    assert found.published == day


def test_a_change_alone_is_the_last_resort() -> None:
    """Where a page only says when it was updated, that is its modified date, and its published one for want of a better."""
    found = read(f"{H1}<p>Жаңартылды: 14.06.2024</p>{TEXT}")
    assert found.modified == found.published == datetime(2024, 6, 14, tzinfo=UTC)


def test_a_date_before_the_headline_or_behind_the_text() -> None:
    """The nearest one; behind the text only one that stands alone or is called so."""
    day = datetime(2024, 6, 14, tzinfo=UTC)
    assert read(f"<p>1 May 2019</p><p>14 June 2024</p>{H1}{TEXT}").published == day
    assert read(f"{H1}{TEXT}<p>14 June 2024</p>").published == day
    assert read(f"{H1}{TEXT}<p>Posted on 14 June 2024</p>{TEASERS}").published == day
    assert read(f"{H1}{TEXT}{'<p>x</p>' * 20}<p>Published</p><p>14 June 2024</p>").published == day
    assert read(f"{H1}{TEXT}{TEASERS}").published is None


def test_the_address_is_the_last_evidence() -> None:
    """A dated permalink."""
    page = page_of(f"{H1}{TEXT}{TEASERS}")
    found = facts(page, "https://en.steppe.example/2024/06/14/when-the-choir-sang/", [1])
    assert (found.published, found.published_raw) == (datetime(2024, 6, 14, tzinfo=UTC), "2024/06/14")


def test_what_the_page_shows_may_know_better() -> None:
    """The same moment in the town's own zone, and a day the head knows nothing of."""
    same = "<time datetime=2024-06-14T10:30:00+05:00>14 June</time>"
    found = read(f"{H1}{same}{TEXT}", "", article(datePublished="2024-06-14T05:30:00+00:00"))
    assert found.published_raw == "2024-06-14T10:30:00+05:00"
    old = "<p>14 June 2024</p>"
    moved = article(datePublished="2025-11-20T05:30:00+00:00", dateModified="2025-11-20T05:30:00+00:00")
    assert read(f"{H1}{old}{TEXT}", "", moved).published == datetime(2024, 6, 14, tzinfo=UTC)
    changed = article(datePublished="2023-01-01", dateModified="2024-06-14")
    assert read(f"{H1}{old}{TEXT}", "", changed).published == datetime(2023, 1, 1, tzinfo=UTC)
    near = article(datePublished="2024-06-13T20:00:00Z")
    assert read(f"{H1}{old}{TEXT}", "", near).published_raw == "2024-06-13T20:00:00Z"


def test_a_year_to_come_is_not_believed() -> None:
    """With the moment of fetching given, later years are wrong."""
    page = page_of(f"{H1}{TEXT}", meta(article__published_time="2099-01-01"))
    assert facts(page, URL, [1], datetime(2024, 1, 1, tzinfo=UTC)).published is None


# --- authors


@pytest.mark.parametrize(
    "told",
    [
        {"@type": "Person", "name": "Aigerim Omarova"},
        [{"@type": "Person", "name": "By Aigerim Omarova"}, {"@type": "Organization", "name": "Steppe"}],
        "Aigerim Omarova",
        ["Aigerim Omarova", "Aigerim  Omarova"],
        {"@id": "#aigerim"},
        {"@type": "Person", "name": ["Aigerim Omarova"]},
    ],
)
def test_json_ld_names_the_author(told: Any) -> None:
    """A person, a list, a string or a reference into the graph."""
    graph = {
        "@graph": [article(author=told), {"@type": "Person", "@id": "#aigerim", "name": "Aigerim Omarova"}]
    }
    assert read(f"{H1}{TEXT}", "", graph).author == "Aigerim Omarova"


def test_several_authors_are_joined() -> None:
    """In order, by commas; the head's metas are asked if JSON-LD is silent."""
    told = article(author=[{"name": "Aigerim Omarova"}, {"name": "Dana Serik"}])
    assert read(f"{H1}{TEXT}", "", told).author == "Aigerim Omarova, Dana Serik"
    assert (
        read(f"{H1}{TEXT}", meta(author="Aigerim Omarova") + meta(author="Dana Serik")).author
        == "Aigerim Omarova, Dana Serik"
    )


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "steppe_admin",
        "redaktor2",
        "aigerim",
        "Steppe News",
        "https://facebook.com/x",
        "a@b.example",
        "Редакция",
        "undefined",
    ],
)
def test_an_account_is_no_author(name: str) -> None:
    """User names, roles, addresses and the site's own name are not what a reader calls an author."""
    head = meta(og__site_name="Steppe News", author=name)
    assert read(f"{H1}{TEXT}", head, article(author={"@type": "Person", "name": name})).author is None


def test_a_person_may_own_the_site() -> None:
    """A site called by a person's name is signed by the person."""
    head = meta(og__site_name="Dana Serik", author="Dana Serik")
    assert read(f"{H1}{TEXT}", head).author == "Dana Serik"


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Aigerim Omarova</p>",
        "<div><i>Автор:</i> <a href=/author/aigerim/>Aigerim Omarova</a> <time datetime=2024-06-14>14.06.2024</time></div>",
        "<p>14 June 2024 | By <a href=/author/aigerim/>Aigerim Omarova</a></p>",
        "<p>Мәтін: Aigerim Omarova</p>",
        "<p>By</p><p>Aigerim Omarova</p>",
        "<p><a rel=author href=/u/7>Aigerim Omarova</a></p>",
        "<p><a href=/authors/aigerim>Aigerim Omarova</a></p>",
        "<div class=article-author><p>Aigerim Omarova</p></div>",
        "<p>Aigerim Omarova</p><p>14 June 2024</p>",
    ],
)
def test_the_byline_names_the_author(line: str) -> None:
    """With a label, as a link to an author's page, in a box called after authors, or beside the date."""
    assert read(f"{H1}{line}{TEXT}").author == "Aigerim Omarova"


def test_a_byline_counts_more_than_the_account_that_uploaded() -> None:
    """Unless the head only gives the same name whole."""
    line = "<p>By Aigerim Omarova</p>"
    assert read(f"{H1}{line}{TEXT}", meta(author="Web Editor")).author == "Aigerim Omarova"
    assert (
        read(f"{H1}{line}{TEXT}", "", article(author="Aigerim Omarova, PhD")).author == "Aigerim Omarova, PhD"
    )
    assert read(f"{H1}<p>By Aigerim</p>{TEXT}", "", article(author="Dana Serik")).author == "Dana Serik"


def test_a_byline_may_stand_before_the_headline_or_behind_the_text() -> None:
    """A signature at the end counts as a heading or in an author's box; a plain last paragraph is the text's own."""
    long = TEXT * 9
    assert read(f"<p>By Aigerim Omarova</p>{H1}{TEXT}").author == "Aigerim Omarova"
    assert read(f"{H1}{long}<p>By Aigerim Omarova</p>").author == "Aigerim Omarova"
    page = page_of(f"{H1}{long}<p>Text by Aigerim Omarova</p>{TEXT}")
    assert facts(page, URL, range(1, 12)).author is None
    page = page_of(f"{H1}{long}<h3>Text by Aigerim Omarova</h3>{TEXT}")
    assert facts(page, URL, range(1, 12)).author == "Aigerim Omarova"


def test_what_is_no_byline() -> None:
    """Links of other sites, long lines, authors of comments and of several teasers."""
    for body in (
        f"{H1}<p><a href=https://elsewhere.example/author/x/>Some Network</a></p>{TEXT}",
        f"{H1}<p><a href=http://[broken/author/x/>Some Network</a></p>{TEXT}",
        f"{H1}{TEXT.replace('The choir', '<a href=/author/x/>The Choir</a>')}",
        f"{H1}{TEXT}<div class=comment-author><p>Some Reader</p></div>",
        f"{H1}{TEXT}<p><a href=/author/x/>One Writer</a></p><p><a href=/author/y/>Another Writer</a></p>",
        f"{H1}<p>By</p><p>the river</p>{TEXT}",
        f"{H1}{TEXT}<p>By</p>",
    ):
        assert read(body).author is None


# --- the rest


def test_tags_as_the_page_shows_them() -> None:
    """Links called tags, not categories, each once; the headline is no tag."""
    names = ("#Choir", "Town", "choir", TITLE, "*")
    links = " ".join(f"<a rel=tag href=/t/{i}>{name}</a>" for i, name in enumerate(names))
    rel = f"<p>Tags: <a rel='category tag' href=/c/>News</a> {links}</p>"
    box = "<ul class=td-tags><li><span>Tags</span></li><li><a href=/1>Choir</a></li><li><a href=/2>Town</a></li></ul>"
    path = "<div><a href=/tag/choir/>Choir</a> <a href=/tag/town/>Town</a></div>"
    for shown in (rel, box, path):
        assert read(f"{H1}{TEXT}{shown}", meta(article__tag="Told")).tags == ("Choir", "Town")
    assert read(f"{H1}<p>{links}</p>{TEXT}").tags == ("Choir", "Town")


def test_tags_of_the_head_come_last() -> None:
    """Tag metas, then the article's keywords, then the page's; boxes of the sidebar are no tags."""
    cloud = "<div class='tag-cloud widget'><a href=/1>Cloud</a></div><div class=tags>no links in here at all <a href=/z>z</a></div>"
    head = '<meta name="keywords" content="one, two,one , ">'
    assert read(f"{H1}{TEXT}{cloud}", head + meta(article__tag="Choir")).tags == ("Choir",)
    assert read(f"{H1}{TEXT}{cloud}", head, article(keywords=["Choir", "Town"])).tags == ("Choir", "Town")
    assert read(f"{H1}{TEXT}{cloud}", head, article(keywords="Choir, Town")).tags == ("Choir", "Town")
    assert read(f"{H1}{TEXT}{cloud}", head).tags == ("one", "two")


LEAD = "What began as a rehearsal became the best evening of the summer."


@pytest.mark.parametrize(
    "block",
    [
        f"<p class=td-post-sub-title>{LEAD}</p>",
        f"<div class=tdb_single_subtitle><div><h2>{LEAD}</h2></div></div>",
        f"<h2>{LEAD}</h2>",
        f"<p>By Aigerim Omarova</p><p class=excerpt>{LEAD}</p>",
        f"<div><div>{LEAD}</div></div><div>Share Facebook Telegram</div>",
    ],
)
def test_the_standfirst(block: str) -> None:
    """Called so, a heading under the headline, or set apart from the text by something else."""
    found = read(f"<div>{H1}</div>{block}<div><div>{TEXT}{TEXT}</div></div>")
    assert found.lead == LEAD
    assert found.lead_line == (2 if "Aigerim" in block else 1)


@pytest.mark.parametrize(
    "block",
    [
        "<h2>A subhead without a full stop</h2>",
        "<div class=author-bio-summary>She writes about choirs, and sings in one of them.</div>",
        "<p class=summary>By Aigerim Omarova, of the Steppe</p>",
        "<p class=excerpt><a href=/x/>Another story that is linked from here, all of it.</a></p>",
        "<p class=excerpt>Short.</p>",
    ],
)
def test_what_is_no_standfirst(block: str) -> None:
    """Subheads, biographies, bylines, links and stumps."""
    assert read(f"<div>{H1}</div>{block}<div><div>{TEXT}{TEXT}</div></div>").lead is None


def test_a_first_paragraph_is_no_standfirst() -> None:
    """In the box of the text it belongs to the text, also if the next line does not."""
    assert read(f"{H1}<div><p>{LEAD}</p><p>Advertisement</p>{TEXT}</div>").lead is None
    assert read(f"{H1}<div><p>{LEAD}</p></div>").lead is None


def test_addresses_of_the_page() -> None:
    """Canonical, other languages without `x-default`, and the picture, all absolute."""
    head = """<link rel=canonical href=/when-the-choir-sang/><link rel=alternate hreflang=kk href="https://steppe.example/hor/">
      <link rel=alternate hreflang=kk href="https://steppe.example/again/"><link rel=alternate hreflang=en href="/when-the-choir-sang/">
      <link rel=alternate hreflang=x-default href="https://steppe.example/"><link rel=alternate hreflang=ru href="mailto:x">
      <link rel=alternate type=application/rss+xml href=/feed/>"""
    found = read(
        f"{H1}{TEXT}",
        head + meta(og__image="/up/logo.png", og__url="/z/") + meta(twitter__image="/up/choir.jpg"),
    )
    assert found.canonical == URL
    assert found.alternates == (("kk", "https://steppe.example/hor/"), ("en", URL))
    assert found.image == "https://en.steppe.example/up/choir.jpg"


def test_the_picture_of_json_ld() -> None:
    """Where the head has none: an address, an object or a list of them."""
    for image in ("/a.jpg", {"url": "/a.jpg"}, [{"@type": "ImageObject", "contentUrl": "/a.jpg"}]):
        assert read(f"{H1}{TEXT}", "", article(image=image)).image == "https://en.steppe.example/a.jpg"
    assert read(f"{H1}{TEXT}", "", article(image=[])).image is None
    assert read(f"{H1}{TEXT}", meta(og__url="")).canonical is None


def test_site_and_language() -> None:
    """What the page declares, as it is written."""
    page = page_of(f"{H1}{TEXT}", meta(og__site_name="Steppe News"))
    assert (facts(page, None, [1]).site_name, facts(page, "http://[", [1]).lang) == ("Steppe News", "en")
    publisher = {"@type": "Organization", "name": "Steppe News"}
    assert read(f"{H1}{TEXT}", "", article(publisher=publisher)).site_name == "Steppe News"


# --- JSON-LD as it is found


def test_the_headline_of_json_ld_is_a_claim_like_others() -> None:
    """It serves where the page shows none."""
    assert (
        read(TEXT, f"<title>{TITLE} | Steppe</title>", article(headline=TITLE.upper())).title == TITLE.upper()
    )


@pytest.mark.parametrize(
    "script",
    [
        "", "null", "[]", '"datePublished"', '{"@type": "NewsArticle", "author"', "[" * 5000 + '"datePublished"',
        '{"datePublished": {"@value": 5}}', '{"@type": ["NewsArticle", 5], "headline": null, "author": [null, 5, {"name": {}}]}',
        '{"@graph": [{"@graph": [{"@graph": 5}]}], "datePublished": []}', '{"@type": "NewsArticle", "headline": "' + "x" * 500_000,
    ],
)  # fmt: skip
def test_broken_json_ld_is_passed_over(script: str) -> None:
    """Whatever a script holds, the page is read."""
    assert read(f"{H1}{TEXT}", "", script).title == TITLE


@pytest.mark.parametrize("wrap", ["<!-- {} -->", "//<![CDATA[\n{}\n//]]>", "{};", "\ufeff{}", "[{}]"])
def test_wrapped_json_ld_is_read(wrap: str) -> None:
    """Comments, a trailing semicolon, and raw line breaks inside strings."""
    script = wrap.format('{"@type": "BlogPosting", "description": "a\nb", "author": "Aigerim Omarova"}')
    assert read(f"{H1}{TEXT}", "", script).author == "Aigerim Omarova"


def test_the_pages_own_article_wins_over_those_it_lists() -> None:
    """The thing with headline, author and date is the article; a page stands in where there is none."""
    listed = {
        "@type": "ItemList",
        "itemListElement": [{"@type": "NewsArticle", "headline": "Another", "datePublished": "2020-01-01"}],
    }
    web = {
        "@type": "WebPage",
        "datePublished": "2024-06-14",
        "mainEntity": {"@type": "NewsArticle", "headline": TITLE},
    }
    found = read(f"{H1}{TEXT}", "", [listed, web])
    assert (found.title, found.published_raw) == (TITLE, "2024-06-14")
    assert (
        read(f"{H1}{TEXT}", "", {"@graph": [{"n": i} for i in range(400)], "@type": "WebPage"}).title == TITLE
    )
