"""The stories of the invented site: the format, the truth, the two forms of a headline, flattened text."""

from collections import Counter
from datetime import timedelta

import pytest
from demo_stories import tell
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.demo.flattened import FlatLayout, flattened
from dimash_archive.demo.newsroom import library
from dimash_archive.demo.newsroom.post import latin
from dimash_archive.demo.newsroom.story import LANGS, Speech, Telling, parse
from dimash_archive.demo.theme.title_marks import cut, straight, typographic
from dimash_archive.demo.vocabulary import date_words, sections, words
from dimash_archive.errors import ArchiveError


def telling(body: str) -> Telling:
    """A telling with this text."""
    head = "key: k\nsection: top\ndate: 2024-01-02 03:04\n== en\ntitle: T\nslug: t\n\n"
    return parse(head + body).tellings["en"]


def test_a_story_is_read_whole() -> None:
    """Key, section, date with zone, and every header line of every language come out as written."""
    story = parse(tell(0))
    assert (story.key, story.section, story.date.isoformat()) == (
        "story-0",
        "festivals",
        "2024-03-01T10:00:00+05:00",
    )
    assert tuple(story.tellings) == LANGS
    kazakh = story.tellings["kk"]
    assert kazakh.lead == "Тасқоңырда ән мерекесі ашылды."
    assert kazakh.author == "Дана Сөзбекова"
    assert kazakh.tags == ("Тас жаңғырығы", "фестиваль")
    assert story.tellings["ru"].author is None


def test_blocks_keep_their_kind_and_order() -> None:
    """Each opener makes its kind of part; pictures keep caption and credit without the mark."""
    parts = parse(tell(0)).tellings["en"].parts
    kinds = [part.kind for part in parts]
    assert kinds == [
        "paragraph", "glued", "paragraph", "image", "subhead", "item", "item", "embed", "also", "paragraph",
    ]  # fmt: skip
    assert (parts[3].caption, parts[3].credit) == ("The choir on stage", "qonyr_samal")
    assert parts[7].target == "youtube aB3dE6gH9kL"


def test_only_text_is_the_truth() -> None:
    """Pictures, embeds and pointers are no paragraphs; a broken line is one paragraph."""
    paragraphs = parse(tell(0)).tellings["en"].paragraphs
    assert paragraphs == (
        "The festival opened in Tasqonyr with songs < of the steppe,\nfor the 0th time.",
        "“We sang until the rain stopped.”",
        "The programme",
        "First day",
        "Second day",
        "In the evening everyone went home.",
    )


def test_a_picture_needs_neither_caption_nor_credit() -> None:
    """`!img`, `!img |`, a caption alone and a credit of any spelling are all read."""
    parts = telling("!img\n\n!img |\n\n!img On stage\n\n!img | Фото: Мира\n\nEnd.").parts
    assert [(part.caption, part.credit) for part in parts[:4]] == [
        (None, None), (None, None), ("On stage", None), (None, "Мира"),
    ]  # fmt: skip


def test_an_opener_starts_a_block_without_a_blank_line() -> None:
    """Lines of one paragraph are joined by a space, and a subhead right under it is its own block."""
    assert telling("One\ntwo.\n## Three\nfour").paragraphs == ("One two.", "Three four")


def test_a_text_that_ends_in_a_line_break_loses_it() -> None:
    """A backslash at the very end breaks nothing."""
    assert telling("One \\\n").paragraphs == ("One",)


@pytest.mark.parametrize(
    ("body", "paragraphs", "quotes"),
    [
        ("“[[A|Yes]],” said A.", ("“Yes,” said A.",), [("Yes", "A")]),
        ("«[[|Да]]».", ("«Да».",), [("Да", None)]),
        ("“[[A|One.\n\nTwo.\n\nThree.]]”", ("“One.", "Two.", "Three.”"), [("One.\n\nTwo.\n\nThree.", "A")]),
        ("«[[A|Бір.\n\n«[[+]]Екі]]».", ("«Бір.", "«Екі»."), [("Бір.\n\nЕкі", "A")]),
        ("“[[A|One]]”, said A. “[[&|Two]]”", ("“One”, said A. “Two”",), [("One […] Two", "A")]),
        ("[[A|One]] and [[B|two]]", ("One and two",), [("One", "A"), ("two", "B")]),
        ("> [[A|One \\\ntwo]]", ("One\ntwo",), [("One\ntwo", "A")]),
        ("“[[A|One.\n\n!img\n\nTwo.]]”", ("“One.", "Two.”"), [("One.\n\nTwo.", "A")]),
        ("“Plain” and «простой».", ("“Plain” and «простой».",), []),
    ],
)
def test_speech_is_taken_out_and_its_markers_vanish(
    body: str, paragraphs: tuple[str, ...], quotes: list[tuple[str, str | None]]
) -> None:
    """The truth of a speech is its text without outer marks, the paragraphs are what a reader sees."""
    found = telling(body)
    assert found.paragraphs == paragraphs
    assert found.quotes == tuple(Speech(*each) for each in quotes)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("section: top\n== en\ntitle: T", "'title'|'slug'|'key'"),
        ("key: k\nsection: top\ndate: 2024-01-02 03:04\n", "no language"),
        ("key: k\nsection: top\ndate: 2024-01-02 03:04\n== xx\ntitle: T\nslug: t\n\nA", "'xx'"),
        ("key: k\nsection: top\ndate: tomorrow\n== en\ntitle: T\nslug: t\n\nA", "'tomorrow'"),
        ("key: k\nsection: top\nwhat\n== en\ntitle: T\nslug: t\n\nA", "'what'"),
    ],
)
def test_a_broken_head_is_named(text: str, complaint: str) -> None:
    """The error says which story and what is wrong with it."""
    with pytest.raises(ArchiveError, match=complaint) as error:
        parse(text, "broken.txt")
    assert "broken.txt" in str(error.value)


@pytest.mark.parametrize(
    "body",
    [
        "[[A|never closed",
        "closed]] only",
        "[[A|in [[B|side]]]]",
        "[[&|nothing before]]",
        "!nonsense",
        "!embed x",
    ],
)
def test_a_broken_text_is_named_when_it_is_read(body: str) -> None:
    """Markers at a wrong place are errors, never guesses."""
    with pytest.raises(ArchiveError, match=r"t \(en\)"):
        _ = telling(body).parts


def test_a_later_paragraph_is_added_at_the_end() -> None:
    """An update is one more paragraph; the telling itself does not change."""
    first = telling("One.")
    assert first.with_more("Two.").paragraphs == ("One.", "Two.")
    assert first.paragraphs == ("One.",)


def test_every_shipped_story_can_be_read() -> None:
    """Hand-written and composed stories hold to the format in all their languages; no marker is left."""
    keys = Counter[str]()
    for number in range(80):
        story = parse(library.tell(number), f"number {number}")
        keys[story.key] += 1
        assert story.section in sections("kk")
        for each in story.tellings.values():
            assert len(each.paragraphs) >= 3
            assert not [text for text in each.paragraphs if "[[" in text or "]]" in text or "  " in text]
            assert all(quote.text == quote.text.strip() and quote.text for quote in each.quotes)
            assert each.slug == latin(each.slug)
    assert keys.most_common(1)[0][1] == 1


def test_a_headline_is_set_in_type_and_typed_back() -> None:
    """Straight marks become curly by their place, and back; guillemets and em dashes stay."""
    typed = """"Wind's" end - 'so' it is — «да»"""
    assert typographic(typed) == "“Wind’s” end – ‘so’ it is — «да»"
    assert straight(typographic(typed)) == typed


@given(st.text(alphabet="ab «»\"'-“”‘’–", max_size=40))
def test_setting_in_type_happens_once(text: str) -> None:
    """A headline that is set in type stays as it is, and typing it back leaves no curly mark."""
    assert typographic(typographic(text)) == typographic(text)
    assert not set(straight(typographic(text))) & set("“”‘’–")


def test_long_titles_are_cut_with_three_dots() -> None:
    """The dots are glued to the last word; a title that fits stays whole."""
    assert cut("a b c d", 3) == "a b c..."
    assert cut("a b c", 3) == "a b c"


def test_tags_become_latin_addresses() -> None:
    """Kazakh and Russian letters are spelled with Latin ones, and nothing is left without an address."""
    assert latin("Қоңыр самал") == "konyr-samal"
    assert latin("Щёголь & Эхо, 2024") == "shhegol-eho-2024"
    assert latin("***") == "x"


def test_all_editions_have_the_same_words() -> None:
    """No edition lacks a word, a section or a month."""
    shapes = [{key: type(value) for key, value in words(lang).items()} for lang in LANGS]
    assert shapes[0] == shapes[1] == shapes[2]
    assert sections("kk") == sections("ru") == sections("en")
    assert {len(words(lang)["months"]) for lang in LANGS} == {12}
    assert {len(words(lang)["updates"]) for lang in LANGS} == {3}


def test_dates_are_written_in_words() -> None:
    """Each edition writes a date in its own way."""
    date = parse(tell(0)).date + timedelta(days=30)
    assert [date_words(lang, date) for lang in LANGS] == [
        "2024 жылғы 31 наурыз",
        "31 марта 2024",
        "March 31, 2024",
    ]


_TOP: dict[FlatLayout, list[str]] = {
    "full": ["ҚАЗ RUS ENG", "ҚАЗ RUS ENG", "Choir World NINE...", "TITLE", "Choir World TWELVE...", "TITLE"],
    "crumb2": ["Choir World NINE...", "TITLE", "Choir World TWELVE...", "TITLE"],
    "crumb1": ["Choir World TWELVE...", "TITLE"],
    "amp": ["Home Choir World TWELVE...", "TITLE"],
    "title": ["TITLE\n"],
    "counter": ["TITLE", "1284"],
    "bare": [],
}


@pytest.mark.parametrize("layout", list(_TOP))
def test_flattened_layouts_open_as_the_real_ones_do(layout: FlatLayout) -> None:
    """Switch, breadcrumbs cut at 9 and 12 words, headline and counter stand as each layout has them."""
    story = parse(tell(1)).tellings["en"]
    words_ = story.title.split()
    known = {"NINE": " ".join(words_[:9]), "TWELVE": " ".join(words_[:12]), "TITLE": story.title}
    top = _TOP[layout]
    for name, value in known.items():
        top = [line.replace(name, value) for line in top]
    end, text = "\n" if layout == "bare" else "\n\n", flattened(story, layout)
    assert text.partition("The choir left at dawn. Two buses")[0].removesuffix(end) == end.join(top)
    assert (f"{story.title}\ncr: qonyr_samal" in text) == (layout not in ("crumb1", "amp", "bare"))


def test_flattened_text_glues_the_alt_text_to_the_speech() -> None:
    """A picture in a paragraph leaves the headline as typed, glued on; captions and embeds vanish."""
    text = flattened(parse(tell(0)).tellings["en"], "full", [("Other", "Teaser...")], {"story-1": "Second"})
    assert '\n\nThe "Voice of the Wind" festival - day 0“We sang until' in text
    assert "\n\nThe “Voice of the Wind” festival – day 0\n\n" in text
    assert "The choir on stage" not in text
    assert "youtube" not in text
    assert "\n\nRead also: Second\n\n" in text
    assert text.endswith("\n\nLatest news\n\nOther\n\nTeaser...")


def test_flattened_text_keeps_a_last_picture() -> None:
    """A glued picture with nothing behind it leaves its alt text; a pointer to nowhere leaves nothing."""
    story = parse(tell(1)).tellings["en"]
    assert flattened(story, "title").endswith(f"A good road to you!\n\n{story.title}")
