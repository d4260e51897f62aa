"""What changed between two texts."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from growth import growth
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.archive.articles.differences import differences, html, page, plain, shortened


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Same.", "Same.", "Same."),
        ("", "", ""),
        ("", "All new.", "{+All new.+}"),
        ("All gone.", "", "[-All gone.-]"),
        (
            "The choir sang three songs.",
            "The choir sang four new songs.",
            "The choir sang[- three-]{+ four new+} songs.",
        ),
        ("songs, and left", "songs and left", "songs[-,-] and left"),
        ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\n[-Two.\n\n-]Three."),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n{+Two.\n\n+}Three."),
        ("Хор спел песню.", "Хор спел песни.", "Хор спел[- песню-]{+ песни+}."),
        ("Қоңыр самал хоры", "«Қоңыр самал» хоры", "{+«+}Қоңыр самал{+»+} хоры"),
    ],
)
def test_changes_are_told_word_by_word(old: str, new: str, expected: str) -> None:
    """Words that went and came are marked, all else is left alone."""
    assert plain(differences(old, new)) == expected


TEXTS = st.text(alphabet="аб .,\n’-", max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_parts(old: str, new: str) -> None:
    """Nothing is lost: without what came it is the old text, without what went the new one."""
    parts = differences(old, new)
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new
    assert all(part.text for part in parts)
    assert all(one.kind != other.kind for one, other in pairwise(parts))


def test_what_stayed_can_be_shortened() -> None:
    """Around a change a little stays to show where it is; long stretches become an ellipsis."""
    parts = differences("one two three four five six seven", "one two three 4 five six seven")
    assert plain(shortened(parts, 5)) == "…three[- four-]{+ 4+} five…"
    assert plain(shortened(parts, 40)) == plain(parts)
    assert plain(shortened(differences("the same text", "the same text"), 3)) == "…"


def test_a_huge_rewrite_is_not_compared_word_by_word() -> None:
    """Two long texts without blank lines cost as much as they are long; one is simply the other's replacement."""
    assert [part.kind for part in differences("a b " * 4000, "c d " * 4000)] == ["removed", "added"]
    assert growth(lambda times: differences("a b " * times, "c d " * times), 4000) < 9


def test_html_is_escaped() -> None:
    """Text of a page is text, never markup."""
    assert html(differences("a <b>", "a <i> & more")) == (
        "a &lt;<del>b</del><ins>i</ins>&gt;<ins> &amp; more</ins>"
    )


class Balance(HTMLParser):
    """Counts tags that are open."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more is open, unless it is one that is never closed."""
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The last one opened is closed."""
        assert self.open.pop() == tag


def test_the_history_is_a_page_of_its_own() -> None:
    """Every version with when it was seen, where its capture lies, and what it changed."""
    common = {"seen_at": "2024-06-14", "last_seen": "2024-06-15", "warc_file": "a.warc.gz", "warc_offset": 7}
    common |= {"modified": None, "absences": [], "kind": "new"}
    first = {**common, "version": 1, "title": "Hor", "lead": None, "body": "It sang."}
    second = {
        **common,
        "version": 2,
        "kind": "title and text",
        "modified": "2024-06-13",
        "absences": [
            {"gone_at": "2024-07-01", "back_at": None},
            {"gone_at": "2024-06-20", "back_at": "2024-06-21"},
        ],
        "title": "Choir",
        "lead": "Late.",
        "body": "It sang.",
    }
    third = {**second, "version": 3, "kind": "none", "absences": []}
    made = page([first, second, third], "en")
    assert "<title>Choir</title>" in made
    assert "Version 2: title and text changed" in made
    assert "the site says: changed 2024-06-13" in made
    assert "Removed from the site 2024-07-01; not seen since." in made
    assert "Removed from the site 2024-06-20; back 2024-06-21." in made
    assert "Version 3: the same text" in made
    assert "<del>Hor</del><ins>Choir</ins>" in made
    assert "<ins>Late.</ins>" in made
    assert made.count("It sang.") == 3
    assert "a.warc.gz:7" in made
    balance = Balance()
    balance.feed(made)
    assert balance.open == []
    assert "<title></title>" in page([])
