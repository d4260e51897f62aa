"""The headline: which of a page's claims is it, and where does the text repeat it?

Strings in, strings out: the same rules serve HTML and flattened text.
"""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from dimash_archive.text.normalize import fold, nfc

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_TAG: Final = re.compile(
    r"</?(?:b|br|em|i|mark|p|s|small|span|strong|sub|sup|u|wbr)\b[^<>]{0,200}>", re.IGNORECASE
)
_MARKS: Final = str.maketrans("", "", "\"'「」『』《》")
_CLOSING: Final = "\"'”’»“«"
_OPENING: Final = "“«„\"'‘‹"
_CUT: Final = "..."
SHORTEST_CUT: Final = 12
"""A truncated form with fewer letters before its dots says too little to be recognised as the headline."""
_PARTS: Final = re.compile(r"\s+[|•·»«›‹–—―−-]+\s+|\s*\|+\s*|\s+::\s+|\s*[»›]\s+|\s+[~/\\]\s+")
_MAY_PART: Final = re.compile(r"[^\w\s,.'’!?&()]")
"""Characters that occur in every separator: a quick check before the slow one."""
_STRONG: Final = frozenset("|•·»›:«‹")
_ENOUGH: Final = 0.28
"""A visible heading that agrees less with the page's head is a banner: cosine of words, from annotated pages."""
_KICKER: Final = re.compile(r":\s*\Z|\s[–—|·-]\s+\Z|\b(?:19|20)\d\d\s+\Z")
"""The separator between a kicker and the headline after it, or the end of a date in its place."""
_PIECE: Final = re.compile(r"\S+")
_SEPARATORS: Final = re.compile(r"[\s|/\\>»›:·•–—-]+\Z")
_WORD: Final = re.compile(r"[^\W_]+")
_WORDS_OF_GLUED: Final = 3
_WORDS_OF_TITLE, _WORDS_BEFORE_SECTION = 2, 3
"""A part with fewer words before the site's name, or before a section, is not a headline."""
_MOST_REPEATED: Final = 4
"""Maximum repeats of the headline in one line."""
_MARGIN: Final = 40
"""Additional characters a line may contain, such as soft hyphens."""
_LESS_SURE: Final = frozenset(
    "a an and are as at by for from how in is it of on or the to was what with your you".split()
)


def tidy(raw: str) -> str:
    """A headline in published form: NFC, entities decoded however often they were escaped, no tags, single spaces."""
    text = raw
    for _ in range(3):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(nfc(text).split())


def same_title(one: str, other: str) -> bool:
    """Whether two lines are one headline, whatever their quotes and dashes, or one of them a truncated form
    with dots."""
    first, second = _key(one), _key(other)
    if first == second:
        return bool(first)
    return _is_cut_of(first, second) or _is_cut_of(second, first)


def is_repeat(line: str, title: str) -> bool:
    """Whether a line of the text only repeats the headline, once or several times."""
    if not may_repeat(line, title):
        return False
    if len(line) > _MOST_REPEATED * len(title) + _MARGIN and not title.endswith(("…", "...")):
        return False
    if same_title(line, title):
        return True
    return len(title) < len(line) <= _MOST_REPEATED * len(title) and same_title(unglue(line, title), title)


def unglue(line: str, title: str) -> str:
    """The line without a headline attached to its front: `…in GenevaThe United …` gives `The United …`.

    A line that begins with the headline's words and continues as a sentence is unchanged, and so is the
    headline alone.
    """
    if len(line) <= len(title) or title.count(" ") + 1 < _WORDS_OF_GLUED:
        return line
    rest = nfc(line)
    while (end := _end_of(title, rest)) is not None and _is_start(rest[end:], title):
        rest = rest[end:]
    return rest if len(rest) < len(nfc(line)) else line


def before_title(line: str, title: str) -> str | None:
    """The text before the headline or its truncated form in a line, as in a breadcrumb; None if the line has neither.

    Separators at the end are removed: `Home › Culture › Ten years…` gives `Home › Culture`.
    """
    text, wanted = nfc(line), _key(title)
    for piece in _PIECE.finditer(text):
        front = _key(piece[0]).rstrip(".")
        if front and wanted.startswith(front) and same_title(text[piece.start() :], title):
            return _SEPARATORS.sub("", text[: piece.start()])
    return None


def unbrand(title: str, others: Sequence[str], brands: Sequence[str]) -> str:
    """A headline from the page's head without the site's name before or after it.

    `others` are the page's other claims of a headline, `brands` the site's names: its name, its host. If
    another claim lacks the addition, that one is used; otherwise a part that is a brand is removed, or else
    the last part after a strong separator such as `|`.
    """
    parts = _split(title)
    if len(parts) < 2:
        return _without_brand_prefix(title[slice(*parts[0])], brands) if parts else title
    for stretch in _stretches(title, parts):
        if any(_key(stretch) == _key(other) for other in others):
            return stretch
    first, last = 0, len(parts)
    brand_keys = {letters(brand) for brand in brands} - {""}
    while last - first > 1 and _is_brand(title[slice(*parts[last - 1])], brand_keys):
        last -= 1
    while last - first > 1 and _is_brand(title[slice(*parts[first])], brand_keys):
        first += 1
    if last == len(parts) and not first:
        last = _without_tail(title, parts)
    return title[parts[first][0] : parts[last - 1][1]]


def choose(headings: Sequence[str], heads: Sequence[str], brands: Sequence[str], slug: str = "") -> str:
    """The headline of a page, as published; empty if it has none.

    `headings` are the main headings as the page shows them, in order, the lines of each separated by line
    feeds; `heads` the claims of its head, best first; `brands` the site's name and host; `slug` the last step
    of its address.
    """
    headline, claims = _best(headings, heads, brands, slug), [tidy(head) for head in heads]
    if not any(claim.startswith(headline) for claim in claims):  # else what is before its end is its own
        claims += [unbrand(claim, (), brands) for claim in claims]
    return _as_claimed(headline, claims)


def _as_claimed(headline: str, claims: Sequence[str]) -> str:
    """The headline as spelled in the head, if that separates words that ran together, or omits the kicker."""
    for claim in claims:
        if letters(claim) == letters(headline) and len(claim.split()) > len(headline.split()):
            return claim
    for claim in claims:
        size = len(headline) - len(claim)
        is_end = size > 0 and len(claim.split()) >= _WORDS_OF_GLUED and same_title(headline[size:], claim)
        if is_end and _KICKER.search(headline[:size]):
            return headline[size:]
    return headline


def _best(headings: Sequence[str], heads: Sequence[str], brands: Sequence[str], slug: str) -> str:
    """The headline of a page as shown, or otherwise as its head claims it."""
    shown = [heading for heading in map(tidy, headings) if heading]
    raw = [head for head in dict.fromkeys(map(tidy, heads)) if head]
    brand_keys = {letters(brand) for brand in brands} - {""}
    if confirmed := next(
        (each for each in shown if _is_confirmed(each, raw) and not _is_brand(each, brand_keys)), None
    ):
        return confirmed
    others = [
        *(each for each in shown if not _is_brand(each, brand_keys)),
        *raw,
    ]  # a banner claims to be no headline
    claims = [unbrand(head, [each for each in others if each != head], brands) for head in raw]
    candidates = [each for each in _whole(headings, raw, claims) if not _is_brand(each, brand_keys)]
    if len(candidates) == 1 and any(_key(claim) == _key(candidates[0]) for claim in claims):
        return _calm(candidates[0], claims)
    evidence = [_bag(claim) for claim in claims] + [_bag(slug.replace("-", " ").replace("_", " "))]
    best = max(candidates, key=lambda each: _support(each, evidence), default="")
    if best and (not claims or _support(best, evidence) >= _ENOUGH):
        return _calm(best, claims)
    # A page whose only title is the site's name has no headline.
    return next((claim for claim in claims if not _is_brand(claim, brand_keys)), best)


def _is_confirmed(heading: str, raw: Sequence[str]) -> bool:
    """Whether the head repeats a heading word for word, apart from additions: a quick check, because most
    pages do."""
    if "|" in heading or heading[:1].islower() or heading.isupper():
        return False
    size = len(heading)
    return any(
        head == heading or (head.startswith(heading) and _PARTS.match(head, size) is not None) for head in raw
    )


def _whole(headings: Sequence[str], raw: Sequence[str], claims: Sequence[str]) -> Iterator[str]:
    """The headings without what is not a headline: a kicker or a standfirst in a line of its own, the site's name."""
    for heading in headings:
        lines = heading.split("\n") if "\n" in heading else ()
        claim_keys = {_key(claim) for claim in claims} if lines else set()
        whole = next((tidy(line) for line in lines if _key(line) in claim_keys), tidy(heading))
        if "|" in whole and whole in raw:
            whole = claims[raw.index(whole)]
        if whole:
            yield whole


@lru_cache(maxsize=1 << 12)
def letters(text: str) -> str:
    """The letters and digits of a text, folded: the same however a name is spaced and punctuated."""
    return "".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=1 << 12)
def _key(text: str) -> str:
    """What two spellings of one headline share: without quotation marks, full stops, or spaces at the ends."""
    folded = fold(tidy(text)).translate(_MARKS)
    return folded.strip(" ") if folded.endswith(_CUT) else folded.strip(" .")


def may_repeat(line: str, title: str) -> bool:
    """Whether a line can begin with the headline: a quick check, because hardly any does.

    Only entities and tags can disguise its beginning.
    """
    return _first_letter(line) == _first_letter(title) or "&" in line or "<" in line


def _first_letter(text: str) -> str:
    if (first := text[:1]).isascii() and first.isalnum():
        return first.lower()
    for char in text:
        if char.isalnum():
            return char.lower() if char.isascii() else fold(nfc(text[text.index(char) :][:2]))[:1]
    return ""


def _is_cut_of(cut: str, whole: str) -> bool:
    if not cut.endswith(_CUT):
        return False
    begin = cut.rstrip(". ")
    return len(begin) >= SHORTEST_CUT and whole.startswith(begin)


def _end_of(title: str, line: str) -> int | None:
    """The offset in the line at which the headline at its front ends; None if it does not begin with it."""
    wanted = _key(title).replace(" ", "")
    at = matched = 0
    while matched < len(wanted):
        if at == len(line):
            return None
        letter = _folded(line[at])
        if not wanted.startswith(letter, matched):
            return None
        matched += len(letter)
        at += 1
    if title.endswith(".") and line[at : at + 1] == ".":
        at += 1
    if title[-1:] in _CLOSING and line[at : at + 1] in tuple(_CLOSING[:5]):
        at += 1
    return at


@lru_cache(maxsize=1 << 12)
def _folded(char: str) -> str:
    return fold(char).translate(_MARKS).strip()


def _is_start(rest: str, title: str) -> bool:
    """Whether a sentence starts here without a space before it: then the preceding text was attached to it."""
    if not rest:
        return False
    if rest[0] in _OPENING:
        return len(rest) > 1 and rest[1].isupper()
    is_acronym = title[-1:].isupper() and rest[1:2].isupper()
    return rest[0].isupper() and not is_acronym


def _split(title: str) -> list[tuple[int, int]]:
    """Start and end of each part between separators."""
    parts, start = [], 0
    for mark in _PARTS.finditer(title) if _MAY_PART.search(title) else ():
        if mark.start() > start:
            parts.append((start, mark.start()))
        start = mark.end()
    if start < len(title):
        parts.append((start, len(title)))
    return parts


def _stretches(title: str, parts: Sequence[tuple[int, int]]) -> list[str]:
    """The runs of parts that begin at the front or reach the end, longest first; not the whole."""
    ends = range(1, len(parts))
    runs = [title[: parts[end - 1][1]] for end in ends] + [title[parts[start][0] :] for start in ends]
    return sorted(runs, key=len, reverse=True)


def _without_tail(title: str, parts: Sequence[tuple[int, int]]) -> int:
    """How many parts stay when the last one follows a strong separator and nothing else is known about it.

    If several parts follow such separators, they are the section and the site: `Ten years of song | Music |
    Steppe`.
    """
    last = len(parts)
    while last > 1 and _STRONG & set(title[parts[last - 2][1] : parts[last - 1][0]]):
        fewest = _WORDS_OF_TITLE if last == len(parts) else _WORDS_BEFORE_SECTION
        if len(title[: parts[last - 2][1]].split()) < fewest:
            break
        last -= 1
    return last


def _without_brand_prefix(title: str, brands: Sequence[str]) -> str:
    front, mark, rest = title.partition(": ")
    if mark and rest and _is_brand(front, {letters(brand) for brand in brands} - {""}):
        return rest.strip()
    return title


def _is_brand(part: str, brand_keys: set[str]) -> bool:
    return letters(part) in brand_keys


def _bag(text: str) -> set[str]:
    return set(_WORD.findall(fold(text))) - _LESS_SURE


def _support(heading: str, evidence: Sequence[set[str]]) -> float:
    """How well the page's head and address agree with a heading, 0 to 1."""
    words = _bag(heading)
    if not words:
        return 0.0
    return max(
        (len(words & claim) / (len(words) * len(claim)) ** 0.5 for claim in evidence if claim), default=0.0
    )


def agreement(headline: str, other: str) -> float:
    """The degree to which two headlines share words, 0 to 1 (cosine); function words do not count."""
    return _support(tidy(headline), [_bag(tidy(other))])


def _calm(heading: str, claims: Sequence[str]) -> str:
    """The heading; if it is all in capitals or lower case, the claim with the same words in ordinary case."""
    if heading[:1].islower():
        return next((each for each in claims if each[:1].isupper() and same_title(each, heading)), heading)
    if not heading.isupper() or " " not in heading or heading in claims:
        return heading
    words = _bag(heading)
    for claim in claims:
        if not claim.isupper() and len(words & _bag(claim)) * 3 >= 2 * len(words):
            return _recased(heading, claim) or claim
    return heading


def _recased(heading: str, claim: str) -> str | None:
    """The heading's words in their order, each as the claim spells it; None if the claim lacks one."""
    spellings = {fold(word): word for word in claim.split()}
    words = [spellings.get(fold(word)) for word in heading.split()]
    return " ".join([word for word in words if word]) if all(words) else None
