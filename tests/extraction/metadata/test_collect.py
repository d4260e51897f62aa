"""The facts of a page: each trap of real themes on a page of its own."""

from datetime import UTC, datetime

import pytest
from facts_pages import H1, LEAD, TEASERS, TEXT, TITLE, URL, article, meta, page_of, read

from dimash_archive.extraction.metadata import head
from dimash_archive.extraction.metadata.collect import Facts, facts
from dimash_archive.html import dom


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


@pytest.mark.parametrize("mark", ["—", "–", "-", "|", "·"])
def test_a_title_without_h1_and_og_ends_before_the_name_in_the_logo(mark: str) -> None:
    """The link to the front page says what the site is called; a dash inside the headline stays."""
    title = "The bridge — for ever: what the left bank thinks"
    page = page_of(
        f"<header><a href=/>The Steppe Herald</a></header>{TEXT}",
        f"<title>{title} {mark} The Steppe Herald</title>",
    )
    assert facts(page, URL).title == title


def test_a_headline_that_begins_with_the_sites_name_is_whole_below_a_logo() -> None:
    """Where the only `h1` is the logo, the line that the head repeats is the headline, the site's name within it too."""
    name, title = "River Post", "River Post | The 36 bells of the old mill"
    page = dom.parse(
        f"<html lang=en><title>{name} | {title}</title><body><h1><a href=https://river.example/>{name}</a></h1>"
        f"<h2>{title}</h2>{TEXT}"
    )
    assert facts(page, "https://river.example/bells/").title == title


def test_a_wiki_names_neither_its_sites_nor_its_addresses_words_as_facts() -> None:
    """A crumb that says the site's name is the front page, wherever that is; keywords of the address are no tags."""
    url = "https://x.invalid/doku.php?id=ru:old_mill"
    html = (
        "<title>The mill turns again [River Courier]</title><meta name=keywords content='ru,old_mill'>"
        "<h1 class=logo><a href=/doku.php?id=start>River Courier</a></h1><div class=breadcrumbs>"
        "<a href=/doku.php?id=start>River</a> » <a href=/doku.php?id=ru:start>River Courier</a> »"
        "{} <a href=/doku.php?id=ru:old_mill>The mill turns again</a></div><main><h1>The mill turns again</h1>"
        f"<p>{'The old mill has been repaired after forty months of work. ' * 3}</p>"
    )
    plain = facts(dom.parse(html.format("")), url)
    assert (plain.section, plain.tags) == (None, ())
    within = html.format(" <a href=/doku.php?id=ru:culture:start>Culture</a> »").replace(
        "'ru,old_mill'", "mill,ru"
    )
    told = facts(dom.parse(within), url)
    assert (told.section, told.tags) == ("Culture", ("mill", "ru"))


# --- headlines for search engines, and kickers


def test_the_headline_shown_below_one_for_search_engines() -> None:
    """An `h2` that JSON-LD gives for the headline is it, though an `h1` above it and the head say something else."""
    head = f"<title>Choir concert tickets today</title>{meta(og__title='Choir concert tickets today')}"
    page = (
        f"<div><h1>Choir concert tickets today</h1><div>Concert</div><h2>{TITLE}</h2></div><div>{TEXT}</div>"
    )
    assert read(page, head, article(url=URL)).title == TITLE


def test_a_headline_with_its_kicker_is_a_line_of_the_header() -> None:
    """What follows the line of the headline is looked at for a standfirst, though the title has no kicker."""
    head = f'<meta property="og:title" content="{TITLE}">'
    page = f"<div><h1>Music in the steppe: {TITLE}</h1></div><p class=lead>{LEAD}</p><div><div>{TEXT}{TEXT}</div></div>"
    found = read(page, head)
    assert (found.title, found.lead) == (TITLE, LEAD)


def test_a_feed_is_no_translation() -> None:
    """Systems of several languages name a feed in each: `hreflang` beside a type that is no page's."""
    feeds = "".join(
        f'<link rel=alternate type="application/{kind}+xml" hreflang={lang} href=/{lang}/rss.xml>'
        for kind, lang in (("rss", "en"), ("atom", "ru"))
    )
    page = dom.parse(
        f'<html lang=ru><head>{feeds}<link rel=alternate type="text/html" hreflang=kk href=/kk/></head>'
    )
    assert head.read(page, "https://river.example/").alternates == (("kk", "https://river.example/kk/"),)


@pytest.mark.parametrize("home", ["/doku.php?id=start", "/index.php/home", "https://river.example/"])
def test_a_heading_that_leads_to_another_page_is_a_logo(home: str) -> None:
    """Beside the headline of the page; and a title that is but a step of the address and the site's name is none."""
    text = "<p>The ferry goes again, and ninety people waited for it on the quay since early morning.</p>" * 3
    page = dom.parse(
        f"<html lang=en><title>en:ferry-7 [River Post]</title><body><header><h1><a href={home}>River Post</a></h1></header>"
        f"<main><h1 id=back>The ferry is back</h1>{text}</main>"
    )
    kept = [i for i, line in enumerate(page.lines) if line.text.startswith("The ferry goes")]
    assert (
        facts(page, "https://river.example/doku.php?id=en:ferry-7", kept, None).title == "The ferry is back"
    )


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ('<link rel="shortlink" href="https://example.org/?p=41"><body>', 41),
        ('<link rel="shortlink" href="https://example.org/kk/node/77"><body>', 77),
        ('<body class="post-template-default single single-post postid-1900">', 1900),
        ('<link rel="shortlink" href="https://example.org/s/aB3"><body class="page page-id-2">', None),
        ('<body><div class="postid-5">', None),
    ],
)
def test_the_number_of_the_post(markup: str, number: int | None) -> None:
    """The CMS's own number of the post is read from the short link, else from the classes of the page's body alone."""
    assert facts(dom.parse(f"<html><head>{markup}<p>The ferry sails at nine."), None).cms_id == number
