"""The variations of pages that the network learns from: whole pages, with the article where it was."""

import numpy as np
import pytest

import boxes
import vary
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

PAGE = """<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<main class="post"><h1>The mill turns again</h1><div><p>The mill by the river turns again, after nine years.</p>
<p>“Nobody believed it, not even the miller,” said the mayor.<br>She had come on foot.</p>
<p>It will grind flour on Mondays, and visitors may watch.</p></div></main>
<footer><p>Write to the editors of this paper.</p></footer></body>"""
TEASERS = [
    vary.Teaser(f"Title number {n} of a story", f"Opening {n}. And so on for a while.") for n in range(9)
]


@pytest.fixture
def page() -> HtmlDocument:
    """A page of an article, parsed."""
    return dom.parse(PAGE)


@pytest.fixture
def truth(page: HtmlDocument) -> Floats:
    """Which of its lines are the article."""
    return np.array([page.tags[each.box] == "p" for each in page.lines[:-1]] + [False], np.float32)


def check(page: HtmlDocument) -> None:
    """Boxes hold what their own boxes hold, and lines stand in boxes that reach over them."""
    assert (
        len(page.tags)
        == len(page.parents)
        == len(page.names)
        == len(page.attributes)
        == len(page.same_class_siblings)
    )
    for box, parent in enumerate(page.parents):
        assert page.firsts[parent] <= page.firsts[box] <= page.lasts[box] <= page.lasts[parent]
    for i, line in enumerate(page.lines):
        assert page.firsts[line.box] <= i < page.lasts[line.box]
        assert 0 <= line.link_chars <= len(line.text)


@pytest.mark.parametrize("seed", range(60))
def test_a_varied_page_is_a_page_with_its_article(page: HtmlDocument, truth: Floats, seed: int) -> None:
    """However it is varied, it stays whole; what is told to be the article are lines of it, in order."""
    random = np.random.default_rng(seed)
    varied, kept, write = vary.varied(page, truth, ("The mill turns again",), TEASERS, random)
    check(varied)
    assert len(kept) == len(varied.lines)
    wanted = [write(line.text) for line, is_article in zip(page.lines, truth, strict=True) if is_article]
    found = [line.text for line, is_article in zip(varied.lines, kept, strict=True) if is_article]
    assert found
    assert [each for each in wanted if each in found] == found


@pytest.mark.parametrize("seed", range(20))
def test_teasers_are_put_beside_the_article(page: HtmlDocument, truth: Floats, seed: int) -> None:
    """All the page's lines are there in order, and three teasers or more."""
    teased, kept = vary.teased(page, truth, TEASERS, np.random.default_rng(seed))
    check(teased)
    known = {line.text for line in page.lines}
    assert [line.text for line in teased.lines if line.text in known] == [line.text for line in page.lines]
    assert sum(line.text.startswith("Title number") for line in teased.lines) >= 3
    assert kept.sum() == truth.sum()


@pytest.mark.parametrize("script", vary.SCRIPTS)
def test_texts_are_written_as_the_script_has_it(script: str) -> None:
    """Letters, capitals, spaces and stops are the script's; the same word comes out the same."""
    written = vary.SCRIPTS[script]
    told = written.write("Was the Mill shut, or did the mill burn? No. The mill turns.")
    low = told.lower()
    assert not any("a" <= char <= "z" for char in low)
    assert (" " in written.write("the mill turns")) == written.spaced
    assert (low != told) == written.cased
    assert told.endswith(written.stops.get(".", ".").strip())
    mill = written.write("mill")
    assert low.count(mill) == 3


def test_bare_pages_say_nothing_of_what_they_mean(page: HtmlDocument) -> None:
    """No class names, paragraphs or headings are left, and all lines are."""
    bare = vary.bare(page)
    assert set(bare.tags) <= {"html", "body", "head", "div", "p"}
    assert not any(bare.names)
    assert bare.lines == page.lines


@pytest.mark.parametrize("seed", range(6))
def test_paragraphs_are_put_into_further_boxes(page: HtmlDocument, truth: Floats, seed: int) -> None:
    """All lines stay where they are, and every paragraph of the article stands deeper than before, or as deep."""
    boxed = boxes.boxed(page, truth, np.random.default_rng(seed))
    check(boxed)
    assert [line.text for line in boxed.lines] == [line.text for line in page.lines]
    depths = [
        [len(each.ancestors(line.box)) for line, is_text in zip(each.lines, truth, strict=True) if is_text]
        for each in (page, boxed)
    ]
    assert all(before <= after for before, after in zip(*depths, strict=True))
    assert sum(depths[1]) > sum(depths[0])
