"""Walks over the pages in a real browser: by keyboard alone, and from a plot to a citation, the clicks counted."""

from typing import Any

import pytest
from chromium import required

required()

from playwright.sync_api import Page  # noqa: E402  (only where there is a browser)

pytestmark = pytest.mark.whole

_STOPS = """() => [...document.querySelectorAll(
    "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]")].filter((each) =>
    each.tabIndex >= 0 && !each.disabled && each.checkVisibility() && !(each.type === "radio" && !each.checked)
    && !each.closest("details:not([open]) > :not(summary)"))"""
"""What the Tab key must reach."""
_FOCUS = """() => {
    const each = document.activeElement, shown = each.type === "radio" ? each.nextElementSibling : each;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    return {number: window.stops.indexOf(each), outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        inside: box.bottom > 0 && box.top < innerHeight, html: each.outerHTML.slice(0, 120)};
}"""
_PAGES = ("", "/search?q=choir", "/articles/3", "/articles/3/versions/2", "/articles/1/cite", "/stories/1", "/changes", "/charts",
          "/speakers?edition=en", "/about")  # fmt: skip


@pytest.mark.parametrize("path", _PAGES)
def test_tab_reaches_everything_in_the_order_of_the_page(page: Page, address: str, path: str) -> None:
    """The skip link first, then every link, button and field once, top to bottom, each with an outline, within the window."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + path)
    count = page.evaluate(f"(window.stops = ({_STOPS})()).length")
    assert count > 15
    numbers = []
    for _ in range(count):
        page.keyboard.press("Tab")
        focus: Any = page.evaluate(_FOCUS)
        assert focus["outline"] >= 1 and focus["inside"], focus
        numbers.append(focus["number"])
    assert numbers == list(range(count))


def test_the_first_stop_skips_the_menus(page: Page, address: str) -> None:
    """Enter on it, and the text has the focus; so on the pages of Datasette."""
    for path in (f"{address}/articles/3", address.removesuffix("/-/read") + "/articles"):
        page.goto(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "text"


def test_enter_follows_every_entry_of_the_menus(page: Page, address: str) -> None:
    """Each page of the menu and each language, by keyboard alone."""
    page.goto(address)
    entries = page.locator("header nav a")
    assert entries.count() == 13
    for number in range(13):
        page.goto(f"{address}/about")
        target = entries.nth(number).evaluate("(each) => each.href")
        entries.nth(number).focus()
        page.keyboard.press("Enter")
        page.wait_for_url(target)


def test_a_search_is_narrowed_by_keyboard(page: Page, address: str) -> None:
    """Words typed, Enter, a facet chosen with Enter: fewer results, the filter in the address."""
    page.goto(address)
    page.locator("#find").focus()
    page.keyboard.type("hit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=hit")
    page.locator(".facets a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**q=hit&*")
    assert page.locator(".narrowed a").count() == 1


def test_a_researcher_goes_from_a_plot_to_a_citation_in_three_clicks(page: Page, address: str) -> None:
    """A bar, a headline, `Cite and save`; and the permalink in the citation leads back to the article."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/charts")
    clicks = 0
    for target in ("section:has(#by_month) .field a", ".cards .headline a", ".tools a[href$='/cite']"):
        page.locator(target).first.click()
        clicks += 1
    assert clicks == 3
    citation = page.locator("#text-gost").inner_text()
    permalink = page.locator(".facts a").first.get_attribute("href") or ""
    title = page.locator(".reading > .small a").first.inner_text()
    assert title in citation and permalink in citation
    page.locator("[data-copy=text-gost]").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#text-gost").text_content()
    page.goto(permalink)
    assert page.locator("h1").inner_text() == title
