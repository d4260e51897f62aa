"""Who is quoted: lines under a quotation that only name somebody, and pull quotes that repeat a sentence."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from dimash_archive.extraction.content.body import Piece
from dimash_archive.html.dom import HtmlDocument

_SIGNATURE: Final = re.compile(r"\s*[—–―-]{1,2}\s*(?=\w)")
_LONGEST: Final = 12
"""Words of a line that names somebody and a role."""
_SIGNED: Final = frozenset(("cite", "footer"))
_PULLED: Final = re.compile(r"pull-?quote", re.IGNORECASE)


class SignedPieces(NamedTuple):
    """The blocks of an article, and the people quoted in them."""

    pieces: tuple[Piece, ...]
    """The blocks without signatures, and without pull quotes that repeat the text."""
    signatures: dict[int, str]
    """By number of a quotation's last block: the name under it, as written, perhaps with a role."""


def signed(page: HtmlDocument, pieces: Sequence[Piece]) -> SignedPieces:
    """Take the signatures out of the blocks of an article."""
    remaining: list[Piece] = []
    signatures: dict[int, str] = {}
    quoted: int | None = None
    for piece in pieces:
        around = _quotation(page, piece.line)
        if (around is None and quoted is None) or piece.kind not in ("quote", "paragraph"):
            quoted = None
            remaining.append(piece)
        elif remaining and quoted is not None and _is_signature(page, piece) and around in (None, quoted):
            signatures[len(remaining) - 1] = _bare(piece.text)
            quoted = None
        elif around is None or not _is_repeated(page, around, piece, pieces):
            quoted = around
            remaining.append(piece)
            if around is not None and (name := _name_in(page, around, piece.line)):
                signatures[len(remaining) - 1] = name
    return SignedPieces(tuple(remaining), signatures)


def _quotation(page: HtmlDocument, line: int) -> int | None:
    """The box of the quotation that contains a line."""
    box = page.lines[line].box
    return next((each for each in (box, *page.ancestors(box)) if page.tags[each] == "blockquote"), None)


def _is_signature(page: HtmlDocument, piece: Piece) -> bool:
    box = page.lines[piece.line].box
    if any(page.tags[each] in _SIGNED for each in (box, page.parents[box])):
        return True
    dash = _SIGNATURE.match(piece.text)
    if dash is None or not piece.text[dash.end()].isupper():
        return False
    return len(piece.text.split()) <= _LONGEST and piece.text.rstrip()[-1] not in "?!.…"


def _name_in(page: HtmlDocument, quotation: int, line: int) -> str | None:
    """The name that a quotation's `<cite>` gives after a line, if that is the last line of the speech."""
    behind = range(line + 1, page.lasts[quotation])
    boxes = [page.lines[each].box for each in behind]
    if not boxes or not any(page.tags[each] in _SIGNED for each in (boxes[0], page.parents[boxes[0]])):
        return None
    return _bare(page.lines[behind[0]].text)


def _bare(text: str) -> str:
    return _SIGNATURE.sub("", text, count=1).strip()


def _is_repeated(page: HtmlDocument, quotation: int, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a pull quote repeats what another block says."""
    boxes = (quotation, *page.ancestors(quotation))
    if not any(_PULLED.search(page.attributes[each].get("class") or "") for each in boxes):
        return False
    text = piece.text.strip(' «»“”"„.,')
    return any(text in each.text for each in pieces if each is not piece)
