"""From HTML to lines and boxes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

MARKUP = "<p> </p> <a_href='#'> </a> <b> <br> <hr> <pre> <div_class=A_id=b> </div> <img> <iframe> <table> <td> \n <li>"
HOSTILE = st.lists(
    st.sampled_from(MARKUP.replace(" ", "\0").replace("_", " ").split("\0")) | st.text(max_size=8)
).map("".join)


def texts(html: str) -> list[str]:
    """The texts of a page's lines."""
    return [line.text for line in dom.parse(html).lines]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Хор  пел\n до <i>утра</i>.</p><p>Все ушли.", ["Хор пел до утра.", "Все ушли."]),
        ("<div>Ән<p>айтылды</p>кеше</div>", ["Ән", "айтылды", "кеше"]),
        ("<p>one<br>two<br><br>three", ["one\ntwo", "three"]),
        ("<p><br><br></p>", []),
        ("<p><br><br>after<br><br></p>", ["after"]),
        ("<pre>one\ntwo\n\nthree</pre>", ["one\ntwo", "three"]),
        ("one<hr>two", ["one", "two"]),
        ("<p>seen<script>not()</script><style>p{}</style><!-- nor this --><svg><text>no</text></svg>", ["seen"]),
        ("<p>a<noscript>b</noscript></p>", ["a"]),
        ("<p>a<i></i> b<div></div>c", ["a b", "c"]),
        ("<div><template shadowrootmode=open><p>shown</p></template></div>", ["shown"]),
        ("<div><TEMPLATE id='a' ShadowRootMode='open'><p>shown</p></TEMPLATE></div>", ["shown"]),
        ("<p>shadowroot</p><template><p>not shown</p></template>", ["shadowroot"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_line_is_what_a_browser_sets_as_one_block(html: str, expected: list[str]) -> None:
    """Inline tags join, boxes and rules part, one `<br>` is a line feed, two part, furniture is not text."""
    assert texts(html) == expected


def test_links_and_bold_are_weighed() -> None:
    """A line knows how many of its characters are links or bold, and how many links begin in it; an anchor that leads nowhere is none."""
    line, plain = dom.parse("<p><a href=/a>abcd</a> <b>ef</b> <strong><a>gh</a></strong><p>rest").lines
    assert (line.link_chars, line.bold_chars, line.links) == (4, 4, 1)
    assert (plain.link_chars, plain.bold_chars, plain.links) == (0, 0, 0)


@pytest.mark.parametrize(
    "target", ["mailto:a@example.org", "tel:+77270000000", "/cdn-cgi/l/email-protection#a1b2"]
)
def test_a_link_to_no_page_is_plain_text(target: str) -> None:
    """An address to write to or to call makes a line no pointer to other pages."""
    (line,) = dom.parse(f"<p>Write to <a href='{target}'>us</a>.").lines
    assert (line.text, line.link_chars, line.links) == ("Write to us.", 0, 0)


def test_a_link_around_boxes_counts_for_each_of_their_lines() -> None:
    """A teaser card is often one link around a headline and a paragraph."""
    first, second = dom.parse("<a href=/a><div>Headline</div><div>teaser text</div></a>").lines
    assert (first.links, second.links) == (1, 1)
    assert second.link_chars == len("teaser text")


def page_of_everything() -> HtmlDocument:
    """A small page with one of each thing."""
    return dom.parse("""<!doctype html><html lang="kk"><head><title> Жел  үні </title><title>not me</title>
        <meta name=a content=b><link rel=canonical href=/x><script>var no</script>
        <script type="application/ld+json">{"a": 1}</script></head><body>
        <div class="Card" id=One><p>first <time datetime=2024>today</time></p></div><div class=Card><p>second</p></div>
        <figure><img src=a.jpg><amp-img src=b.jpg></amp-img></figure><iframe src=//x.invalid></iframe>
        <p><a href=" /go ">to  the <b>choir</b></a> <a>bare</a></p></body></html>""")


def test_one_walk_gathers_the_head() -> None:
    """Language, the first title, metas, links and linked data; no other script."""
    page = page_of_everything()
    assert (page.lang, page.title) == ("kk", "Жел үні")
    assert page.metas == [{"name": "a", "content": "b"}]
    assert page.head_links == [{"rel": "canonical", "href": "/x"}]
    assert page.json_ld == ['{"a": 1}']


def test_one_walk_gathers_pictures_players_times_and_links() -> None:
    """Each says how many lines stand before it and in which box it is."""
    page = page_of_everything()
    assert [(at, page.tags[box], each["src"]) for at, box, each in page.images] == [
        (2, "figure", "a.jpg"),
        (2, "figure", "b.jpg"),
    ]
    assert [(at, tag, each["src"]) for at, _, tag, each in page.embeds] == [(2, "iframe", "//x.invalid")]
    assert [(at, page.tags[box], each) for at, box, each in page.times] == [(0, "p", {"datetime": "2024"})]
    assert [(dom.href(node), dom.text_of(node)) for _, _, node in page.anchors] == [(" /go ", "to the choir")]


def test_boxes_know_their_names_lines_parents_and_twins() -> None:
    """Boxes are parallel lists; siblings of one tag and class are counted."""
    page = page_of_everything()
    one, two = (i for i, name in enumerate(page.names) if "card" in name)
    assert (page.names[one], page.names[two]) == ("card one", "card")
    assert (page.firsts[one], page.lasts[one], page.firsts[two], page.lasts[two]) == (0, 1, 1, 2)
    assert page.same_class_siblings[one] == page.same_class_siblings[two] == 2
    assert page.attributes[one] == {"class": "Card", "id": "One"}
    assert [page.tags[up] for up in page.ancestors(page.lines[0].box)] == ["p", "div", "body", "html"]


def test_pages_nested_thousands_deep_are_read() -> None:
    """The walk does not recurse."""
    assert texts("<div>" * 5000 + "deep") == ["deep"]


def test_a_tree_without_a_root_is_an_empty_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser may give no root; then there are no lines and no boxes."""

    class Rootless:
        root = None

        def __init__(self, html: str, *, scripting: bool) -> None:
            self.html, self.scripting = html, scripting

    monkeypatch.setattr(dom, "LexborHTMLParser", Rootless)
    assert dom.parse("<p>x") == HtmlDocument()


@settings(max_examples=60, deadline=None)
@given(HOSTILE | st.binary(max_size=200))
def test_parse_never_raises_and_its_lists_agree(html: str | bytes) -> None:
    """Whatever the markup, lines are not empty, stand in boxes, and boxes hold a range of lines."""
    page = dom.parse(html)
    for i, line in enumerate(page.lines):
        assert line.text
        # Preformatted text keeps the spaces in front of it.
        assert line.text == (line.text.rstrip() if page.tags[line.box] == "pre" else line.text.strip())
        assert 0 <= line.link_chars <= len(line.text)
        assert 0 <= line.bold_chars <= len(line.text)
        assert page.firsts[line.box] <= i < page.lasts[line.box]
    boxes = (page.parents, page.attributes, page.names, page.firsts, page.lasts, page.same_class_siblings)
    assert {len(each) for each in boxes} == {len(page.tags)}
    assert all(page.parents[box] < box for box in range(1, len(page.tags)))
