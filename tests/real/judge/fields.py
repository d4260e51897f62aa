"""Each field of an article: what it should be, what it is. A field that is right gives None."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from judge.rows import Row, letters, plain
from judge.truth import Part, Truth

Deviation = tuple[object, object] | None
"""What was wanted and what is there."""


def title(post: Truth, row: Row) -> Deviation:
    """The headline as shown. A post without one may have none, or what the theme shows, or begin like its text."""
    want, got = plain(post.title), plain(row["title"])
    if post.title is None:
        is_stand_in = got in ("", plain(post.placeholder))
        return None if is_stand_in or plain(row["body"]).startswith(got.rstrip("….")) else (None, got)
    return None if got == want else (want, got)


def body(post: Truth, row: Row) -> Deviation:
    """The whole text in its order. Optional paragraphs may be there; how lines and cells are parted is not asked."""
    want = plain(" ".join(_flat(part) for part in post.paragraphs))
    have = _without_optional(post, _paragraphs(row))
    if plain(" ".join(have).replace("|", " ")) == want:
        return None
    parts = [plain(_flat(part)) for part in post.paragraphs]
    return _surplus(parts, have), _surplus(have, parts)


def paragraphs(post: Truth, row: Row) -> Deviation:
    """Every plain paragraph of the truth is one paragraph of the archive."""
    have = set(_paragraphs(row))
    lost = [part for part in post.paragraphs if isinstance(part, str) and plain(part) not in have]
    return (lost, "joined, cut or missing") if lost else None


def absent(post: Truth, row: Row) -> Deviation:
    """Captions, comments, embeds, buttons and pointers are not in the text."""
    text = plain(row["body"])
    foreign = [phrase for phrase in post.absent if plain(phrase) in text]
    return (None, foreign) if foreign else None


def published(post: Truth, row: Row) -> Deviation:
    """When it was published, to the second."""
    return None if row["published"] == post.published else (post.published, row["published"])


def modified(post: Truth, row: Row) -> Deviation:
    """When it was last changed; a post that never was may say nothing."""
    is_right = post.modified is None or row["modified"] == post.modified
    is_silent = row["modified"] is None and post.modified == post.published
    return None if is_right or is_silent else (post.modified, row["modified"])


def author(post: Truth, row: Row) -> Deviation:
    """The byline; one that names no person may be left out."""
    right = {post.author} | ({None} if post.generic_author else set())
    return None if row["author"] in right else (post.author, row["author"])


def section(post: Truth, row: Row) -> Deviation:
    """Any of its categories; nothing if it has none."""
    right: list[str | None] = [*post.section] or [None]
    return None if row["section"] in right else (post.section, row["section"])


def tags(post: Truth, row: Row) -> Deviation:
    """All tags and no other."""
    return None if row["tags"] == sorted(post.tags) else (sorted(post.tags), row["tags"])


def pictures(post: Truth, row: Row) -> Deviation:
    """Each picture once, in whatever size."""
    want = sorted(_stem(picture["url"] or "") for picture in post.pictures)
    got = sorted(_stem(picture["url"]) for picture in row["pictures"])
    return None if want == got else (want, got)


def captions(post: Truth, row: Row) -> Deviation:
    """Caption and credit of each picture that is there; a full stop between them belongs to either or none."""
    have = {_stem(picture["url"]): picture for picture in row["pictures"]}
    both = [(want, have.get(_stem(want["url"] or ""))) for want in post.pictures]
    wrong = [(want, got) for want, got in both if got and _caption(want) != _caption(got)]
    return ([want for want, _ in wrong], [got for _, got in wrong]) if wrong else None


def language(post: Truth, row: Row) -> Deviation:
    """The edition's language."""
    return None if row["lang"] == post.edition else (post.edition, row["lang"])


def quotes(post: Truth, row: Row) -> dict[str, list[tuple[object, object]]]:
    """Speeches that are right, with a wrong speaker, missing, and too many: what was wanted and what is there."""
    got, used = [letters(quote["text"]) for quote in row["quotes"]], set[int]()
    verdicts: dict[str, list[tuple[object, object]]] = {
        "right": [],
        "speaker": [],
        "missing": [],
        "extra": [],
    }
    for quote in post.quotes:
        places = _places(quote["parts"], got)
        if not places:
            verdicts["missing"].append((quote, None))
            continue
        verdicts["right"].append((quote, quote))
        used.update(places)
        speakers = {row["quotes"][place]["speaker"] for place in places}
        if speakers != {quote["speaker"]}:
            verdicts["speaker"].append((quote, sorted(map(str, speakers))))
    again = {letters(text) for text in post.optional} | {got[place] for place in used}
    verdicts["extra"] = [
        (None, row["quotes"][k]) for k, text in enumerate(got) if k not in used and text not in again
    ]
    return verdicts


FIELDS: Final[dict[str, Callable[[Truth, Row], Deviation]]] = {
    each.__name__: each
    for each in (
        title, body, paragraphs, absent, published, modified, author, section, tags, pictures, captions, language,
    )
}  # fmt: skip


def _places(parts: list[str], got: list[str]) -> list[int]:
    """Where a speech stands among those of the archive: whole, or all its parts."""
    whole, pieces = letters("".join(parts)), [letters(part) for part in parts]
    if whole in got:
        return [got.index(whole)]
    places = [got.index(piece) for piece in pieces if piece in got]
    return places if len(places) == len(pieces) else []


def _caption(picture: dict[str, Any]) -> tuple[str, str | None]:
    return plain(picture["caption"]).rstrip("."), picture["credit"]


def _flat(part: Part) -> str:
    if isinstance(part, str):
        return part
    return " ".join(part["lines"] if "lines" in part else (cell for row in part["table"] for cell in row))


def _paragraphs(row: Row) -> list[str]:
    return [text for text in map(plain, (row["body"] or "").split("\n\n")) if text]


def _without_optional(post: Truth, have: list[str]) -> list[str]:
    wanted = Counter(plain(_flat(part)) for part in post.paragraphs)
    optional = {plain(text).rstrip(".") for text in post.optional}
    return [text for text in have if wanted[text] or text.rstrip(".") not in optional]


def _surplus(these: list[str], those: list[str]) -> list[str]:
    return list((Counter(these) - Counter(those)).elements())


def _stem(url: str) -> str:
    return re.sub(r"(-\d+x\d+|-scaled)?\.jpe?g$", "", url.rsplit("/", 1)[-1])
