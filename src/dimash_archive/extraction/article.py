"""The main path: a page or a flattened text comes in, an `Article` goes out. A pure function."""

import textwrap
from collections.abc import Sequence
from typing import Final

from dimash_archive import urls
from dimash_archive.errors import NotAnArticle, ProtectedArticle
from dimash_archive.extraction import flat
from dimash_archive.extraction.content import block_kinds, loss, quotations, selection
from dimash_archive.extraction.content.boilerplate import BoilerplateFilter
from dimash_archive.extraction.content.selection import Circumstances, PageOrigin, Selection
from dimash_archive.extraction.metadata import related
from dimash_archive.extraction.metadata.pictures import article_pictures
from dimash_archive.extraction.quotes.quote_finder import find_quotes
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.repetition import LineObservations
from dimash_archive.records import Article
from dimash_archive.text.controls import without_controls
from dimash_archive.text.detect import detect_language
from dimash_archive.text.normalize import visible

_LONGEST_BEGINNING: Final = 80
"""Characters that replace a headline: about the length of one."""
VERSION: Final = "6"
"""Increased whenever the same page may give a different article: column `extractor` of the archive."""


def extract(
    html: str | bytes,
    url: str | None = None,
    *,
    charset: str | None = None,
    hint: str | None = None,
    origin: PageOrigin = "given",
    memory: BoilerplateFilter | None = None,
) -> Article:
    """The article of an HTML page.

    `html` is text, or bytes whose charset is detected (`charset` is what the HTTP header declares); `url`
    makes addresses absolute; `hint` names the article's element as `.class`, `#id` or `tag`, and is followed
    only if most of the article is in it. `origin` says how the page was reached: a `page` that a link led to
    must itself show that it is an article (by a section, an author, a date that readers see, tags, a type)
    and not a list of others, because a crawl must distinguish articles from pages such as "About us"; a
    `post` is named as one by the site's own lists, and is never refused for its looks. `memory` is what
    repeats across the site, and records what this page adds to it. The same input gives the same article in
    any process. Raises NotAnArticle, or its subclass ProtectedArticle for a page that asks for a password.
    """
    return extract_captured(html, url, charset, Circumstances(hint, origin, memory))


def extract_captured(html: str | bytes, url: str | None, charset: str | None, how: Circumstances) -> Article:
    """As `extract`, for a page whose time of fetching is also known."""
    page = selection.load(html, url, charset)
    chosen = selection.select(
        page, url, hint=how.hint, origin=how.origin, memory=how.memory, fetched_at=how.fetched_at
    )
    if chosen.refusal:
        error = ProtectedArticle if chosen.is_protected else NotAnArticle
        raise error(chosen.refusal, url=url)
    return without_controls(_article(page, chosen, url))


def learn(html: str | bytes, url: str | None = None, *, charset: str | None = None) -> LineObservations:
    """What an HTML page adds to its site's memory: less than half the work of reading it. Raises NotAnArticle."""
    recall = BoilerplateFilter()
    selection.judge(selection.load(html, url, charset), recall)
    return recall.observations


def extract_text(text: str, url: str | None = None) -> Article:
    """The article of a flattened text, which has lost all markup. Raises NotAnArticle."""
    parts = flat.read(visible(text))
    if selection.words(parts.paragraphs) < selection.FEWEST_WORDS:
        raise NotAnArticle("There is no article in this text.", url=url)
    lang = detect_language(" ".join(parts.paragraphs))
    return without_controls(
        Article(
            url=_own_address(url),
            title=parts.title,
            section=parts.section,
            paragraphs=parts.paragraphs,
            lang=lang,
            quotes=find_quotes(parts.paragraphs, lang),
            related=parts.related,
        )
    )


def _article(page: HtmlDocument, chosen: Selection, url: str | None) -> Article:
    facts = chosen.facts
    pieces, signatures = quotations.signed(page, chosen.pieces)
    paragraphs = tuple(piece.text for piece in pieces)
    lines = {piece.line for piece in pieces}
    base = url or facts.canonical or ""
    first, last = chosen.reach or article_pictures.reach(page, lines, chosen.captions)
    lang = detect_language(" ".join(paragraphs) or facts.title)
    return Article(
        url=_address(url, facts.canonical),
        title=facts.title or _beginning(paragraphs),
        paragraphs=paragraphs,
        lang=lang,
        section=facts.section,
        lead=facts.lead,
        author=facts.author,
        author_kind=facts.author_kind,
        published=facts.published,
        published_raw=facts.published_raw,
        modified=facts.modified,
        modified_raw=facts.modified_raw,
        quotes=find_quotes(paragraphs, lang, [piece.kind for piece in pieces], signatures),
        images=block_kinds.placed(
            page,
            article_pictures.lead_first(
                page, tuple(article_pictures.find(page, first, last, base)), facts.image, base
            ),
            pieces,
            base,
        ),
        tags=facts.tags,
        links=tuple(related.in_text(page, lines, base)),
        related=tuple(related.teasers(page, lines, base, facts.title)) if base else (),
        embeds=tuple(article_pictures.embeds(page, chosen.posts, (first, last), base)),
        alternates=facts.alternates,
        blocks=block_kinds.blocks(page, pieces),
        kind=chosen.kind,
        cms_id=facts.cms_id,
        lost=loss.expected(chosen),
    )


def _beginning(paragraphs: Sequence[str]) -> str:
    """What replaces the headline of an article without one: the beginning of its text."""
    return textwrap.shorten(next(iter(paragraphs), ""), _LONGEST_BEGINNING, placeholder="…")


def _own_address(url: str | None) -> str | None:
    """The page's address as given, without tracking parameters; None for a file's."""
    address = urls.absolute("", url) if url else None
    return urls.plain(address) if address else None


def _address(url: str | None, canonical: str | None) -> str | None:
    """The canonical address, believed only if it is on the same site."""
    own = _own_address(url)
    return own if own and canonical and not urls.same_host(own, canonical) else canonical or own
