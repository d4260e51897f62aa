"""Content among or after the text of an article that does not belong to it, recognised by structure, not by words."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from dimash_archive.extraction.content.foreign import comments, hidden, next_article, notices, pointers, twins
from dimash_archive.extraction.content.model import likelihood
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.extraction.content.outline import Outline
from dimash_archive.extraction.report.reasons import DropReason
from dimash_archive.html.dom import HtmlDocument

_RULES: Final[Mapping[DropReason, Callable[[Outline], Iterable[int]]]] = MappingProxyType({
    DropReason.HIDDEN: hidden.lines,
    DropReason.TWIN: twins.lines,
    DropReason.NEXT: next_article.lines,
    DropReason.COMMENT: comments.lines,
    DropReason.POINTER: pointers.lines,
    DropReason.NOTICE: notices.lines,
})  # fmt: skip


def lines(page: HtmlDocument, likely: Floats) -> dict[DropReason, tuple[int, ...]]:
    """The lines that are not the article's, by the reason. `likely` is the first estimate, shape (lines,).

    Each rule works on what the previous one has left. A rule that would leave nothing is skipped.
    """
    foreign_lines: dict[DropReason, tuple[int, ...]] = {}
    open_to = likely.copy()
    words = likelihood.words_of(page)
    outline = Outline(page, likelihood.choose(open_to, words))
    for reason, rule in _RULES.items():
        if not outline.remaining:
            break
        dropped = tuple(sorted(set(rule(outline))))
        if dropped and not set(outline.remaining) <= set(dropped):
            foreign_lines[reason] = dropped
            open_to[list(dropped)] = 0.0
            outline = outline.of(likelihood.choose(open_to, words))
    return foreign_lines
