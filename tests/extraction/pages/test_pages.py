"""Every field of every fixture page, as a reader would want it."""

from functools import cache
from typing import Any

import pytest
from pages import PAGES, URL, FixturePage

from dimash_archive import extract
from dimash_archive.records import Article

FIELDS = [
    pytest.param(
        page, field, id=f"{page.name}-{field}",
        marks=[pytest.mark.xfail(strict=True, reason=page.expected["known_wrong"][field])]
        if field in page.expected.get("known_wrong", {}) else [],
    )
    for page in PAGES
    for field in page.expected
    if field != "known_wrong"
]  # fmt: skip


@cache
def read(page: str) -> Article:
    """The article of a page, by its name."""
    return extract(next(each.html for each in PAGES if each.name == page), URL)


def told(article: Article, field: str, wanted: Any) -> Any:
    """A field of an article in the form the expectations have: of records, the parts that are asked for."""
    value = getattr(article, field)
    if field in ("published", "modified"):
        return value and value.isoformat()
    if field in ("quotes", "images", "embeds", "related"):
        asked = wanted[0] if wanted else {"url": None} if field != "quotes" else {"text": None}
        return [{name: getattr(each, name) for name in asked} for each in value]
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("page", "field"), FIELDS)
def test_fields_are_what_a_reader_would_want(page: FixturePage, field: str) -> None:
    """A field of a page is exactly as expected."""
    wanted = page.expected[field]
    assert told(read(page.name), field, wanted) == wanted
