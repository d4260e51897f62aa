"""Which lines of a page are its article, decided step by step; each step records what it kept.

The steps are recorded as they are taken, so that an explanation (`explain`) cannot disagree with the article.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction.content import body, coherence, declared, page_type, textless
from dimash_archive.extraction.content.body import Piece
from dimash_archive.extraction.content.boilerplate import BoilerplateFilter
from dimash_archive.extraction.content.foreign import foreign_lines
from dimash_archive.extraction.content.model import likelihood
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.extraction.content.outline import Outline
from dimash_archive.extraction.content.page_type import PageType
from dimash_archive.extraction.metadata import collect, layout, titles
from dimash_archive.extraction.metadata.collect import Facts
from dimash_archive.extraction.metadata.dates import written_dates
from dimash_archive.extraction.metadata.pictures import article_pictures
from dimash_archive.extraction.metadata.pictures.article_pictures import Post
from dimash_archive.extraction.report.reasons import DropReason
from dimash_archive.html import dom, sources
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.records import ArticleKind
from dimash_archive.text import charset as charsets
from dimash_archive.text.normalize import visible, word_count

_XML: Final = re.compile(
    r"\s*<(?:\?xml|rss|feed|urlset|sitemapindex)\b(?!.{0,400}<(?:!doctype html|html)\b)", re.I | re.S
)
_LITTLE: Final = 600
"""A page with less prose, in characters, may have its text in `noscript` elements."""
_LONG: Final = 60
PageOrigin = Literal["given", "page", "post"]
"""How a page was reached: somebody gave it as an article; a link, which may lead to any page; a list of the
site's posts."""
FEWEST_WORDS: Final = 8
"""A text with fewer words is not an article, unless the page says so."""
_FEWEST_OF_DECLARED: Final = 3
_NO_FACTS: Final = Facts("")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How and when a page was reached."""

    hint: str | None = None
    """The article's element, as `.class`, `#id` or `tag`; followed only if most of the article is in it."""
    origin: PageOrigin = "given"
    """What led to the page."""
    memory: BoilerplateFilter | None = None
    """What repeats across the site; records what this page adds to it."""
    fetched_at: datetime | None = None
    """When the page was fetched, aware: a date days after it cannot be the date of publication. None if unknown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to the lines that are kept."""

    reason: DropReason
    """Why lines that the previous step had left are gone."""
    remaining: tuple[int, ...]
    """Indexes of the lines that remain after it; it may have added some."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The lines of a page that are its article, and how that was decided."""

    likely: Floats
    """How likely each line belongs to the article, by itself; shape (lines,)."""
    words: Floats
    """Number of words per line; shape (lines,)."""
    posts: tuple[Post, ...]
    """The embedded posts of the page."""
    masked: dict[DropReason, tuple[int, ...]]
    """Lines excluded before the choice, whatever their likelihood."""
    steps: tuple[Step, ...]
    """The choice, then the additions and removals, in order; empty if no line was likely enough."""
    facts: Facts
    """What the page says about its article."""
    pieces: tuple[Piece, ...]
    """The article's blocks."""
    captions: frozenset[int]
    """Lines that are captions of pictures, if the decision got that far."""
    dropped: dict[int, DropReason]
    """Kept lines that gave no block, or only part of one."""
    refusal: str | None
    """Why this is not an article; None if it is one."""
    kind: ArticleKind = "text"
    """What the article consists of; without a text, `reach` says where it is."""
    reach: tuple[int, int] | None = None
    """The lines that enclose the content of an article without a text."""
    is_protected: bool = False
    """Whether the page asks for a password instead of showing its article."""


def load(html: str | bytes, url: str | None, charset: str | None) -> HtmlDocument:
    """The page, decoded and parsed. Raises NotAnArticle for XML that is not a web page."""
    text = visible(charsets.decode(html, charset) if isinstance(html, bytes) else html)
    if _XML.match(text):
        raise NotAnArticle("This is an XML document, such as a feed or a sitemap.", url=url)
    page = dom.parse(text)
    prose = _prose(page)
    if prose < _LITTLE and (shown := sources.without_scripts(text)):
        unscripted = dom.parse(shown)
        if (more := _prose(unscripted)) > 2 * prose:
            page, prose = unscripted, more
    declared.drawn(page, sources.texts_of_scripts(text) if prose < _LITTLE else ())
    return page


def _prose(page: HtmlDocument) -> int:
    """Total characters of long lines without links."""
    return sum(len(line.text) for line in page.lines if len(line.text) >= _LONG and not line.links)


def select(
    page: HtmlDocument,
    url: str | None,
    *,
    hint: str | None,
    origin: PageOrigin,
    memory: BoilerplateFilter | None = None,
    fetched_at: datetime | None = None,
) -> Selection:
    """The article's lines of a page; `hint`, `origin`, `memory` and `fetched_at` as in `Circumstances`. Never raises."""
    likely, open_to, masked = judge(page, memory)
    begun = _Begun(page, url, likely, tuple(article_pictures.posts(page)), masked, origin, fetched_at)
    if page_type.asks_password(page):
        return begun.refused("This page asks for a password.", is_protected=True)
    kind = page_type.declared(page)
    if origin == "page" and kind.refusal:
        return begun.refused(kind.refusal)
    beside = body.asides(page, begun.posts)
    begun = replace(begun, captions=beside.captions)
    body_lines = likelihood.choose(open_to, likelihood.words_of(page))
    if not body_lines:
        return begun.without_text(kind, "There is no article on this page.")
    sure = float(open_to[list(body_lines)].mean())
    outline = Outline(page, body_lines)
    steps = [Step(DropReason.FURNITURE, body_lines), *_narrowing(outline, open_to, beside, hint)]
    outline = outline.of(steps[-1].remaining)
    facts = _without_false_lead(
        collect.facts(page, url, steps[-1].remaining, fetched_at, beside.captions), masked, outline
    )
    steps.append(Step(DropReason.ABOVE, body.below_headline(outline, facts.title_lines)))
    says_so = (kind.is_article and origin != "page") or _says_so(page, url, facts, kind)
    begun = replace(begun, steps=tuple(steps), facts=facts)
    if origin == "page" and page_type.is_list(page, steps[-1].remaining, kind):
        return begun.refused("This page lists other pages: most of its text is in teasers.")
    if (origin == "page" or (origin == "given" and sure < likelihood.SURE)) and not says_so:
        return begun.refused("This page has neither the section, author, date, tags nor type of an article.")
    pieces, dropped = body.pieces(outline.of(steps[-1].remaining), facts.title, facts.lead, beside)
    least = _FEWEST_OF_DECLARED if says_so or origin == "post" else FEWEST_WORDS
    matter = (each for each in pieces if not textless.is_details(page, each.line, facts.author))
    if words(each.text for each in matter) < least:
        return begun.without_text(kind, "There is too little text on this page for an article.")
    return begun.selection(pieces=tuple(pieces), dropped=dropped)


def _narrowing(
    outline: Outline, open_to: Floats, beside: coherence.NonBodyLines, hint: str | None
) -> Iterator[Step]:
    """The steps from likely lines to those that belong together and, if a profile names one, are in its element."""
    together = coherence.coherent(outline, open_to.tolist(), beside)
    yield Step(DropReason.FURNITURE, together)
    if hint:
        yield Step(DropReason.OUTSIDE, body.within(outline.page, together, hint))


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is known about a page while it is being decided."""

    page: HtmlDocument
    url: str | None
    likely: Floats
    posts: tuple[Post, ...]
    masked: dict[DropReason, tuple[int, ...]]
    origin: PageOrigin
    fetched_at: datetime | None
    steps: tuple[Step, ...] = ()
    facts: Facts = _NO_FACTS
    captions: frozenset[int] = frozenset()

    def selection(
        self,
        *,
        pieces: tuple[Piece, ...] = (),
        dropped: dict[int, DropReason] | None = None,
        refusal: str | None = None,
    ) -> Selection:
        """The decision."""
        words_of = likelihood.words_of(self.page)
        return Selection(
            self.likely, words_of, self.posts, self.masked, self.steps, self.facts, pieces, self.captions, dropped or {}, refusal
        )  # fmt: skip

    def refused(self, reason: str, *, is_protected: bool = False) -> Selection:
        """This is not an article."""
        return replace(self.selection(refusal=reason), is_protected=is_protected)

    def without_text(self, kind: PageType, reason: str) -> Selection:
        """An article nevertheless if it declares itself one and shows something else; otherwise rejected, for
        this reason."""
        facts = collect.facts(self.page, self.url, (), self.fetched_at)
        is_said = self.origin == "post" or kind.is_sure or (kind.is_article and _is_dated(self.page, facts))
        if not is_said or not facts.title:
            return self.refused(reason)
        reach = textless.reach(self.page, layout.find(self.page, facts.title, ()).title)
        matter = textless.kind_of(self.page, reach, self.url or "")
        if matter is None and self.origin != "post":
            return self.refused(reason)
        return replace(replace(self, facts=facts, steps=()).selection(), kind=matter or "text", reach=reach)


def _without_false_lead(facts: Facts, masked: dict[DropReason, tuple[int, ...]], outline: Outline) -> Facts:
    """The facts without a standfirst that is only a paragraph: one of a box that is shown twice, or in one of
    the text's.

    If the text is in one box, a standfirst may have a similar box; if it is in several, this is one of them.
    """
    line = facts.lead_line
    if line is None:
        return facts
    home = outline.home(line)
    path = outline.path(outline.main)
    boxes = {each for each in map(outline.home, outline.remaining) if outline.path(each) == path} - {home}
    is_alike = home != outline.main and outline.path(home) == path and len(boxes) > 1
    is_copy = home in map(outline.home, masked.get(DropReason.TWIN, ()))
    return replace(facts, lead=None, lead_line=None) if is_alike or is_copy else facts


def judge(
    page: HtmlDocument, memory: BoilerplateFilter | None
) -> tuple[Floats, Floats, dict[DropReason, tuple[int, ...]]]:
    """How likely each line is the article's, at first and with what lists and the memory say; and the lines
    that those rule out."""
    likely = declared.mend(page, likelihood.likelihoods(page, titles.of_head(page)))
    masked = {DropReason.LIST: body.lists(page)}
    open_to = likely.copy()
    open_to[list(masked[DropReason.LIST])] = 0.0
    masked |= foreign_lines.lines(page, open_to)
    open_to[[i for lines in masked.values() for i in lines]] = 0.0
    if memory is not None:
        open_to = memory.mend(page, open_to)
        masked[DropReason.REPEATED] = memory.furniture
    return likely, open_to, masked


def words(texts: Iterable[str]) -> int:
    """Total words of the texts."""
    return sum(map(word_count, texts))


def _says_so(page: HtmlDocument, url: str | None, facts: Facts, kind: PageType) -> bool:
    """Whether a page says that it is an article: by its type with a date or a dated address, or by what only
    articles have."""
    if facts.section or facts.author or facts.tags or kind.is_sure:
        return True
    is_placed = facts.published is not None or (url is not None and written_dates.is_filed_by_month(url))
    return _is_dated(page, facts) or (kind.is_article and is_placed)


def _is_dated(page: HtmlDocument, facts: Facts) -> bool:
    """Whether readers see the time of publication: a site without metadata shows it on its news, and on
    nothing else."""
    raw = facts.published_raw
    if raw is None:
        return False
    if any(raw in line.text for line in page.lines):
        return True
    marked = [
        at for at, _, attributes in page.times if raw in (attributes.get("datetime"), attributes.get("title"))
    ]
    return not page_type.is_of_another(page, marked)
