"""An article on several pages (`/slug/`, `/slug/2/`, …) made one. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from dimash_archive.records import Article, Block, Quote

_JOINT = 2  # characters of the blank line between two paragraphs


def join_parts(parts: Sequence[Article]) -> Article:
    """The article whose text is on these pages, in order; facts are those of the first."""
    first = parts[0]
    for part in parts[1:]:
        first = _joined(first, part)
    return first


def _joined(first: Article, part: Article) -> Article:
    # What looks like a standfirst on a later page is text that goes on.
    lead = (part.lead,) if part.lead else ()
    added = (*lead, *part.paragraphs)
    shift = len(first.body) + (_JOINT if first.body and added else 0)
    shift += sum(len(each) + _JOINT for each in lead)
    return replace(
        first,
        paragraphs=(*first.paragraphs, *added),
        quotes=(*first.quotes, *(_shifted(quote, shift) for quote in part.quotes)),
        images=tuple(
            {image.url: image for image in (*part.images, *first.images)}[url] for url in _urls(first, part)
        ),
        links=tuple(dict.fromkeys((*first.links, *part.links))),
        embeds=tuple(dict.fromkeys((*first.embeds, *part.embeds))),
        related=tuple(dict.fromkeys((*first.related, *part.related))),
        tags=tuple(dict.fromkeys((*first.tags, *part.tags))),
        alternates=first.alternates,
        blocks=_blocks(first, part, len(lead)),
        lost=max(first.lost, part.lost),
    )


def _urls(first: Article, part: Article) -> list[str]:
    return list(dict.fromkeys(image.url for image in (*first.images, *part.images)))


def _shifted(quote: Quote, shift: int) -> Quote:
    return replace(quote, start=quote.start + shift, end=quote.end + shift)


def _blocks(first: Article, part: Article, leads: int) -> tuple[Block, ...]:
    """What each paragraph is; lists and tables of the second page are others than those of the first."""
    if not first.blocks and not part.blocks:
        return ()
    plain = Block("paragraph", 0)
    before = first.blocks or (plain,) * len(first.paragraphs)
    after = (plain,) * leads + (part.blocks or (plain,) * len(part.paragraphs))
    top = max((block.number for block in before if block.kind in ("item", "cell")), default=0)
    moved = (
        replace(block, number=block.number + top) if block.kind in ("item", "cell") else block
        for block in after
    )
    return (*before, *moved)
