"""An archive of other languages than ours is as whole, and what the pages count is true."""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from archive_desk import Desk, article
from browse_pages import ask, read

from dimash_archive.browse.layout import plots
from dimash_archive.browse.localization import alphabetical, number
from dimash_archive.browse.views.page_parts import edited_at

PARIS = timezone(timedelta(hours=1))
PAGES = (
    "", "/stories", "/stories/1", "/sections", "/tags", "/timeline", "/quotes", "/speakers", "/charts", "/about",
    "/search?q=Chor", "/concordance?q=choeur", "/articles/1", "/articles/1/cite", "/changes", "/runs",
)  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A German and French archive: a story in both, one in German alone, a gallery, and two crawls of one minute."""
    folder = tmp_path_factory.mktemp("other")
    desk = Desk(folder)
    first = datetime(2024, 3, 31, 23, 30, tzinfo=PARIS)
    both = (("de", "https://de.example.org/chor"), ("fr", "https://fr.example.org/choeur"))
    desk.save(article("https://de.example.org/chor", "Der Chor singt im Hafen",
                      "Am Abend sang der Chor im Hafen. „Wir proben jeden Tag“, sagte Petra Lindner.", lang="de",
                      section="Musik", tags=("Chor",), published=first, modified=first + timedelta(minutes=12),
                      alternates=both, speech=[("Petra Lindner", "Wir proben jeden Tag")]))  # fmt: skip
    desk.save(article("https://fr.example.org/choeur", "Le choeur chante au port",
                      "Le soir, le choeur a chanté au port. « Nous répétons chaque jour », a dit Petra Lindner.",
                      lang="fr", section="Musique", tags=("choeur",), published=first, alternates=both,
                      speech=[("Petra Lindner", "Nous répétons chaque jour")]))  # fmt: skip
    desk.save(article("https://de.example.org/regen", "Regen am Sonntag", "Am Sonntag regnet es.", lang="de",
                      section="Wetter", published=first + timedelta(days=150)))  # fmt: skip
    desk.save(article("https://de.example.org/bilder", "Bilder vom Hafen", lang="de", section="Musik", kind="gallery",
                      published=first + timedelta(days=151)))  # fmt: skip
    for second in (1, 2):
        run = desk.archive.begin_run("hafen", datetime(2024, 9, 1, 6, 0, second, tzinfo=UTC))
        desk.archive.finish_run(run, {"new": second}, 0, datetime(2024, 9, 1, 6, 0, second + 1, tzinfo=UTC))
    desk.archive.update_people()
    desk.archive.close()
    return folder / "archive.db"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_german_and_french_archive_has_its_articles(database: Path, path: str) -> None:
    """None is empty, and none says of a language of ours that it is missing."""
    text = read(database, path, accept_language="en").text
    main = text.partition("<main")[2].partition("</main>")[0]
    shows = "Chor|choeur|Deutsch|German|Musik|2024" if path != "/changes" else "No changes"
    assert re.search(shows, main), path
    assert "Қазақша" not in main


def test_stories_stand_side_by_side_in_the_archives_own_languages(database: Path) -> None:
    """As a view and as a stored query."""
    wide, lacking, missing = ask(
        [database],
        "/archive/stories_wide.json?_shape=array",
        "/archive/untranslated.json?_shape=array&language=fr",
        "/archive/untranslated.json?_shape=array&language=kk",
    )
    one = next(row for row in wide.json() if row["id"] == 1)
    assert (one["de_title"], one["fr_title"]) == ("Der Chor singt im Hafen", "Le choeur chante au port")
    assert [row["title"] for row in lacking.json()] == ["Bilder vom Hafen", "Regen am Sonntag"]
    assert len(missing.json()) == 3
    assert "Kazakh edition" not in ask([database], "/archive/stories_wide")[0].text


def test_a_person_counts_once_however_many_languages_name_her(database: Path) -> None:
    """One row in each edition, one page for all she said."""
    page = read(database, "/speakers?edition=fr").text
    assert page.count(">Petra Lindner</a>") == 1
    path = re.search(r"/people/\d+", page)
    assert path is not None
    said = read(database, path[0]).text
    assert "Wir proben jeden Tag" in said
    assert "Nous répétons chaque jour" in said


def test_months_without_articles_have_their_place_on_the_axis(database: Path) -> None:
    """The plot has a row for each month from the first to the last, empty ones too."""
    chart = (
        read(database, "/charts", accept_language="en")
        .text.partition('id="by_month"')[2]
        .partition("</section>")[0]
    )
    assert re.findall(r'<th scope="row">(\w+) 2024', chart) == [
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
    ]
    assert plots.months("2023-11", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_crawls_of_one_minute_are_two_bars(database: Path) -> None:
    """A crawl is known by its number, not by when it began."""
    chart = read(database, "/charts").text.partition('id="runs_chart"')[2].partition("</section>")[0]
    assert {"/archive/-/read/runs/1", "/archive/-/read/runs/2"} <= set(re.findall(r'href="([^"]+)"', chart))


def test_the_corrections_of_the_first_half_hour_are_no_change() -> None:
    """What a site says it changed counts from then on; a change that it does not date by a publishing does."""
    published = "2024-03-31T22:30:00Z"
    assert edited_at({"published": published, "modified": "2024-03-31T23:00:00Z"}) is None
    assert edited_at({"published": published, "modified": "2024-03-31T23:00:01Z"}) == "2024-03-31T23:00:01Z"
    assert edited_at({"published": None, "modified": published}) == published
    assert edited_at({"published": published, "modified": None}) is None


def test_results_are_narrowed_to_a_kind_and_a_person(database: Path) -> None:
    """Facets with counts, each a link that finds as many."""
    page = read(database, "/search?q=lang:de", accept_language="en").text
    assert re.search(r'kind=gallery[^>]*>Photo gallery</a> <span class="count">1<', page)
    assert re.search(r'person=\d+[^>]*>Petra Lindner</a> <span class="count">1<', page)
    narrowed = read(database, "/search?q=lang:de&kind=gallery", accept_language="en").text
    assert "Bilder vom Hafen" in narrowed
    assert "Regen am Sonntag" not in narrowed
    assert "Regen am Sonntag" in read(database, "/search?q=lang:de+-kind:gallery").text
    assert "Bilder" not in read(database, "/search?q=Hafen+kind:text").text


def test_a_day_is_that_of_the_site(database: Path) -> None:
    """An article of half past eleven at night is of that day and month, with its offset; the moment in UTC beside it."""
    text = read(database, "/articles/1", accept_language="en").text
    assert "31 March 2024" in text
    assert 'datetime="2024-03-31T23:30:00+01:00" title="2024-03-31T22:30:00Z"' in text


@pytest.mark.parametrize(("lang", "shown"), [("en", "7,000"), ("ru", "7\u00a0000"), ("kk", "7\u00a0000")])
def test_numbers_are_written_one_way_in_a_language(lang: str, shown: str) -> None:
    """By the CLDR: thousands are parted as the language does it, on every page."""
    assert number(lang, 7000) == shown


def test_names_stand_in_the_order_of_the_alphabet() -> None:
    """A Kazakh letter stands behind the one it follows, not at the end where Unicode has it."""
    names = ["Ұлан", "Әсел", "Асан", "Бекзат", "Үміт", "Уәли", "Қанат", "Камила", "Ғани", "Ivar"]
    expected = ["Ivar", "Асан", "Әсел", "Бекзат", "Ғани", "Камила", "Қанат", "Уәли", "Ұлан", "Үміт"]
    assert sorted(names, key=alphabetical) == expected
