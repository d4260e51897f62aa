"""Who a page says wrote it: JSON-LD, metas and bylines, and what is no byline."""

from typing import Any

import pytest
from facts_pages import H1, TEXT, TITLE, URL, article, meta, page_of, read

from dimash_archive.extraction.metadata.collect import facts


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>By</p><div><a href=/c/music/>Choirs</a></div><p>Aigerim Omarova</p>", "Aigerim Omarova"),
        ("<p>By</p><div><a href=/c/1/>Choir Schools</a><a href=/c/2/>Town Squares</a></div><p>Aigerim Omarova</p>",
         "Aigerim Omarova"),
        ("<p>By</p><p>a</p><p>b</p><p>c</p><p>Aigerim Omarova</p>", None),
        ("<div class=post-categories>Press Release</div><p>14 June 2024</p>", None),
        ("<div class=post-avatar><p>Aigerim Omarova</p></div>", "Aigerim Omarova"),
        (f"<p>{TITLE}</p><p>14 June 2024</p>", None),
        ("<h2>Author Spotlight</h2>", None),
        ("<div class=blog-author>Written By</div>", None),
        ("<p>By The Steppe Times staff</p>", "The Steppe Times staff"),
    ],
)  # fmt: skip
def test_a_name_in_the_header(body: str, expected: str | None) -> None:
    """Below its label, though a category stands between them; no label, no category and not the headline itself."""
    assert read(f"{H1}{body}{TEXT}").author == expected


def test_names_that_are_told_together_and_alone_are_told_once() -> None:
    """One meta may hold all names, and others each of them."""
    head = (
        meta(author="Aigerim Omarova and Dana Serik")
        + meta(author="Aigerim Omarova")
        + meta(author="Dana Serik")
    )
    assert read(f"{H1}{TEXT}", head).author == "Aigerim Omarova, Dana Serik"


def test_an_organisation_signs_where_nobody_else_does() -> None:
    """What JSON-LD gives as an organisation is no user account; a person who is named comes first."""
    told = article(author={"@type": "Organization", "name": "Steppe News"})
    head = meta(og__site_name="Steppe News")
    assert read(f"{H1}{TEXT}", head, told).author == "Steppe News"
    assert (
        read(f"{H1}<p><a rel=author href=/u/7>Aigerim Omarova</a></p>{TEXT}", head, told).author
        == "Aigerim Omarova"
    )
    admin = article(author={"@type": "Organization", "name": "admin"})
    assert read(f"{H1}{TEXT}", head, admin).author is None


TEASER = "<div class=story><h4><a href=/n/1>Council delays its vote</a></h4><span class=author>By Vera Kuzina</span></div>"


@pytest.mark.parametrize(
    ("before", "behind", "expected"),
    [
        (TEASER, "", "Dana Serik, Ann Rye"),
        ("", TEASER, "Dana Serik, Ann Rye"),
        ("", "<div id=comments><p>By Rowan Pike</p></div>", "Dana Serik, Ann Rye"),
    ],
)
def test_nobody_out_of_teasers_and_comments(before: str, behind: str, expected: str) -> None:
    """The byline of the header counts, and its two names are two."""
    body = f"{before}<article>{H1}<p class=byline>Dana Serik and Ann Rye</p>{TEXT}</article>{behind}"
    assert read(body).author == expected
    assert read(body.replace("<p class=byline>Dana Serik and Ann Rye</p>", "")).author is None


def test_nobody_out_of_teasers_inside_the_text() -> None:
    """A block of other stories between paragraphs names their authors."""
    inside = TEASER.replace(
        "<span class=author>By Vera Kuzina", "<a rel=author href=/u/9>Vera Kuzina</a><span>"
    )
    assert (
        read(f"<article>{H1}<p class=byline>By Dana Serik</p>{TEXT}{inside}{TEXT}</article>").author
        == "Dana Serik"
    )
    assert read(f"<article>{H1}{TEXT}{inside}{TEXT}</article>").author is None


@pytest.mark.parametrize(
    ("name", "kind"), [("Редакция", "role"), ("admin", "account"), ("Dana Serik", "person")]
)
def test_the_byline_names_persons_roles_and_accounts(name: str, kind: str) -> None:
    """The author is who the byline names, and its kind is told."""
    told = read(f"{H1}<p class=byline><a rel=author href=/author/x/>{name}</a></p>{TEXT}")
    assert (told.author, told.author_kind) == (name, kind)


@pytest.mark.parametrize("label", ["Written by", "Автор", "Écrit par"])
def test_a_card_with_a_label_names_the_author(label: str) -> None:
    """Two pairs of label and text in the head, of which one may be the author's; of other pairs none is."""
    card = f'<meta name=twitter:label1 content="{label}"><meta name=twitter:data1 content="Dana Serik">'
    assert read(f"{H1}{TEXT}", card).author == "Dana Serik"
    assert read(f"{H1}{TEXT}", card.replace(label, "Reading time")).author is None


def test_an_office_glued_to_a_linked_name_is_none_of_it() -> None:
    """The link says where the name ends."""
    line = "<p>By <a href=/author/serik>Dana Serik</a><span>Executive Editor</span></p>"
    assert read(f"{H1}{line}{TEXT}").author == "Dana Serik"
