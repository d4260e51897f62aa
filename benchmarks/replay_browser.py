"""The part of `replay.py` that runs with playwright: opens ReplayWeb.page in chromium, and looks.

Port and what to look for come as an argument and as JSON on standard input; what was found goes out as JSON.
"""

import json
import sys
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Error, Page, sync_playwright  # type: ignore[import-not-found,unused-ignore]

ENTRY, SEARCH = "wr-page-entry", "input[placeholder^='Search by Page']"


def waited(page: Page, seconds: float, looked: Any) -> Any:
    """What `looked` gives as soon as it gives something, or at last."""
    for _ in range(int(seconds * 4)):
        if value := looked():
            return value
        page.wait_for_timeout(250)
    return looked()


def texts(page: Page) -> str:
    """All that is to be read in any frame."""
    found = []
    for frame in page.frames:
        try:
            found.append(frame.evaluate("document.body ? document.body.innerText : ''"))
        except Error:  # a frame that is going away
            continue
    return " ".join(" ".join(found).split())


def look(page: Page, base: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Entries of the list, hits of a search, articles that were shown."""
    page.goto(base)
    app = waited(page, 30, lambda: next((f for f in page.frames if f.locator(ENTRY).count()), None))
    found: dict[str, Any] = {"listed": app.locator(ENTRY).count() if app else 0}
    if app:
        app.locator(SEARCH).first.fill(wanted["word"])
        page.wait_for_timeout(3000)
        found["hits"] = app.locator(ENTRY).count()
    found["shown"] = []
    for each in wanted["pages"]:
        moment = "".join(letter for letter in each["ts"] if letter.isdigit())
        page.goto(f"{base}?{urlencode({'url': each['url'], 'ts': moment})}")
        if waited(page, 20, lambda each=each: each["opening"] in texts(page)):
            found["shown"].append(each["url"])
    return found


def main() -> None:
    """Look, and tell."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        found = look(browser.new_page(), f"http://127.0.0.1:{sys.argv[1]}/", json.load(sys.stdin))
        browser.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
