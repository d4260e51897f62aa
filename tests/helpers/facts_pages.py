"""Small pages to read facts from, for tests of the metadata."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from dimash_archive.extraction.metadata.collect import Facts, facts
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

URL = "https://en.steppe.example/when-the-choir-sang/"
TITLE = "When the Choir Sang for the Whole Town"
TEXT = (
    "<p>"
    + "The choir sang on the square for two hours, and nobody went home before the last song. " * 3
    + "</p>"
)
TOWN = timezone(timedelta(hours=5))
WHEN = datetime(2024, 6, 14, 10, 30, tzinfo=TOWN)


def page_of(body: str, head: str = "", *json_ld: Any) -> HtmlDocument:
    """A page with these pieces; JSON-LD is given as values, or as text if it is broken."""
    page = dom.parse(f"<html lang=en><head>{head}</head><body>{body}</body></html>")
    page.json_ld[:] = [each if isinstance(each, str) else json.dumps(each) for each in json_ld]
    return page


def read(body: str, head: str = "", *json_ld: Any, kept: bool = True) -> Facts:
    """The facts of a page; its long lines are the text."""
    page = page_of(body, head, *json_ld)
    text = [i for i, line in enumerate(page.lines) if len(line.text) > 200]
    return facts(page, URL, text if kept else ())


def meta(**contents: str) -> str:
    """Metas by name; `__` stands for a colon."""
    return "".join(f'<meta property="{k.replace("__", ":")}" content="{v}">' for k, v in contents.items())


def article(**fields: Any) -> dict[str, Any]:
    """An article in JSON-LD."""
    return {"@type": "NewsArticle", "headline": TITLE, **fields}


H1 = f"<h1>{TITLE}</h1>"
LEAD = "What began as a rehearsal became the best evening of the summer."
TEASERS = """<div class=related><h3 class="entry-title td-module-title"><a href=/x/>A Teaser of Another Story</a></h3>
<time class="entry-date updated td-module-date" datetime="2026-01-01T10:00:00+00:00">1 January 2026</time>
<h3 class="entry-title td-module-title"><a href=/y/>Another Teaser of Another Story</a></h3>
<time class="entry-date updated td-module-date" datetime="2026-02-02T10:00:00+00:00">2 February 2026</time></div>"""
