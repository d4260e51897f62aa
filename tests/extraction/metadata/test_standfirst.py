"""What is a standfirst, and what only stands where one may."""

import pytest
from facts_pages import H1, LEAD, TEXT, read


@pytest.mark.parametrize(
    "block",
    [
        f"<p class=td-post-sub-title>{LEAD}</p>",
        f"<div class=tdb_single_subtitle><div><h2>{LEAD}</h2></div></div>",
        f"<h2>{LEAD}</h2>",
        f"<p>By Aigerim Omarova</p><p class=excerpt>{LEAD}</p>",
        f"<div><div>{LEAD}</div></div><div>Share Facebook Telegram</div>",
    ],
)
def test_the_standfirst(block: str) -> None:
    """Called so, a heading under the headline, or set apart from the text by something else."""
    found = read(f"<div>{H1}</div>{block}<div><div>{TEXT}{TEXT}</div></div>")
    assert found.lead == LEAD
    assert found.lead_line == (2 if "Aigerim" in block else 1)


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (f"<div class=tdb_single_subtitle><div><p>{LEAD}</p></div></div>", LEAD),
        (f"<div class=card><a href=/b/>The bridge</a><div class=excerpt>{LEAD}</div></div>", None),
    ],
)
def test_a_standfirst_above_the_headline(above: str, expected: str | None) -> None:
    """A header may have its parts in another order; the excerpt of a teaser stands beside a link."""
    assert read(f"{above}<div>{H1}</div><div><div>{TEXT}{TEXT}</div></div>").lead == expected


@pytest.mark.parametrize(
    "block",
    [
        "<h2>A subhead without a full stop</h2>",
        "<div class=author-bio-summary>She writes about choirs, and sings in one of them.</div>",
        "<p class=summary>By Aigerim Omarova, of the Steppe</p>",
        "<p class=excerpt><a href=/x/>Another story that is linked from here, all of it.</a></p>",
        "<p class=excerpt>Short.</p>",
    ],
)
def test_what_is_no_standfirst(block: str) -> None:
    """Subheads, biographies, bylines, links and stumps."""
    assert read(f"<div>{H1}</div>{block}<div><div>{TEXT}{TEXT}</div></div>").lead is None


@pytest.mark.parametrize(
    "header",
    [
        f"<h2>Culture in the steppe</h2><p>{LEAD}</p><dl><dt>by</dt><dd>Aigerim Omarova</dd></dl>",
        f"<div>5 May 2024, 10:00</div><div>Reading time: 2 minutes</div><p>{LEAD}</p><button>Listen</button>",
        f"<div>{LEAD[:-1]}</div><div>5 May 2024</div>",
        f"<div class=article__abstract>{LEAD}</div>",
        f"<div class=article-headers-shared__teaser>{LEAD}</div><div>5 May 2024</div>",
        f"<div class=updates><div><h2 class=subtitle>{LEAD}</h2></div></div>",
    ],
)
def test_a_standfirst_deep_in_the_header(header: str) -> None:
    """Behind kickers, dates and bylines, without a full stop, and in boxes called otherwise it is the standfirst."""
    page = f"<div>{H1}</div><div><section>{header}</section></div><div><div>{TEXT}{TEXT}</div></div>"
    assert read(page).lead == LEAD.rstrip("." if LEAD not in header else "")


def test_what_the_page_declares_to_be_about_is_the_standfirst() -> None:
    """A line of the header that the description gives, whole or cut, is it, however it is made."""
    head = f'<head><meta property="og:description" content="{LEAD[:50]}"></head>'
    page = (
        f"{head}<div>{H1}</div><div><p>Steppe Times</p><p>{LEAD}</p></div><div><div>{TEXT}{TEXT}</div></div>"
    )
    assert read(page).lead == LEAD


@pytest.mark.parametrize(
    "header",
    [
        f"<h2>Is this the best choir of the whole great steppe?</h2><p>{LEAD}</p><p>5 May 2024</p>",
        f"<div class=article-notice>{LEAD.replace('What', 'That')}</div><p>{LEAD}</p><p>5 May 2024</p>",
        f"<figure><figcaption>The choir on its way to the town hall.</figcaption></figure><p>{LEAD}</p><p>5 May 2024</p>",
        f"<p>Written by Aigerim Omarova, 5 May 2024, at 9.</p><p>{LEAD}</p><p>Share</p>",
    ],
)
def test_what_stands_before_the_standfirst(header: str) -> None:
    """Second headlines, notices, captions, and who wrote it when, are not taken for it."""
    page = f"<div>{H1}</div><div><section>{header}</section></div><div><div>{TEXT}{TEXT}</div></div>"
    assert read(page).lead == LEAD


def test_a_first_paragraph_is_no_standfirst() -> None:
    """In the box of the text it belongs to the text, also if the next line does not."""
    assert read(f"{H1}<div><p>{LEAD}</p><p>Advertisement</p>{TEXT}</div>").lead is None
    assert read(f"{H1}<div><p>{LEAD}</p></div>").lead is None
