"""Headlines: one title in all its forms, without the site's name, and found again where the text repeats it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.extraction.metadata.headlines import (
    before_title,
    choose,
    is_repeat,
    same_title,
    tidy,
    unbrand,
    unglue,
)

TITLE = "A Choir of Forty Voices Opens “Silver Wind” in Geneva"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tom &amp;#8217;s  song", "Tom ’s song"),
        ("Salt &amp;amp; Bread", "Salt & Bread"),
        ("Fish &amp; chips at R&B; night", "Fish & chips at R&B; night"),
        ("The <em>Silver</em> Wind<br/>", "The Silver Wind"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("Two\u00a0words", "Two words"),
        ("Баи\u0306ға", "Байға"),
        ("", ""),
    ],
)
def test_tidy_reads_entities_however_often_escaped(raw: str, expected: str) -> None:
    """Entities, tags and odd spaces go; marks of the published form stay."""
    assert tidy(raw) == expected


@pytest.mark.parametrize(
    "other",
    [
        'A Choir of Forty Voices Opens "Silver Wind" in Geneva',
        "A choir of forty voices opens «Silver Wind in Geneva.",
        "A Choir of Forty Voices Opens…",
        "A Choir of Forty Voices Opens “Silver...",
        "A Choir of Forty Voices Opens &quot;Silver Wind&quot; in Geneva",
    ],
)
def test_one_headline_in_two_spellings(other: str) -> None:
    """Marks, case, a lost closing mark and a cut make no difference, in either order."""
    assert same_title(TITLE, other)
    assert same_title(other, TITLE)


@pytest.mark.parametrize(
    "other", ["", "A Choir...", "A Choir of Forty Voices", "Another Choir of Forty Voices…"]
)
def test_another_headline_is_another(other: str) -> None:
    """A shorter line without dots, a stump and a different line are no forms of the headline."""
    assert not same_title(TITLE, other)
    assert not same_title("", "")


def test_dashes_are_one_dash() -> None:
    """A hyphen for an en dash is the same headline."""
    assert same_title("Ten years – one song", "Ten years - one song")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (TITLE, True),
        ('A Choir of Forty Voices Opens "Silver Wind in Geneva', True),
        (TITLE + TITLE, True),
        (TITLE + " was the headline", False),
        (f"{TITLE}The choir sang.", False),
        ("The choir sang.", False),
    ],
)
def test_a_line_that_only_repeats_the_headline(line: str, expected: bool) -> None:
    """Also with a lost closing mark, and twice in a row."""
    assert is_repeat(line, TITLE) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{TITLE}The United Choirs were there.", "The United Choirs were there."),
        (f"{TITLE}{TITLE}The United Choirs were there.", "The United Choirs were there."),
        (
            'A Choir of Forty Voices Opens "Silver Wind" in Geneva“It was warm,” she said.',
            "“It was warm,” she said.",
        ),
        (f"{TITLE} was the headline of the day.", f"{TITLE} was the headline of the day."),
        (f"{TITLE}, they wrote.", f"{TITLE}, they wrote."),
        (f"{TITLE}“quoted” in small letters", f"{TITLE}“quoted” in small letters"),
        (TITLE, TITLE),
        ("A Choir of Forty", "A Choir of Forty"),
        ("A Choir of Forty Voices opened, and then another one came to town.",) * 2,
    ],
)
def test_a_glued_headline_comes_off(line: str, expected: str) -> None:
    """Only without a space between, and only before a capital or an opening mark."""
    assert unglue(line, TITLE) == expected


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        ("The Song of the “Wind”", 'The Song of the "Wind"He sang.', "He sang."),
        ("The Song of the “Wind”", "The Song of the “Wind“He sang,” she said.", "“He sang,” she said."),
        ("The Song of the Wind.", "The Song of the Wind.He sang.", "He sang."),
        ("A Day at the UN", "A Day at the UNESCO building began.", "A Day at the UNESCO building began."),
        ("A Day at the UN", "A Day at the UNA day began.", "A day began."),
        ("Short Title", "Short TitleIt stays.", "Short TitleIt stays."),
        ("Ән салған бала…", "Ән салған бала...Ол ән салды.", "Ол ән салды."),
        ("Байқоңырдағы үлкен концерт", "Баи\u0306қоңырдағы үлкен концертБіз келдік.", "Біз келдік."),
    ],
)
def test_glue_with_marks_and_acronyms(title: str, line: str, expected: str) -> None:
    """A closing mark belongs to the headline, an acronym is not torn, two words are too few to be sure."""
    assert unglue(line, title) == expected


@given(st.text(max_size=60), st.text(max_size=30))
def test_comparing_never_fails(line: str, title: str) -> None:
    """Any two strings can be compared, and ungluing leaves an end of the line."""
    assert same_title(line, title) == same_title(title, line)
    assert isinstance(is_repeat(line, title), bool)
    assert len(unglue(line, title)) <= len(line) + 1
    assert isinstance(before_title(line, title), str | None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"World Culture {TITLE}", "World Culture"),
        ("World Culture A Choir of Forty Voices Opens...", "World Culture"),
        (f"Home › World Culture › {TITLE}", "Home › World Culture"),
        (TITLE, ""),
        ("World Culture", None),
        (f"{TITLE} and more", None),
        ("“ ” World Culture", None),
    ],
)
def test_what_stands_before_the_headline(line: str, expected: str | None) -> None:
    """A breadcrumb gives up its section, whole or cut."""
    assert before_title(line, TITLE) == expected


@pytest.mark.parametrize(
    ("head", "others", "brands", "expected"),
    [
        ("Ten Years - One Song | Steppe News", ["Ten Years – One Song"], [], "Ten Years - One Song"),
        ("Ten Years One Song - Steppe News", [], ["Steppe News"], "Ten Years One Song"),
        ("Ten Years One Song – steppe.news", [], ["steppe.news"], "Ten Years One Song"),
        ("Steppe News | Ten Years One Song", [], ["Steppe News"], "Ten Years One Song"),
        ("Steppe News: Ten Years One Song", [], ["Steppe News"], "Ten Years One Song"),
        ("Advice: Ten Years One Song", [], ["Steppe News"], "Advice: Ten Years One Song"),
        ("Ten Years One Song | Music | Steppe", [], [], "Ten Years One Song"),
        ("Ten Years | Music | Steppe", [], [], "Ten Years | Music"),
        ("Music | Ten Years One Song | Steppe", [], [], "Music | Ten Years One Song"),
        ("Ten Years - One Song", [], [], "Ten Years - One Song"),
        ("Song | Choir", [], [], "Song | Choir"),
        ("Ten Years One Song :: Steppe", [], [], "Ten Years One Song"),
        ("| Ten Years One Song", [], [], "Ten Years One Song"),
        ("||", [], [], "||"),
    ],
)
def test_the_sites_name_comes_off(head: str, others: list[str], brands: list[str], expected: str) -> None:
    """By comparing claims with one another, by the known name, or behind a strong mark; a bare dash is not enough."""
    assert unbrand(head, others, brands) == expected


@pytest.mark.parametrize(
    ("shown", "heads", "slug", "expected"),
    [
        (["Ten Years – One Song"], ["Ten Years - One Song | Steppe News"], "", "Ten Years – One Song"),
        (
            ["Steppe News", "Ten Years, One Song"],
            ["Ten Years, One Song - Steppe News"],
            "",
            "Ten Years, One Song",
        ),
        (["Menu", "Ten Years, One Song", "Related"], ["One Song in Ten Years"], "", "Ten Years, One Song"),
        (["Our Blog"], ["A Choir Sings for the Town - Steppe News"], "", "A Choir Sings for the Town"),
        (["TEN YEARS, ONE SONG"], ["Ten Years, One Song | Steppe News"], "", "Ten Years, One Song"),
        (["TEN YEARS, ONE SONG"], ["A Choir Sings"], "ten-years-one-song", "TEN YEARS, ONE SONG"),
        (["TEN YEARS, ONE SONG"], ["TEN YEARS, ONE SONG", "Ten Years, One Song"], "", "TEN YEARS, ONE SONG"),
        (["TEN YEARS OF SONG"], ["Ten Years: Song of Steppe"], "", "Ten Years: Song of Steppe"),
        (["SPRING CHOIR PLAN"], ["Choir Spring Plan | Steppe News"], "", "Spring Choir Plan"),
        (["UNESCO"], ["UNESCO"], "", "UNESCO"),
        (["Opinion\nTen Years, One Song"], ["Ten Years, One Song"], "", "Ten Years, One Song"),
        (["Ten Years,\nOne Song"], ["Ten Years, One Song"], "", "Ten Years, One Song"),
        (["Ten Years, One Song\nA Choir"], ["Ten Years"], "", "Ten Years, One Song A Choir"),
        (
            ["Ten Years of Song | Music | Choir"],
            ["Ten Years of Song | Music | Choir"],
            "",
            "Ten Years of Song",
        ),
        (["Ten Years of Song | Music"], ["One Song"], "ten-years-of-song-music", "Ten Years of Song | Music"),
        (["ten years"], ["Ten Years | Steppe News"], "", "Ten Years"),
        (["ten years"], ["ten years"], "", "ten years"),
        (["Steppe News"], ["Steppe News"], "", ""),
        (["The of and"], ["A Choir Sings"], "", "A Choir Sings"),
        (["Ten Years"], [], "", "Ten Years"),
        ([], ["Ten &amp;quot;Years&amp;quot;"], "", 'Ten "Years"'),
        ([], ["Steppe News"], "", ""),
        (["Steppe News"], ["Steppe News - Who will mend the clock?"], "", "Who will mend the clock?"),
        (["Steppe News"], ["Who will mend the clock? | Steppe News"], "", "Who will mend the clock?"),
        ([], [], "", ""),
    ],
)
def test_the_headline_is_chosen(shown: list[str], heads: list[str], slug: str, expected: str) -> None:
    """The shown heading wins if head or address know of it; banners, menus and the site's name do not."""
    assert choose(shown, heads, ["Steppe News"], slug) == expected


@pytest.mark.parametrize(
    ("shown", "claim", "expected"),
    [
        ("Unrest in the east: The choir comes home at last", "The choir comes home at last", None),
        ("Unrest in the east - “The choir comes home”", "“The choir comes home”", None),
        ("Dec 18 2025 The choir comes home", "The choir comes home", None),
        (
            "Blog: The choir comes home at last",
            "The choir comes home at last | Steppe News",
            "The choir comes home at last",
        ),
        ("CultureThe choir comes home", "Culture: The choir comes home", None),
        ("The old choir comes home at last", "choir comes home at last", "The old choir comes home at last"),
        ("Choir: home again", "home again", "Choir: home again"),
        (
            "Steppe News | The choir comes home at last",
            "Steppe News | The choir comes home at last – Steppe News",
            "Steppe News | The choir comes home at last",
        ),
    ],
)
def test_a_headline_without_its_kicker(shown: str, claim: str, expected: str | None) -> None:
    """Where the head leaves out or parts what a mark or nothing parts from the headline, it is taken at its word."""
    assert choose([shown], [claim], ["Steppe News"]) == (expected or claim)
