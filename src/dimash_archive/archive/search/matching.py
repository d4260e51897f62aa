"""From the words of a query to what the index holds, and to the words of a text that match."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from dimash_archive.archive.search import spelling
from dimash_archive.archive.search.query import Term

Vocabulary = Callable[[str, bool], Iterable[str]]
"""Indexed terms with Kazakh letters or accents by how they are typed without; True: by how that begins."""

_TEXT = "{title lead body quote}"
_LONG = 5  # letters of a word that is hardly ever another one without its Kazakh letters
_MANY = 12  # spellings of one phrase that are tried


@dataclass(frozen=True, slots=True)
class WordMatch:
    """What one word of a query may be in a text."""

    terms: frozenset[str]
    """Terms that are it."""
    begins: tuple[str, ...]
    """Beginnings of terms that are it."""
    sounds: frozenset[str]
    """Sounds of names that are it."""
    sound_begins: tuple[str, ...]
    """Beginnings of sounds that are it."""
    initials: frozenset[str]
    """Letters that a word in small letters begins with if it is it: tells most words apart at once."""

    def fits(self, word: str, lang: str) -> bool:
        """Whether a word, as written in a text in `lang`, is it."""
        capital = word[0].isupper()
        if not capital and word[0] not in self.initials:
            return False
        term = spelling.term(word, lang)
        if term in self.terms or term.startswith(self.begins):
            return True
        if not capital or not (self.sounds or self.sound_begins):
            return False
        sound = spelling.name_sound(word, lang)
        return sound in self.sounds or sound.startswith(self.sound_begins)


Match = tuple[WordMatch, ...]
"""What the words of one term of a query may be, one behind the other."""


def matches(term: Term, lang: str | None, vocabulary: Vocabulary) -> Match:
    """What the words of a term may be in the texts of an archive, or in those in one language."""
    last = len(term.words) - 1
    return tuple(
        _word(spelling.folded(word), lang, vocabulary, prefix=term.prefix and place == last)
        for place, word in enumerate(term.words)
    )


def expression(match: Match) -> str:
    """A match as FTS5 wants it."""
    either = [f"{_TEXT} : ({' OR '.join(_phrases([(word.terms, word.begins) for word in match]))})"]
    if all(word.sounds or word.sound_begins for word in match):
        either.append(f"names : ({' OR '.join(_sounds(match))})")
    return f"({' OR '.join(either)})"


def title_expression(match: Match) -> str:
    """The same in titles alone, names by how they are written."""
    return f"({{title}} : ({' OR '.join(_phrases([(word.terms, word.begins) for word in match]))}))"


def speaker_expression(words: Sequence[str]) -> str:
    """The same for the name of a speaker: all its words, in any order. Empty if no word has a sound."""
    bare = [spelling.folded(word) for word in words]
    sounds = [{spelling.heard(word, way) for way in spelling.ways(word, None)} - {""} for word in bare]
    return " AND ".join(f"speaker : ({' OR '.join(map(_quoted, sorted(each)))})" for each in sounds if each)


def spans(match: Match, words: Sequence[spelling.Word], lang: str) -> Iterator[tuple[int, int]]:
    """Where in a text, given as its words, a match stands: offsets of each matching word."""
    first, *others = match
    for start in range(len(words) - len(others)):
        if not first.fits(words[start].text, lang):
            continue
        here = words[start : start + len(match)]
        if all(one.fits(word.text, lang) for one, word in zip(others, here[1:], strict=True)):
            yield from ((word.start, word.end) for word in here)


def _word(word: str, lang: str | None, vocabulary: Vocabulary, *, prefix: bool) -> WordMatch:
    terms = {spelling.stemmed(word, way) for way in spelling.ways(word, lang)}
    # What is typed without Kazakh letters was stemmed with them, by the rules of Kazakh.
    typed = spelling.stemmed(word, "kk" if spelling.ways(word, "ru") != ("en",) else "en")
    terms |= {entry for entry in vocabulary(spelling.plain(typed), False) if spelling.may_mean(typed, entry)}
    # A text may be typed without Kazakh letters too; of short words too many would fall together (құл, күл).
    terms |= {spelling.plain(term) for term in terms if len(term) >= _LONG}
    if not prefix:
        return WordMatch(frozenset(terms), (), _heard(word, lang), (), _initials(terms | {word}))
    bare = word.replace("'", "")
    begins = {bare}
    for entry in vocabulary(spelling.plain(bare), True):
        if spelling.may_mean(bare, entry[: len(bare)]):
            begins.add(entry[: len(bare)])
    # Of "концерто*" the index may hold no more than the stem: концерт.
    shorter = {term for term in terms if len(term) >= 3 and bare.startswith(term)}
    sound = spelling.sound(bare, whole=False)
    sounds = (sound,) if len(sound) >= spelling.SHORTEST else ()
    return WordMatch(frozenset(shorter), tuple(sorted(begins)), frozenset(), sounds, _initials(begins))


def _initials(terms: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(term[:1].replace("е", "её") for term in terms))


def _heard(word: str, lang: str | None) -> frozenset[str]:
    """How a folded word may sound, as a name of any language."""
    return frozenset(spelling.name_sound(word, way) for way in spelling.ways(word, lang)) - {""}


def _sounds(match: Match) -> Iterator[str]:
    return _phrases([(word.sounds, word.sound_begins) for word in match])


def _phrases(words: Sequence[tuple[frozenset[str], tuple[str, ...]]]) -> Iterator[str]:
    """FTS5 phrases of every choice of spellings, not more than _MANY."""
    choices = [
        [*((_quoted(term), "") for term in sorted(terms)), *((_quoted(start), " *") for start in begins)]
        for terms, begins in words
    ]
    for choice in islice(product(*choices), _MANY if len(words) > 1 else None):
        yield " + ".join(text for text, _ in choice) + choice[-1][1]


def _quoted(term: str) -> str:
    return f'"{term}"'
