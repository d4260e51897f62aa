"""Boxes by tag, name and attribute."""

import re

from dimash_archive.html import dom

PAGE = dom.parse(
    "<body><main class='post story'><p id=lead>One.</p><figure class='wp-caption'><p data-x hidden>Two.</p></figure>"
    "</main><aside class=story><p class=story>Three.</p></aside>"
)


def _tags(boxes: list[int]) -> list[str]:
    return [PAGE.tags[box] for box in boxes]


def test_boxes_of_several_tags_come_in_document_order() -> None:
    """Each box once, as the page has them, whatever order the tags are asked in."""
    assert _tags(PAGE.boxes.of("figure", "p", "table")) == ["p", "figure", "p", "p"]
    assert PAGE.boxes.of("table") == []


def test_a_pattern_is_searched_in_each_name_by_itself() -> None:
    """No match spans two names, and one at the beginning of a name counts for that name alone."""
    assert _tags(PAGE.boxes.named(re.compile(r"(?:^|\s)story(?!\S)"))) == ["main", "aside", "p"]
    assert _tags(PAGE.boxes.named(re.compile("caption"))) == ["figure"]
    assert PAGE.boxes.named(re.compile("story lead")) == []


def test_boxes_are_known_by_whole_words_of_their_names() -> None:
    """A class or an id, not a part of one."""
    assert _tags(PAGE.boxes.called({"lead", "post"})) == ["main", "p"]
    assert PAGE.boxes.called({"lea"}) == []
    assert PAGE.boxes.called(()) == []


def test_boxes_are_known_by_their_attributes() -> None:
    """Also by those without a value, each box once."""
    assert PAGE.boxes.having(("hidden", "data-x")) == PAGE.boxes.having(("hidden",))
    assert _tags(PAGE.boxes.having(("hidden",))) == ["p"]


def test_boxes_added_to_a_page_are_in_its_index() -> None:
    """What a script would draw is known like all else."""
    page = dom.parse("<p>One.</p>")
    before = page.boxes.of("p")
    page.append(["Two.", "Three."])
    assert len(page.boxes.of("p")) == len(before) + 2
