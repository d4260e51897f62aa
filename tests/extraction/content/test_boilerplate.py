"""The site memory: furniture set like text goes, what articles share stays, in any order of the pages."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from memory_site import APPEAL, AUTHORS, BIO, NOTE, PROMO, Style, articles, page

from dimash_archive.archive import Archive
from dimash_archive.extraction import BoilerplateFilter, extract
from dimash_archive.extraction.content.boilerplate import Judgement, fingerprint
from dimash_archive.html.repetition import NOTHING_SEEN, BoilerplateStats, LineObservations
from dimash_archive.records import Captured

JUNE, NOVEMBER = datetime(2024, 6, 14, tzinfo=UTC), datetime(2024, 11, 2, tzinfo=UTC)
TRUTHS = articles()
PAGES = [page(truth, number) for number, truth in enumerate(TRUTHS)]
PLAIN = Style(appeal=False)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive."""
    with Archive.open(tmp_path, create=True) as made:
        yield made


@cache
def observed(html: str) -> LineObservations:
    """What a page teaches, whatever archive it goes into."""
    recall = BoilerplateFilter()
    extract(html, memory=recall)
    return recall.observations


def learn(archive: Archive, pages: Iterable[tuple[int, str]], when: datetime = JUNE) -> BoilerplateStats:
    """What the archive knows after these pages, each with the number of its address."""
    with archive.batch():
        for number, html in pages:
            url = f"https://en.example.org/{number}/"
            file = f"{when:%Y%m%d}.warc.gz"
            captured = Captured(url, when, 200, "text/html", f"sha1:{number:032}", file, number, 1)
            archive.record(None, captured)
            archive.note("en", captured, observed(html))
    return archive.repeats("en", when)


def read(html: str, repeats: BoilerplateStats | None) -> str:
    """The body of a page, read with the memory."""
    return extract(html, memory=BoilerplateFilter(repeats)).body


def test_furniture_set_like_text_goes(archive: Archive) -> None:
    """Appeal, promotion, note and author box look like paragraphs; with the memory every body is exact."""
    repeats = learn(archive, enumerate(PAGES))
    without = [read(html, None) == truth.body for html, truth in zip(PAGES, TRUTHS, strict=True)]
    known = [read(html, repeats) == truth.body for html, truth in zip(PAGES, TRUTHS, strict=True)]
    assert (sum(without), sum(known)) == (0, len(TRUTHS))
    shown = {row[0] for row in archive.db.execute("SELECT text FROM blocks WHERE pages >= 20")}
    assert shown == {APPEAL, PROMO, NOTE, *AUTHORS}


def test_a_page_not_learned_from_is_read_as_well(archive: Archive) -> None:
    """Thirty pages teach how to read the others."""
    repeats = learn(archive, enumerate(PAGES[:30]))
    assert [read(html, repeats) for html in PAGES[30:]] == [truth.body for truth in TRUTHS[30:]]


@pytest.mark.parametrize(
    "notice", ["", f"<div class='bar'><p>{APPEAL}</p></div>", "<nav><a href='/'>Up</a></nav>"]
)
def test_what_is_added_to_every_page_changes_no_article(archive: Archive, notice: str) -> None:
    """A menu or a notice on every page is read away, and takes nothing with it."""
    pages = [page(truth, number, PLAIN, extra=notice) for number, truth in enumerate(TRUTHS)]
    repeats = learn(archive, enumerate(pages))
    assert [read(html, repeats) for html in pages] == [truth.body for truth in TRUTHS]


@pytest.mark.parametrize("shared_by", [2, 6])
def test_what_a_few_articles_share_stays(archive: Archive, shared_by: int) -> None:
    """A biography line at the end of some articles is their own; so is an appeal that some repeat."""
    pages = [
        page(truth, number, PLAIN, more=[BIO, APPEAL] if number < shared_by else ())
        for number, truth in enumerate(TRUTHS)
    ]
    repeats = learn(archive, enumerate(pages))
    for number, (html, truth) in enumerate(zip(pages, TRUTHS, strict=True)):
        own = (*truth.paragraphs, BIO, APPEAL) if number < shared_by else truth.paragraphs
        assert read(html, repeats) == "\n\n".join(own)


def test_standing_subheads_stay(archive: Archive) -> None:
    """Rubrics that one story in six has between its paragraphs are part of its text, however often they come."""
    rubrics = ("What the figures say", "How it began", "What comes next")
    wholes = []
    for number, truth in enumerate(TRUTHS):
        first, *rest = page(truth, number, PLAIN).split("</p><p>")
        heads = [f"</p><h2>{rubric}</h2><p>" for rubric in rubrics] if number % 6 == 0 else []
        joints = [*heads, *["</p><p>"] * len(rest)][: len(rest)]
        wholes.append(first + "".join(joint + text for joint, text in zip(joints, rest, strict=True)))
    repeats = learn(archive, enumerate(wholes))
    for html in wholes[::6]:
        bodies = read(html, repeats), read(html, None)
        assert bodies[0] == bodies[1]
        assert bodies[0].split("\n\n")[1] == rubrics[0]


def test_the_order_of_the_pages_does_not_matter(archive: Archive) -> None:
    """The same sums, whichever page comes first."""
    first = learn(archive, enumerate(PAGES))
    archive.adopt_memory(archive.draft_memory())
    assert archive.repeats("en", JUNE) == BoilerplateStats()
    archive.db.execute("DELETE FROM captures")
    shuffled = list(enumerate(PAGES))
    random.Random(4).shuffle(shuffled)
    assert learn(archive, shuffled) == first


def test_each_time_is_read_with_the_template_of_its_time(archive: Archive) -> None:
    """What was furniture before a redesign may be an article's own text after it, and the other way round."""
    later = Style(box="reading", appeal=False, menu="Today Songs")
    before = learn(archive, enumerate(PAGES), JUNE)
    new = [page(truth, number, later, extra=f"<p>{BIO}</p>") for number, truth in enumerate(TRUTHS)]
    after = learn(archive, enumerate(new), NOVEMBER)
    assert archive.repeats("en", JUNE) == before != after
    own = page(TRUTHS[0], 0, later, more=[APPEAL])
    assert read(own, after) == f"{TRUTHS[0].body}\n\n{APPEAL}"
    for number, truth in enumerate(TRUTHS):
        assert read(PAGES[number], before) == read(new[number], after) == truth.body


def test_both_templates_in_one_month(archive: Archive) -> None:
    """A redesign in the middle of a month: the pages of both kinds are read right."""
    later = Style(box="reading", menu="Today Songs")
    pages = [page(truth, n, later if n % 2 else Style()) for n, truth in enumerate(TRUTHS)]
    repeats = learn(archive, enumerate(pages))
    assert [read(html, repeats) for html in pages] == [truth.body for truth in TRUTHS]


def test_a_notice_published_again_and_again_is_an_article(archive: Archive) -> None:
    """The memory never takes all of a page's text."""
    pages = [page(TRUTHS[0], number, PLAIN) for number in range(20)]
    repeats = learn(archive, enumerate(pages))
    assert read(pages[0], repeats) == TRUTHS[0].body


def test_too_few_pages_say_nothing(archive: Archive) -> None:
    """Four pages are no site; an empty memory changes nothing."""
    repeats = learn(archive, enumerate(PAGES[:4]))
    assert read(PAGES[0], repeats) == read(PAGES[0], BoilerplateStats()) == read(PAGES[0], None)


def test_the_memory_gives_reasons() -> None:
    """What is learned from a page is the general method's verdict alone; what is mended has a reason."""
    first, second = BoilerplateFilter(), BoilerplateFilter(BoilerplateStats(60, {}, {}))
    assert extract(PAGES[0], memory=first) == extract(PAGES[0], memory=second)
    assert first.observations == second.observations != NOTHING_SEEN
    assert second.verdicts == {}


def test_the_reason_of_a_line_is_told(archive: Archive) -> None:
    """The appeal repeats; the authors' box shows the same texts over and over."""
    recall = BoilerplateFilter(learn(archive, enumerate(PAGES)), learns=False)
    extract(PAGES[0], memory=recall)
    assert recall.observations == NOTHING_SEEN
    assert {Judgement.REPEATED, Judgement.ARTICLE} <= set(recall.verdicts.values())


def test_the_memory_is_small(archive: Archive) -> None:
    """Less than a kilobyte an article."""
    learn(archive, enumerate(PAGES))
    size = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('sights', 'line_texts')"
    assert archive.db.execute(size).fetchone()[0] < 1000 * len(PAGES)


def test_a_page_counts_once_a_month(archive: Archive) -> None:
    """A page captured again in the same month is still one page; a year later it is one of that time."""
    for day in (14, 15):
        learn(archive, enumerate(PAGES[:10]), JUNE.replace(day=day))
    assert archive.repeats("en", JUNE).pages == 10
    captured = Captured(
        "https://en.example.org/1/", JUNE.replace(day=20), 200, "text/html", "sha1:x", "z", 1, 1
    )
    recall = BoilerplateFilter()
    extract(PAGES[1], memory=recall)
    assert not archive.note("en", captured, recall.observations)
    assert archive.repeats("ru", JUNE) == BoilerplateStats()


def test_fingerprints_do_not_depend_on_the_form() -> None:
    """A text typed with combining letters is the same text; numbers fit their columns."""
    assert fingerprint("Домбырашы й") == fingerprint("Домбырашы \u0438\u0306")
    assert 0 < fingerprint("a") < 1 << 48
