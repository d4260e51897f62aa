"""The reading pages in a real browser: nothing runs that should not, nobody is shut out, nothing asks another host."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import browse_archive
import browse_hostile
import pytest
from chromium import required, served
from click.testing import CliRunner

from dimash_archive.cli import main

required()

from axe_playwright_python.sync_playwright import Axe  # noqa: E402  (only where there is a browser)
from playwright.sync_api import Browser, Page, expect  # noqa: E402

pytestmark = pytest.mark.whole

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SHOTS = Path(os.environ.get("SCREENSHOTS", ""))


def test_no_injected_text_runs_and_no_other_host_is_asked(page: Page, address: str) -> None:
    """Dozens of texts that try to run, in every field of an article, on every page."""
    asked: list[str] = []
    dialogs: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for path in browse_archive.PATHS:
        page.goto(address + path)
        page.mouse.move(300, 300)
        page.keyboard.press("Tab")
        assert page.evaluate("window.hits") == 0, path
    assert not dialogs
    assert {url.split("/")[2] for url in asked} == {address.split("/")[2]}


def test_what_a_crawl_brought_runs_nowhere(page: Page, tmp_path: Path) -> None:
    """The same texts in every part of the pages of a site, its lists, feed and sitemap: crawled, stored, looked at."""
    number = browse_hostile.write(tmp_path)
    assert number >= 8
    asked: list[str] = []
    dialogs: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    reports = {
        "audit.html": ["audit", "--html"],
        "history.html": ["history", "1", "--html"],
    }
    with served(tmp_path / "archive.db") as root:
        read = f"{root}/archive/-/read"
        with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
            html = "SELECT id FROM captures WHERE mime = 'text/html' AND status = 200"
            captures = [row[0] for row in db.execute(html)]
            stored = "SELECT count(*) FROM articles WHERE title LIKE '%hit()%' AND body LIKE '%hit()%'"
            assert db.execute(stored).fetchone()[0] >= 5
        paths = [f"{read}/articles/{each}" for each in range(1, number + 1)]
        paths += [f"{read}/articles/{each}/cite" for each in range(1, number + 1)]
        paths += [f"{read}/articles/{each}/versions" for each in range(1, number + 1)]
        paths += [f"{read}/records/{each}/page" for each in captures]
        lists = (
            "",
            "/quotes",
            "/timeline",
            "/sections",
            "/search?q=hit",
            "/concordance?q=hit",
            "/changes?kind=all",
            "/changes.atom",
            "/speakers",
            "/tags",
            "/stories",
            "/charts",
            "/runs",
            "/about",
            "/articles.atom",
        )
        paths += [f"{read}{each}" for each in lists]
        tables = "articles quotes images links tags pages captures runs versions changes stories_wide".split()
        paths += [f"{root}/archive/{each}?_size=100" for each in tables]
        for name, words in reports.items():
            told = CliRunner().invoke(main, [*words, "--data", str(tmp_path)], catch_exceptions=False)
            (tmp_path / name).write_text(told.stdout, "utf-8")
            paths.append((tmp_path / name).as_uri())
        for path in paths:
            page.goto(path)
            page.keyboard.press("Tab")
            assert page.evaluate("window.hits") == 0, path
    assert not dialogs
    assert {urlsplit(url).netloc for url in asked} <= {urlsplit(root).netloc, ""}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nobody_is_shut_out(browser: Browser, address: str, size: str, scheme: Any) -> None:
    """Axe finds nothing on any page, light or dark, wide or narrow; and no page is wider than its window."""
    width, height = SIZES[size]
    context = browser.new_context(
        locale="kk", viewport={"width": width, "height": height}, color_scheme=scheme
    )
    page = context.new_page()
    for number, path in enumerate(browse_archive.PATHS):
        page.goto(address + path)
        found = Axe().run(page).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"]) for each in found], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if SHOTS.name:
            page.screenshot(path=SHOTS / f"{size}-{scheme}-{number:02}.png")
    context.close()


TABLES = (
    "",
    "/articles",
    "/articles/1",
    "/stories_wide",
    "/untranslated?language=kk",
    "?sql=select+1",
    "/nowhere",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_datasettes_own_pages_shut_nobody_out(browser: Browser, address: str, size: str, scheme: Any) -> None:
    """Axe finds nothing on the tables either, wide or narrow, light or dark; and none is wider than its window."""
    width, height = SIZES[size]
    context = browser.new_context(
        locale="en", viewport={"width": width, "height": height}, color_scheme=scheme
    )
    page = context.new_page()
    for path in TABLES:
        page.goto(address.removesuffix("/-/read") + path)
        found = Axe().run(page).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"]) for each in found], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_every_link_of_ours_leads_somewhere(page: Page, address: str) -> None:
    """No page points at one that is not there; but this archive's captures have no WARC files."""
    links = set()
    for path in browse_archive.PATHS:
        page.goto(address + path)
        links |= set(
            page.eval_on_selector_all(
                "a[href]", "all => all.map((a) => new URL(a.getAttribute('href'), a.baseURI).href)"
            )
        )
    root = address.removesuffix("/archive/-/read")
    ours = (link.partition("#")[0] for link in links if link.startswith(root))
    mine = sorted({link for link in ours if "/records/" not in link})
    assert len(mine) > 40
    broken = [link for link in mine if page.request.get(link).status != 200]
    assert not broken


def test_search_answers_as_one_types(page: Page, address: str) -> None:
    """The results follow the words, and the address keeps up, so that it can be shared."""
    page.goto(f"{address}/search")
    page.locator("#q").press_sequentially("choir", delay=20)
    page.locator("#results mark").first.wait_for()
    assert "q=choir" in page.url
    page.goto(page.url)
    assert page.locator("#results .card").count() >= 1


def test_the_language_is_switched_by_a_link_and_stays(page: Page, address: str) -> None:
    """A click on the language's own name; the next page still speaks it."""
    page.goto(address)
    page.get_by_role("link", name="Қазақша").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    page.goto(f"{address}/about")
    assert page.locator("html").get_attribute("lang") == "kk"


def test_plots_lead_to_what_they_count_and_have_their_tables(page: Page, address: str) -> None:
    """A bar is a link that shows as many articles as it says; its numbers open by keyboard; no script is needed."""
    page.goto(f"{address}/charts")
    bar = page.locator("section:has(#by_month) .field a").first
    count = int((bar.get_attribute("aria-label") or "").rpartition(": ")[2])
    assert page.locator("section:has(#by_month) .field rect").first.bounding_box() is not None
    page.goto(address.partition("/archive")[0] + (bar.get_attribute("href") or ""))
    assert page.locator(".cards > .card").count() == count
    page.go_back()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details table").first.is_visible()


def test_language_and_filters_survive_the_switch_of_the_interface(page: Page, address: str) -> None:
    """What was typed and chosen is still there in the other language; so is the edition of a list."""
    page.goto(f"{address}/search?lang=en")
    page.locator("#q").press_sequentially("choir", delay=20)
    page.locator("#results mark").first.wait_for()
    page.locator(".tongues").get_by_role("link", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.locator("#q").input_value() == "choir"
    assert "lang=en" in page.url
    page.goto(f"{address}/timeline?edition=kk")
    page.locator(".tongues").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "edition=kk" in page.url


def test_a_quotation_leads_to_its_place(page: Page, address: str) -> None:
    """From the list of speech to the passage of the article that says it."""
    page.goto(f"{address}/quotes?edition=ru")
    page.locator(".said a[href*='#quote-']").first.click()
    page.wait_for_url("**/articles/*#quote-*")  # the list has quotations too
    anchor = page.evaluate("location.hash.slice(1)")
    assert page.locator(f"#{anchor}").count() == 1
    assert page.locator("main q").first.is_visible()


@pytest.mark.parametrize("edition", ["kk", "ru", "en"])
def test_a_quotation_has_one_pair_of_marks(page: Page, address: str, edition: str) -> None:
    """In its article the marks are those of the text itself, whatever marks the language sets."""
    page.goto(f"{address}/quotes?edition={edition}")
    page.locator(".said a[href*='#quote-']").first.click()
    page.wait_for_url("**/articles/*#quote-*")  # the list has quotations too
    added = page.evaluate("""[...document.querySelectorAll("main q")].flatMap((each) =>
        ["::before", "::after"].map((side) => getComputedStyle(each, side).content))""")
    assert set(added) == {"none"}
