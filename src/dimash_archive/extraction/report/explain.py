"""Why each block of a page is, or is not, in its article, derived from the very steps that made the article."""

from collections.abc import Sequence
from dataclasses import dataclass

from dimash_archive.extraction import flat
from dimash_archive.extraction.content import loss, selection
from dimash_archive.extraction.content.model.likelihood import FLOOR
from dimash_archive.extraction.content.selection import PageOrigin, Selection
from dimash_archive.extraction.metadata import byline, layout
from dimash_archive.extraction.metadata.collect import Facts
from dimash_archive.extraction.metadata.dates import written_dates
from dimash_archive.extraction.metadata.pictures import captions
from dimash_archive.extraction.report.reasons import BlockDecision, DropReason, cut_off
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.text.normalize import fold, nfc

_LONGEST_FACT = 200
"""A line that gives the author, the date or the section is shorter than this, in characters."""
_LONGEST_DATE = 60


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened to every block of a page."""

    url: str | None
    """The page's address, if known."""
    title: str
    """The article's title; empty if the page has none."""
    refusal: str | None
    """Why the page is not considered an article, in a sentence; None if it is one."""
    kept_words: int
    """How many words the article has."""
    words: int
    """How many words the page has."""
    warning: str | None
    """A sentence saying that much may be lost; None if nothing suggests it."""
    fates: tuple[BlockDecision, ...]
    """Every block of the page, in order."""

    @property
    def share(self) -> float:
        """The share of the page's words that was kept, 0 to 1."""
        return self.kept_words / self.words if self.words else 0.0


def explain(
    html: str | bytes,
    url: str | None = None,
    *,
    charset: str | None = None,
    hint: str | None = None,
    origin: PageOrigin = "given",
) -> Explanation:
    """What happens to every block of an HTML page; see `extract` for the parameters.

    A page that is not an article is explained as well. Raises NotAnArticle only for XML that is not a web
    page.
    """
    page = selection.load(html, url, charset)
    chosen = selection.select(page, url, hint=hint, origin=origin)
    fates = tuple(_fates(page, chosen))
    return _explanation(url, chosen.facts.title, chosen.refusal, fates, loss.expected(chosen))


def explain_text(text: str, url: str | None = None) -> Explanation:
    """What happens to every block of a flattened text. Never raises."""
    parts = flat.read(text)
    is_short = selection.words(parts.paragraphs) < selection.FEWEST_WORDS
    return _explanation(
        url, parts.title, "There is no article in this text." if is_short else None, parts.fates
    )


def _explanation(
    url: str | None, title: str, refusal: str | None, fates: tuple[BlockDecision, ...], lost: float = 0.0
) -> Explanation:
    if refusal:
        fates = tuple(
            BlockDecision(e.text, "", DropReason.NO_ARTICLE, e.tag, e.likelihood) if e.kept else e
            for e in fates
        )
    body_words = selection.words(fate.kept for fate in fates)
    every = selection.words(fate.text for fate in fates)
    return Explanation(url, title, refusal, body_words, every, loss.warning(lost), fates)


def _fates(page: HtmlDocument, chosen: Selection) -> list[BlockDecision]:
    pieces = {piece.line: piece.text for piece in chosen.pieces}
    final = chosen.steps[-1].remaining if chosen.steps else ()
    spared = set(final) if chosen.refusal else set()
    decisions = []
    for i, line in enumerate(page.lines):
        likelihood = float(chosen.likely[i])
        body_text = pieces.get(i, nfc(line.text) if i in spared else "")
        reason = _inclusion_reason(chosen, i) if body_text else _dropped(page, chosen, i)
        decisions.append(
            BlockDecision(line.text, body_text, reason, page.tags[line.box], round(likelihood, 4))
        )
    return decisions


def _inclusion_reason(chosen: Selection, index: int) -> str:
    """Why a line was kept, or what part of it was not."""
    if index in chosen.dropped:
        return cut_off(chosen.dropped[index])
    how_likely = f"likelihood {chosen.likely[index]:.2f}"
    if index not in chosen.steps[0].remaining:
        return f"stands among the article's paragraphs: {how_likely}"
    return how_likely


def _dropped(page: HtmlDocument, chosen: Selection, index: int) -> str:
    """Why a line was dropped: what it is, if that is known; otherwise the step that removed it."""
    if index in chosen.dropped:
        return chosen.dropped[index]
    if fact := _fact(page, chosen, index):
        return fact
    for reason, lines in chosen.masked.items():
        if index in lines:
            return reason
    for before, step in zip(chosen.steps, chosen.steps[1:], strict=False):
        if index in before.remaining and index not in step.remaining:
            return step.reason
    return _unlikely(page, index, float(chosen.likely[index]))


def _unlikely(page: HtmlDocument, index: int, likelihood: float) -> str:
    line = page.lines[index]
    reason = DropReason.FURNITURE if likelihood < FLOOR else DropReason.WEAK
    what = ""
    if captions.box_of(page, line.box) is not None:
        what = f" ({DropReason.CAPTION})"
    elif line.link_chars * 2 > len(line.text):
        what = f" ({DropReason.LINKS})"
    return f"{reason}{what}: likelihood {likelihood:.2f}"


def _fact(page: HtmlDocument, chosen: Selection, index: int) -> DropReason | None:
    """The fact that a line gives, which the article has apart from its text."""
    text, facts = page.lines[index].text, chosen.facts
    if index in facts.title_lines:
        return DropReason.TITLE if index == facts.title_lines[0] else DropReason.HEADLINE
    if index == facts.lead_line:
        return DropReason.STANDFIRST
    if len(text) >= _LONGEST_FACT or index not in _around(chosen):
        return None
    names = facts.author.split(", ") if facts.author else ()
    if _is_one_of(text, names) or (names and byline.in_line(text)):
        return DropReason.AUTHOR
    if _is_one_of(text, [facts.published_raw or "", facts.modified_raw or ""]) or _is_day(text, facts, page):
        return DropReason.DATE
    return DropReason.SECTION if facts.section and fold(text) == fold(facts.section) else None


def _around(chosen: Selection) -> range:
    """The lines of the article's header, text and end."""
    lines = [*chosen.facts.title_lines[:1], *(chosen.steps[-1].remaining if chosen.steps else ())]
    return range(min(lines) - layout.BEFORE, max(lines) + layout.BEHIND) if lines else range(0)


def _is_day(text: str, facts: Facts, page: HtmlDocument) -> bool:
    """Whether a short line gives the day of publication or of the last change."""
    if len(text) > _LONGEST_DATE or not any(letter.isdigit() for letter in text):
        return False
    day = written_dates.parse_date(text, page.lang or facts.lang)
    fact_days = [moment.date() for moment in (facts.published, facts.modified) if moment]
    return day is not None and day.date() in fact_days


def _is_one_of(text: str, facts: Sequence[str]) -> bool:
    """Whether a line says little more than one of these."""
    folded = fold(text)
    return any(fact and fold(fact) in folded and len(text) < 2 * len(fact) + 20 for fact in facts)
