"""Storing articles: what is new, what changed, what went, and that nothing is ever lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archive_desk import START, Desk, article, day

from dimash_archive.archive.articles import addresses
from dimash_archive.errors import UsageError
from dimash_archive.records import DiscoveredUrl, Gone, Image, Link, Listing, Saved, Unchanged

URL = "https://en.example.org/choir"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new archive."""
    made = Desk(tmp_path)
    with made.archive:
        yield made


def changed(desk: Desk) -> list[tuple[int, str, str]]:
    """Number, what changed, and title of every version."""
    return desk.rows("SELECT version, changed, title FROM versions ORDER BY version")


def test_a_new_article_is_stored_whole(desk: Desk) -> None:
    """Row, speech, pictures, links and tags come back as they were given."""
    what = article(
        URL,
        "The choir sings",
        "It rained.",
        "We sang on, she said.",
        lead="In the rain.",
        section="Choir World",
        author="Dana Sozbekova",
        published=day(0),
        published_raw="14 June",
        modified=day(1),
        modified_raw="15 June",
        speech=[("she", "We sang on,")],
        images=(Image("https://en.example.org/1.jpg", "choir", "The choir", "samal"),),
        links=(Link("link", "https://example.com", "more"),),
        embeds=(Link("embed", "https://example.com/v", "youtube"),),
        related=(Link("related", None, "Other news"),),
        tags=("choir", "rain", "choir"),
    )
    assert desk.save(what) == Saved(URL, "The choir sings", new=True)
    row = desk.archive.article(URL)
    assert row is not None
    assert row["url"] == URL
    assert (row["title"], row["lead"], row["body"]) == (what.title, what.lead, what.body)
    assert (row["published"], row["published_raw"]) == ("2024-06-14T05:30:00Z", "14 June")
    assert (row["quote"], row["quote_speaker"], row["word_count"]) == ("We sang on,", "she", 7)
    assert (row["image_url"], row["version"], row["gone_at"]) == ("https://en.example.org/1.jpg", 1, None)
    assert row["quotes"] == [
        {"position": 0, "speaker": "she", "text": "We sang on,", "start": 12, "end": 23, "parts": [[12, 23]]}
    ]
    assert what.body[12:23] == "We sang on,"
    assert [image["credit"] for image in row["images"]] == ["samal"]
    assert [(link["kind"], link["url"]) for link in row["links"]] == [
        ("link", "https://example.com"),
        ("embed", "https://example.com/v"),
    ]
    assert row["tags"] == ["choir", "rain"]
    assert changed(desk) == [(1, "new", "The choir sings")]


def test_any_spelling_of_an_address_is_the_same_article(desk: Desk) -> None:
    """A slash, `?amp` or http make no second article, and all of them find it."""
    desk.save(article(URL + "/", "A", "Text."))
    desk.save(article("http://en.example.org/choir/?amp", "A", "Text."), when=day(1))
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]
    for spelling in (URL, URL + "/?utm_source=x", 1, "1"):
        assert desk.archive.article(spelling) is not None
    assert desk.archive.article("https://en.example.org/other") is None
    assert desk.archive.article("77") is None


def test_an_article_without_address_cannot_be_stored(desk: Desk) -> None:
    """Flattened text has no address: a clear error, not a row."""
    with pytest.raises(UsageError, match="without an address"):
        desk.read_again(article("", "A", "Text.").__class__(None, "A", ("Text.",), "en"), 1)


def test_the_same_text_is_no_version(desk: Desk) -> None:
    """Seen again as it was, an article only moves its last_seen."""
    desk.save(article(URL, "A", "Text."))
    assert desk.save(article(URL, "A", "Text."), when=day(3)) == Unchanged(URL)
    assert changed(desk) == [(1, "new", "A")]
    assert desk.rows("SELECT first_seen, last_seen, capture_id FROM articles") == [
        ("2024-06-14T05:30:00Z", "2024-06-17T05:30:00Z", 1)
    ]
    assert desk.rows("SELECT seen_at, last_seen FROM versions") == [
        ("2024-06-14T05:30:00Z", "2024-06-17T05:30:00Z")
    ]


def test_furniture_and_metadata_make_no_version(desk: Desk) -> None:
    """Teasers, tags, section and dates are brought up to date in the row."""
    desk.save(
        article(URL, "A", "Text.", tags=("old",), section="Top", links=(Link("link", "https://x", "x"),))
    )
    again = article(
        URL,
        "A",
        "Text.",
        tags=("new",),
        section="Choir",
        modified=day(2),
        related=(Link("related", None, "B"),),
    )
    assert desk.save(again, when=day(1)) == Unchanged(URL)
    row = desk.archive.article(URL)
    assert row is not None
    assert (row["section"], row["tags"], row["modified"], row["links"]) == (
        "Choir",
        ["new"],
        "2024-06-16T05:30:00Z",
        [],
    )
    assert len(changed(desk)) == 1


def test_every_text_is_kept(desk: Desk) -> None:
    """Title-only, lead-only and body-only changes are told apart; all texts stay, with their captures."""
    texts = [
        ("A", None, "One."),
        ("B", None, "One."),
        ("B", "Lead.", "One."),
        ("B", "Lead.", "Two."),
        ("C", None, "Three."),
    ]
    for number, (title, lead, body) in enumerate(texts):
        saved = desk.save(article(URL, title, body, lead=lead), when=day(number))
        assert saved == Saved(URL, title, new=number == 0)
    assert [row[1] for row in changed(desk)] == ["new", "title", "lead", "body", "title lead body"]
    assert desk.rows("SELECT title, lead, body FROM versions ORDER BY version") == texts
    history = desk.archive.history(URL)
    assert [(row["version"], row["capture_id"], row["warc_offset"]) for row in history] == [
        (number, number, number * 1000) for number in range(1, 6)
    ]
    assert [row["last_seen"] for row in history] == [row["seen_at"] for row in history]
    assert desk.archive.article(1)["capture_id"] == 5  # type: ignore[index]
    assert desk.archive.history("https://en.example.org/none") == []


def test_a_text_that_returns_is_a_version_again(desk: Desk) -> None:
    """A, B, A are three versions: what was shown when stays true."""
    for number, title in enumerate("ABA"):
        desk.save(article(URL, title, "Text."), when=day(number))
    assert [row[2] for row in changed(desk)] == ["A", "B", "A"]


def test_a_better_extractor_corrects_the_version_it_reads_again(desk: Desk) -> None:
    """The same capture read otherwise is no change of the site: no version is added."""
    desk.save(article(URL, "A", "Menu. Text."))
    assert desk.read_again(article(URL, "A", "Text."), 1) == Saved(URL, "A", new=False)
    assert desk.read_again(article(URL, "A", "Text."), 1) == Unchanged(URL)
    assert desk.rows("SELECT version, changed, body, capture_id FROM versions") == [(1, "new", "Text.", 1)]
    assert desk.archive.search("menu") == []


def test_an_older_version_is_corrected_in_its_place(desk: Desk) -> None:
    """Reading an earlier capture again touches that version alone, and says anew what changed."""
    desk.save(article(URL, "A", "Menu. One."))
    desk.save(article(URL, "A", "Two."), when=day(1))
    assert desk.read_again(article(URL, "B", "One."), 1) == Saved(URL, "B", new=False)
    assert desk.read_again(article(URL, "B", "One."), 1) == Unchanged(URL)
    assert desk.rows("SELECT changed, title, body FROM versions ORDER BY version") == [
        ("new", "B", "One."),
        ("title body", "A", "Two."),
    ]
    assert desk.archive.article(URL)["title"] == "A"  # type: ignore[index]


def test_an_older_capture_takes_its_place_in_history(desk: Desk) -> None:
    """Captures that come in late, as from another machine, neither overwrite nor get lost."""
    desk.save(article(URL, "Now", "Text."), when=day(10))
    assert desk.save(article(URL, "Then", "Text."), when=day(1)) == Saved(URL, "Then", new=False)
    assert desk.save(article(URL, "Then", "Text."), when=day(2)) == Unchanged(URL)
    assert desk.save(article(URL, "Now", "Text."), when=day(5)) == Unchanged(URL)
    assert changed(desk) == [(1, "new", "Then"), (2, "title", "Now")]
    row = desk.archive.article(URL)
    assert row is not None
    assert (row["title"], row["version"], row["first_seen"]) == ("Now", 2, "2024-06-15T05:30:00Z")
    assert desk.save(article(URL, "Next", "Text."), when=day(11)) == Saved(URL, "Next", new=False)
    assert [row[2] for row in changed(desk)] == ["Then", "Now", "Next"]


def test_a_removed_article_stays(desk: Desk) -> None:
    """404 or 410 sets gone_at once; the text is still there to read and to find."""
    desk.save(article(URL, "The choir", "Text."))
    assert desk.archive.gone(URL, day(5)) == Gone(URL)
    desk.archive.gone(URL + "/", day(6))
    assert desk.rows("SELECT gone_at FROM articles") == [("2024-06-19T05:30:00Z",)]
    assert desk.archive.search("choir")
    assert desk.archive.gone("https://en.example.org/never-seen", day(5)) == Gone(
        "https://en.example.org/never-seen"
    )


def test_an_article_that_returns_is_no_longer_gone(desk: Desk) -> None:
    """Seen after it went, it is there again; an earlier sighting that comes in late changes nothing."""
    desk.save(article(URL, "A", "Text."))
    desk.archive.gone(URL, day(5))
    desk.archive.seen(URL, day(3))
    assert desk.rows("SELECT gone_at IS NULL FROM articles") == [(0,)]
    desk.save(article(URL, "A", "Text."), when=day(7))
    assert desk.rows("SELECT gone_at IS NULL FROM articles") == [(1,)]


def test_not_modified_counts_as_seen(desk: Desk) -> None:
    """After a 304 the article and its version are known to have been there at that time."""
    desk.save(article(URL, "A", "Text."))
    assert desk.archive.seen(URL, day(4)) == Unchanged(URL)
    assert desk.archive.seen("https://en.example.org/none", day(4)) == Unchanged(
        "https://en.example.org/none"
    )
    assert (
        desk.rows("SELECT last_seen FROM articles UNION ALL SELECT last_seen FROM versions")
        == [("2024-06-18T05:30:00Z",)] * 2
    )


def test_a_changed_article_is_found_by_its_new_words_only(desk: Desk) -> None:
    """The search index follows the text, the language and the speech of the newest version."""
    desk.save(article(URL, "Rain", "It rained.", speech=[("Nurlas", "It rained.")]))
    desk.save(article(URL, "Sun", "It shone.", speech=[("Aisaule", "It shone.")]), when=day(1))
    assert desk.archive.search("rain") == []
    assert desk.archive.search("speaker:Nurlas") == []
    assert [hit.id for hit in desk.archive.search("shone speaker:Aisaule")] == [1]
    desk.archive.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


def test_naive_times_are_taken_for_utc(desk: Desk) -> None:
    """A moment without zone is written as UTC rather than in the machine's own zone."""
    desk.save(article(URL, "A", "Text.", published=START.replace(tzinfo=None)))
    assert desk.rows("SELECT published FROM articles") == [("2024-06-14T05:30:00Z",)]


def test_kinds_of_change_are_told_apart(desk: Desk) -> None:
    """Title alone, text alone, both, removed, back; what the site says stands beside what we saw."""
    for number, (title, body) in enumerate([("A", "x"), ("B", "x"), ("B", "y"), ("C", "z"), ("C", "z")]):
        said = day(number) if number < 3 else None
        desk.save(article(URL, title, body, modified=said), when=day(2 * number))
        if number == 3:
            desk.archive.gone(URL, day(7))
    desk.archive.gone(URL, day(9))
    assert desk.rows(
        "SELECT kind, version, substr(at, 6, 5), substr(modified, 6, 5) FROM changes ORDER BY at"
    ) == [
        ("new", 1, "06-14", "06-14"),
        ("title", 2, "06-16", "06-15"),
        ("text", 3, "06-18", "06-16"),
        ("title and text", 4, "06-20", None),
        ("removed", None, "06-21", None),
        ("returned", None, "06-22", None),
        ("removed", None, "06-23", None),
    ]
    rows = desk.archive.history(URL)
    assert [len(row["absences"]) for row in rows] == [0, 0, 0, 2]
    assert rows[-1]["absences"][1]["back_at"] is None


def test_an_article_read_before_the_list_of_posts_gets_what_that_says(desk: Desk) -> None:
    """The facts of the CMS complete it, and search knows them; a list that is read again changes nothing."""
    desk.save(article(URL, "The choir", "We sang on.", tags=("old",)))
    first = Listing("wordpress", 7, section="Culture", tags=("Choir",), author="Aru Sadyk", modified=day(-1))
    desk.archive.remember(DiscoveredUrl(URL, "en", "article", "wordpress", day(-1), listing=first))
    later = replace(first, section="Sport", modified=day(3))
    desk.archive.remember(DiscoveredUrl(URL, "en", "article", "wordpress", day(3), listing=later))
    sql = "SELECT title, section, author, author_kind, modified, version FROM articles"
    assert desk.rows(sql) == [("The choir", "Culture", "Aru Sadyk", "person", "2024-06-13T05:30:00Z", 1)]
    held = desk.archive.article(URL)
    assert held is not None
    assert held["tags"] == ["Choir"]
    integrity = "INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')"
    desk.archive.db.execute(integrity)  # what was taken out of the index is what had gone in


def test_an_article_read_before_a_feed_gets_what_that_adds(desk: Desk) -> None:
    """On a host of several editions pages are read while the feeds of the later ones are not: the page's own facts stay."""
    desk.save(article(URL, "The choir", "We sang on.", author="Aru Sadyk"))
    fed = Listing("feed", title="The choir of the valley", author="admin", modified=day(-1))
    desk.archive.remember(DiscoveredUrl(URL, "en", "article", "feed", day(-1), listing=fed))
    sql = "SELECT title, author, modified, version FROM articles"
    assert desk.rows(sql) == [("The choir", "Aru Sadyk", "2024-06-13T05:30:00Z", 1)]


def test_a_photo_report_is_itself_at_another_address(desk: Desk) -> None:
    """What has no text is one with another if headline and moment are the same, and never by its empty text alone."""
    report = article(URL, "Eighty-six steps")
    others = replace(report, url=f"{URL}-2"), replace(report, url=f"{URL}-3", published=day(1))
    for each in (replace(report, published=START), replace(others[0], published=START), others[1]):
        desk.save(each)
    twins = [addresses.twin(desk.archive.db, number) for number in (1, 2, 3)]
    assert twins == [2, 1, None]


@pytest.mark.parametrize(
    ("url", "rows"), [("https://en.example.org/2024/choir", 1), ("https://news.example.com/choir", 2)]
)
def test_a_number_is_the_cmss_own(desk: Desk, url: str, rows: int) -> None:
    """One number on one host is one article; another site of a merged archive counts for itself."""
    for day_number, address in enumerate((URL, url)):
        desk.save(replace(article(address, "The choir sings", "It rained."), cms_id=7), when=day(day_number))
    assert desk.rows("SELECT count(*) FROM articles") == [(rows,)]
