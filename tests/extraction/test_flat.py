"""Flattened text: what can be told of a page whose markup was thrown away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive.demo import DemoSite, FlatLayout
from dimash_archive.demo.newsroom.post import Post
from dimash_archive.extraction import flat
from dimash_archive.extraction.flat import Flat
from dimash_archive.records import Link

SITE = DemoSite(8)
POSTS = [post for lang in ("kk", "ru", "en") for post in SITE.room.posts(lang)]
TRUTH = {url: truth for lang in ("kk", "ru", "en") for url, truth in SITE.truth(lang).items()}
LAYOUTS: tuple[FlatLayout, ...] = ("full", "crumb2", "crumb1", "amp", "title", "counter")
TITLE = "The choir sets off on its ninth tour"
ONE, TWO = "The choir left at dawn.", "In the evening everyone went home."

HOSTILE = (
    TITLE,
    f"Home {TITLE}",
    "Tours The choir sets…",
    "",
    "…",
    "cr: x",
    "Latest news",
    "12",
    "\x00",
    "KZ RU",
)


def read(*blocks: str) -> Flat:
    """The parts of a text of these blocks."""
    return flat.read("\n\n".join(blocks))


def name(post: Post) -> str:
    """How a test of a post is called."""
    return f"{post.lang}-{post.key}"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("post", POSTS, ids=name)
def test_every_layout_gives_title_and_paragraphs(post: Post, layout: FlatLayout) -> None:
    """Nothing of the furniture is left and nothing of the text is lost."""
    truth = TRUTH[SITE.url(post)]
    found = flat.read(SITE.flattened(post, layout))
    assert found.title == truth.title
    assert found.paragraphs == truth.paragraphs
    assert found.section in (None, truth.section)
    assert (found.section is None) == (layout in ("title", "counter"))
    assert [link.title for link in found.related] == [
        each.title for each in SITE.room.latest(post.lang, 5, post)
    ]


@pytest.mark.parametrize("post", POSTS[:3], ids=name)
def test_a_text_without_a_headline_gets_its_first_words(post: Post) -> None:
    """In the barest layout nothing says what the headline is."""
    truth = TRUTH[SITE.url(post)]
    found = flat.read(SITE.flattened(post, "bare"))
    assert truth.paragraphs[0].startswith(found.title.split()[0])
    assert found.paragraphs


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00", "\r\n"])
def test_a_text_without_words_gives_empty_parts(text: str) -> None:
    """Nothing comes of nothing."""
    assert flat.read(text) == Flat("", None, (), ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\n \t\n\n"])
def test_line_ends_of_every_kind_part_blocks(end: str) -> None:
    """Blank lines part blocks, or single line ends where there are no blank lines."""
    found = flat.read(end.join((TITLE, ONE, TWO)))
    assert (found.title, found.paragraphs) == (TITLE, (ONE, TWO))


def test_a_single_line_end_in_a_block_is_kept() -> None:
    """Where blank lines part blocks, a line end inside one is a line break of the text."""
    assert read(TITLE, "We sang  a lot,\nwe sang long.", TWO).paragraphs[0] == "We sang a lot,\nwe sang long."


@pytest.mark.parametrize("switch", ["ҚАЗ RUS ENG", "KZ | RU | EN", "KK/RU"])
def test_the_language_switch_goes(switch: str) -> None:
    """A row of language codes is no headline and no text; a shouted sentence is."""
    assert read(switch, TITLE, ONE, switch, TWO) == Flat(TITLE, None, (ONE, TWO), ())
    shouted = "WE SANG LONG TODAY AND NOT"
    assert read(TITLE, shouted).paragraphs == (shouted,)


@pytest.mark.parametrize(
    ("crumb", "section"),
    [
        (f"Tours {TITLE}", "Tours"),
        ("World tours The choir sets off on…", "World tours"),
        (f"Home Tours {TITLE}", "Tours"),
        (f"Home › Tours › {TITLE}", "Tours"),
        (f"Басты бет Басты жаңалықтар {TITLE}", "Басты жаңалықтар"),
        (f"Басты жаңалықтар {TITLE}", "Басты жаңалықтар"),
        (f"Басты / Жаңалықтар {TITLE}", "Жаңалықтар"),
        (f"Main news {TITLE}", "Main news"),
        (f"На главную Мир хора {TITLE}", "Мир хора"),
        (f"Главная {TITLE}", None),
        (f"Main {TITLE}", None),
    ],
)
def test_a_breadcrumb_names_the_section(crumb: str, section: str | None) -> None:
    """What stands before the headline is the section; the step home is not a part of it."""
    found = read(crumb, TITLE, ONE, TWO)
    assert (found.title, found.section) == (TITLE, section)
    if section:
        assert found.paragraphs == (ONE, TWO)


def test_a_headline_that_is_said_twice_is_one() -> None:
    """Where no breadcrumb tells, the line that stands there twice is the headline."""
    assert read("Tours", TITLE, TITLE, ONE).title == TITLE
    long = "song " * 80
    assert read(long, long, ONE).title != long.strip()


@pytest.mark.parametrize("first", ["We sang.", "We sang:", "We\nsang", "song " * 31, "x" * 301])
def test_a_first_line_unlike_a_headline_is_text(first: str) -> None:
    """A sentence, two lines or a long line are text; the headline is then their first words."""
    found = read(first, TWO)
    assert len(found.paragraphs) == 2
    assert found.title == " ".join(first.split()[:12])


def test_a_single_block_is_text() -> None:
    """One line alone is the text, not its headline."""
    assert read("Хор пел").paragraphs == ("Хор пел",)


def test_repeats_of_the_headline_go() -> None:
    """As a block of its own, glued to a sentence, cut, as a line before a credit."""
    found = read(
        TITLE, "1 284", ONE, f"{TITLE}\ncr: qonyr_samal", f"{TITLE}{TWO}", TITLE, f"{TITLE}\nWe sang."
    )
    assert found.paragraphs == (ONE, TWO, "We sang.")


def test_a_counter_goes_only_below_the_headline() -> None:
    """A number is taken for a counter of views right below the headline, where text follows."""
    assert read(TITLE, "1284", ONE).paragraphs == (ONE,)
    assert read(TITLE, "1284").paragraphs == ("1284",)
    assert read("We sang.", "1284", ONE).paragraphs == ("We sang.", "1284", ONE)
    assert read(TITLE, ONE, "1284").paragraphs == (ONE, "1284")


def test_credits_and_pointers_go() -> None:
    """A line with a credit and a line that points at another article are not the text."""
    found = read(TITLE, ONE, "cr: qonyr_samal", "Read also: Nine towns", "Тағы оқыңыз: Хор", TWO)
    assert found.paragraphs == (ONE, TWO)
    kept = "Read also: the poem\nwe sang"
    long = "Read also: " + "song " * 70
    assert read(TITLE, kept, long).paragraphs == (kept, long.strip())


@pytest.mark.parametrize("latest", ["Latest news", "ПОСЛЕДНИЕ НОВОСТИ:", "Соңғы жаңалықтар"])
def test_the_block_of_other_news_gives_titles(latest: str) -> None:
    """Titles and teasers take turns; a cut line is a teaser; the article itself is no other news."""
    blocks = (TITLE, ONE, latest, "Rain came", "It rained …", TITLE, "We sang.", "cut too…", "Sun came")
    found = read(*blocks)
    assert found.paragraphs == (ONE,)
    assert found.related == (Link("related", None, "Rain came"), Link("related", None, "Sun came"))


def test_the_words_of_that_block_alone_do_not_open_it() -> None:
    """At the very front or the very end they are text like any other."""
    assert read("Latest news", ONE).title == "Latest news"
    assert read(TITLE, ONE, "Latest news").related == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20)))
def test_read_never_raises(blocks: list[str]) -> None:
    """Whatever the blocks and however they are parted, each paragraph says something."""
    for text in ("\n\n".join(blocks), "\n".join(blocks)):
        assert all(flat.read(text).paragraphs)


@pytest.mark.parametrize(
    "line",
    [
        "View this post on Instagram",
        "A post shared by The Choir (@choir)",
        "Посмотреть эту публикацию в Instagram",
        "Публикация от Хор (@choir)",
        "Бұл жарияланымды Instagram-да қарау",
        "Instagram-да осы жазбаны көру",
        "Хор (@choir) бөліскен жазба",
        "cr: Айгерим О.",
        "cr: choir_official",
        "Photo: A. Name",
    ],
)
def test_lines_in_place_of_posts_and_credits_go(line: str) -> None:
    """What stands where a post or a picture was is none of the text, in any of the three languages."""
    text = (
        "Хор кеше кешке жаңа залда ән салды, тыңдаушылар көп болды.",
        "Келесі концерт қараша айында өтеді, билеттер сатылымда.",
    )
    title = "Хор жаңа залда алғаш рет ән салды"
    assert flat.read("\n\n".join((title, title, text[0], line, text[1]))).paragraphs == text


@pytest.mark.parametrize("marks", ["«»", "“”", '""', "„“", "‘’", "''", "‹›", "「」", "『』"])
def test_a_headline_glued_to_the_text_may_have_other_marks(marks: str) -> None:
    """The headline returns as the alt text of a picture, in the marks of whoever wrote that."""
    title = "«Жел» әні жаңа залда алғаш рет орындалды"
    glued = f"{marks[0]}Жел{marks[1]} әні жаңа залда алғаш рет орындалды"
    text = "Хор кеше кешке жаңа залда ән салды, тыңдаушылар көп болды."
    assert (
        flat.read(f"{title}\n\n{title}\n\n{glued}{text}\n\nКелесі концерт қараша айында өтеді.").paragraphs[0]
        == text
    )
