"""Which lines are the article: evidence, network, and the choice for the page as a whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive.extraction.content.model import features, likelihood, network
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.extraction.metadata import titles
from dimash_archive.html import dom

PROSE = {
    "kk": "Тасқоңыр қаласында ән мерекесі ашылды, оған тоғыз ауылдан хорлар келіп, таң атқанша шырқады. Жұрт риза болды.",
    "ru": "В Тасконыре открылся праздник песни, на который приехали хоры из девяти сёл и пели до утра. Все были рады.",
    "en": "The song festival opened in Tasqonyr, and choirs from nine villages came and sang until the morning. All were glad.",
}
PAGE = """<html lang={lang}><head><title>Nine choirs and a river</title><meta property=og:title content="Nine choirs and a river">
<meta name=twitter:title content=""><meta name=author content=x></head><body>
<header><nav class=menu>
<ul><li><a href=/a>Home</a></li><li><a href=/b>Choir</a></li><li><a href=/c>Town</a></li></ul></nav></header>
<main><article><h1>Nine choirs and a river</h1><div class=meta><span>12.03.2024 10:15</span> | Dana</div>
<div class=entry-content><p>{text}</p>
<p>{text} {text}</p><p><b>{text}</b></p><p>{text} {text} {text}</p><p>{text}</p></div></article>
<aside style="display: none"><a href=/d>Popular</a></aside>
<aside hidden><h3>More</h3><a href=/e>Rain came to town</a></aside></main>
<footer aria-hidden=true style="color: red">© Tasqonyr · https://tasqonyr.invalid?</footer></body></html>"""


def floats(*values: float) -> Floats:
    """Numbers as the network gives them."""
    return np.array(values, np.float32)


@pytest.mark.parametrize("lang", PROSE)
def test_prose_is_likelier_than_furniture(lang: str) -> None:
    """On an invented page in each language the article's paragraphs are kept, and nothing of the menu and foot."""
    page = dom.parse(PAGE.format(lang=lang, text=PROSE[lang]))
    likely = likelihood.likelihoods(page, titles.of_head(page))
    assert likely.shape == (len(page.lines),)
    assert ((likely >= 0) & (likely <= 1)).all()
    paragraphs = [i for i, line in enumerate(page.lines) if page.tags[line.box] == "p"]
    kept = likelihood.choose(likely, likelihood.words_of(page))
    assert [i for i in kept if page.lines[i].text.startswith(PROSE[lang])] == paragraphs
    assert not {"Home", "Choir", "Town", "Popular"} & {page.lines[i].text for i in kept}


def test_the_head_says_what_the_headline_is() -> None:
    """The title element and the title metas that are not empty."""
    page = dom.parse(PAGE.format(lang="en", text="x"))
    assert titles.of_head(page) == ("Nine choirs and a river",) * 2
    assert titles.of_head(dom.parse("")) == ()


def test_a_page_without_lines() -> None:
    """Has no likelihoods, and nothing is kept of it."""
    page = dom.parse("")
    assert likelihood.likelihoods(page, ()).shape == (0,)
    assert likelihood.choose(floats(), floats()) == ()
    assert likelihood.words_of(page).shape == (0,)


def test_the_best_expected_f1_is_a_prefix_of_the_likeliest() -> None:
    """Sure lines are kept; unsure ones only where they are worth their words."""
    assert likelihood.choose(floats(0.9, 0.2, 0.95, 0.15), floats(20, 20, 20, 20)) == (0, 2)
    assert likelihood.choose(floats(0.3, 0.28, 0.25), floats(20, 20, 20)) == (0, 1, 2)
    assert likelihood.choose(floats(0.9, 0.5), floats(50, 1)) == (0, 1)


def test_the_floor_holds_on_any_page() -> None:
    """A page of nothing but unlikely lines keeps none of them."""
    assert likelihood.choose(floats(0.05, 0.09), floats(9, 9)) == ()
    assert likelihood.choose(floats(0.11, 0.09, 0.1), floats(9, 9, 9)) == (0, 2)


def test_of_equals_all_or_the_first_are_kept() -> None:
    """The order of equally likely lines is that of the page, so that a choice can be told again."""
    assert likelihood.choose(floats(*[0.8] * 4), floats(5, 5, 5, 5)) == (0, 1, 2, 3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.125, 1, width=16), min_size=1, max_size=7))
def test_no_prefix_is_better(values: list[float]) -> None:
    """The lines that are chosen are the likeliest, and as many as give the best expected F1."""
    kept = likelihood.choose(floats(*values), floats(*[8.0] * len(values)))
    ranked = sorted(values, reverse=True)
    scores = [2 * sum(ranked[:n]) / (n + sum(values)) for n in range(1, len(values) + 1)]
    assert sorted((values[i] for i in kept), reverse=True) == ranked[: len(kept)]
    assert scores[len(kept) - 1] == pytest.approx(max(scores), abs=1e-5)


def test_the_network_loads_once_and_fits_the_features() -> None:
    """Its numbers are stored with the package; one row gives one likelihood, however strange the row."""
    article = network.load("article")
    assert network.load("article") is article
    assert article.mean.shape == article.scale.shape == (features.WIDTH,)
    likely = article.likely(np.full((2, features.WIDTH), 1e9, np.float32))
    assert likely.shape == (2,)
    assert np.isfinite(likely).all()


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 50])
def test_a_network_reads_rows_in_batches(count: int) -> None:
    """Each row has the likelihood it has by itself, however many are read with it, and no second thread is needed."""
    article = network.load("article")
    rows = article.mean + np.random.default_rng(count).standard_normal((count, features.WIDTH)).astype(
        np.float32
    )
    single = [float(article.likely(row[None])[0]) for row in rows]
    assert article.likely(rows).tolist() == pytest.approx(single, abs=1e-6)
    assert network._BATCH * article.hidden.size <= 262_144


def test_words_are_counted_by_line() -> None:
    """As many as there are spaces and one."""
    assert likelihood.words_of(dom.parse("<p>one</p><p>one two three</p>")).tolist() == [1, 3]


PAGES = [
    "<p>x</p>",
    "<p>12:30?</p>",
    "<p>Nine choirs and a river</p>",
    "<h1>One</h1><h1>Two</h1>",
    "<span>no box of its own</span>",
    "<p>" + "long words here. " * 30 + "</p><p>" + "and, more: words " * 20 + "</p><p>end",
    "<div style='display:block'><p>“Quoted.”</p></div><table><tr><td>cell</table>",
    PAGE.format(lang="en", text=PROSE["en"]),
]


@pytest.mark.parametrize("html", PAGES)
def test_rows_are_as_wide_as_said_and_the_same_each_time(html: str) -> None:
    """Every line of every page has a row of finite numbers, which depend on nothing but the page."""
    page = dom.parse(html)
    rows = features.rows(page, ("Nine choirs and a river", "!"))
    assert rows.shape == (len(page.lines), features.WIDTH)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert (rows == features.rows(dom.parse(html), ("Nine choirs and a river", "!"))).all()


def test_what_is_said_to_be_the_headline_matters() -> None:
    """The same page without a headline in its head has other rows; a tail of the site's name does no harm."""
    html = PAGES[-1].replace("<h1>Nine choirs and a river", "<h1>Nine choirs and a broad river")
    page = dom.parse(html)
    told = features.rows(page, ("Nine choirs and a broad river | Tasqonyr",))
    assert (told != features.rows(page, ())).any()


def test_hidden_boxes_are_told_from_shown_ones() -> None:
    """By attribute or by style, whatever else the style says."""
    shown = features.rows(dom.parse("<div style='color:none;display:block'><p>x</p></div>"), ())
    for attribute in ("hidden", "aria-hidden=true", "style='color:red;display: none'"):
        assert (features.rows(dom.parse(f"<div {attribute}><p>x</p></div>"), ()) != shown).any()
