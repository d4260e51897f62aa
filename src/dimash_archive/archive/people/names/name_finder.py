"""Finding the names in a text: a run of capitalised words that may be a person's name. A string in, runs out."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from dimash_archive.archive.people.names.name_forms import is_patronymic
from dimash_archive.archive.people.names.name_words import is_role
from dimash_archive.archive.search.spelling import COMMON

_WORD = re.compile(r"[^\W\d_]+(?:[-‑’'ʼ][^\W\d_]+)*")
_GAPS = frozenset((" ", "\u00a0", "\u202f"))
_INITIAL_GAPS = frozenset((".", ". ", ".\u00a0", ".\u202f"))
PARTICLES = frozenset(
    """
    de da di do dos das del della van von zu der den ter bin ibn al el la le du y ибн бин фон цу де да ди ду душ дос дель делла
    ван дер ден ла ле аль эль әл оглы
    """.split()
)
_YU = frozenset(("Ю", "Yu"))  # a family name: Валентина Ю
_CONJUNCTION = "да"
"""In Cyrillic it means "and": a particle only where two words of the name stand in front."""
# A title of a work, the name of a choir: short, in marks, without a stop.
_TITLE = re.compile(r"«[^«».!?\n]{1,60}»|[“„][^“”„.!?\n]{1,60}[”“]|\"[^\".!?\n]{1,60}\"")
_OPENS = re.compile(r"(?:\A|[.!?…:]|\n)[\s«“„\"—–(-]*\Z")
_DIGRAPHS = frozenset(
    "Zh Sh Ch Kh Ts Ye Yu Ya Yo Ju Ja Dzh Дж".split()
)  # one letter of Cyrillic, or of another Latin
_OWNERS = ("’s", "'s")
_ARABIC = re.compile(
    "(?:[ae][dlnrstz]|ash|ibn|[аэә](?:ль?|[дзнрстш])|ибн)-(?=[^\\W\\d_])"
)  # al-Khatib has its capital behind
_MOST = 6  # words of a name; longer runs are headlines in capitals
_BEFORE = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*),?\s\Z")
_BEHIND = re.compile(r",?\s(?:[—–-]\s)?([^\W\d_]+)")
# Short words that a sentence begins with, and no name.
_OPENERS = frozenset(
    """
    без во для до за из ко на над об от по под при со но не сам сама сами он она они его её их мы наш наша вот даже
    өзі ол біздің in on at by of as if it he she we our my me him let
    """.split()
)
_LETTERS = frozenset("УОИЭЮЯ")  # У Цзиньхуа, Ли Ён Э: whole words of names, where they have no stop
_KAZAKH_NAME = re.compile("(?:бек|жан|хан|бай|гүл|гуль)\\Z")  # Ғалымбек is no ғалым, a scientist
_ARTICLES = frozenset(("the", "a", "an"))
_PLACES = {"en": frozenset(("in", "at")), "ru": frozenset("в во из на".split())}


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of capitalised words as it stands in a text."""

    starts: tuple[int, ...]
    """Offset of the first character of each word, in code points."""
    end: int
    """Offset just behind its last character, the `’s` of English left out."""
    words: tuple[str, ...]
    """Its words; an initial ends in a stop."""
    opens: bool
    """Whether a sentence begins with it, so that its first word may owe its capital to that."""
    before: str
    """The word in front of it, as written; empty if there is none."""
    role: str
    """The office in front of it, or behind a comma; empty if none is known."""

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.starts[0]

    @property
    def text(self) -> str:
        """The name as written, single spaces between its words."""
        return " ".join(self.words)

    @property
    def is_full(self) -> bool:
        """Whether two of its words are no initials."""
        return sum(not is_initial(word) for word in self.words) > 1

    def part(self, first: int, behind: int) -> "NameRun":
        """Its words from number `first` to the one in front of number `behind`, as a run."""
        last = behind == len(self.words)
        return NameRun(
            self.starts[first:behind],
            self.end if last else self.starts[behind - 1] + len(self.words[behind - 1]),
            self.words[first:behind],
            self.opens and first == 0,
            self.words[first - 1] if first else self.before,
            self.role if first == 0 or last else "",
        )

    def is_polite(self, lang: str) -> bool:
        """Whether it is a given name with the father's: Зоя Петровна, short for who is called so in full."""
        return (
            len(self.words) == 2
            and is_patronymic(self.words[1], lang)
            and not is_patronymic(self.words[0], lang)
        )

    def is_governed(self, lang: str) -> bool:
        """Whether an article or a preposition of place stands in front, as before what is no person."""
        bare = self.before.lower()
        return bare in _ARTICLES or bare in _PLACES.get(lang, ())


def find_names(text: str, lang: str) -> list[NameRun]:
    """The runs of capitalised words in a text, in order, without the offices and common words in front.

    A run of one word is given too: it may be a part of a name that stands whole elsewhere.
    """
    masked = _TITLE.sub(lambda match: "·" * len(match[0]), text)
    tokens = list(_WORD.finditer(masked))
    words = [token[0] for token in tokens]
    small = {word for word in words if word[0].islower()} - PARTICLES
    runs = []
    place = 0
    while place < len(tokens):
        if words[place] in small and "-" not in words[place]:
            place += 1
            continue
        behind = _run_end(masked, tokens, place)
        if behind > place:
            run = _run(masked, tokens[place:behind], lang, small)
            if run is not None:
                runs.append(run)
        place = max(behind, place + 1)
    return runs


def is_initial(word: str) -> bool:
    """Whether a word of a run is an initial."""
    return word.endswith(".")


def _has_stop(text: str, token: re.Match[str]) -> bool:
    """Whether a token is an initial with its stop: `А.`, `Zh.`, `Дж.`."""
    word = token[0]
    return (len(word) == 1 or word in _DIGRAPHS) and text[token.end() : token.end() + 1] == "."


def _run_end(text: str, tokens: Sequence[re.Match[str]], place: int) -> int:
    """The token behind the run that begins at a token; the token itself if none begins there."""
    first = place + (tokens[place][0].lower() in COMMON)
    if not _is_name_word(tokens[place][0]) or (
        len(tokens[place][0]) == 1 and not _begins_name(text, tokens, place)
    ):
        return place
    place += 1
    while place < len(tokens) and not tokens[place - 1][0].endswith(_OWNERS):
        gap = text[tokens[place - 1].end() : tokens[place].start()]
        joined = gap in _GAPS or (_has_stop(text, tokens[place - 1]) and gap in _INITIAL_GAPS)
        if joined and _is_name_word(tokens[place][0]):
            place += 1
        elif gap in _GAPS and (behind := _behind_particles(text, tokens, place, place - first)) > place:
            place = behind + 1
        else:
            break
    return place


def _behind_particles(text: str, tokens: Sequence[re.Match[str]], place: int, named: int) -> int:
    """The word of a name behind the particles that begin at a token (van den Berghe); the token itself if that is none."""
    behind = place
    while (
        behind + 1 < len(tokens)
        and tokens[behind][0] in PARTICLES
        and (tokens[behind][0] != _CONJUNCTION or named > 1)
        and text[tokens[behind].end() : tokens[behind + 1].start()] in _GAPS
    ):
        behind += 1
    return behind if _is_name_word(tokens[behind][0]) else place


def _begins_name(text: str, tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a name may begin with a single letter: an initial, or У Цзиньхуа inside a sentence, or as one stands inside another.

    В Алматы, У Гуся: a preposition is no initial.
    """
    first = tokens[place]
    if _has_stop(text, first):
        return True
    if first[0] not in _LETTERS or place + 1 == len(tokens):
        return False
    if not _opens(text, first):
        return True
    name = re.escape(text[first.start() : tokens[place + 1].end()])
    return any(not _opens(text, each) for each in re.finditer(rf"(?<!\w){name}(?!\w)", text))


@lru_cache(maxsize=1 << 15)
def _is_name_word(word: str) -> bool:
    """Whether a word may be part of a name: Сәуле, О’Брайен, Мак-Кинли; no abbreviation, no brand such as YouTube."""
    article = _ARABIC.match(word)
    word = word[article.end() :] if article else word
    if not word[0].isupper():
        return False
    rest = re.sub(r"(?:\A|[-‑’'ʼ])(?:Mc|Mac|Мак)?.", "", word)
    return len(word) == 1 or (bool(rest) and rest == rest.lower())


def _opens(text: str, token: re.Match[str]) -> bool:
    """Whether a sentence begins with a token."""
    return _OPENS.search(text, max(0, token.start() - 8), token.start()) is not None


def _run(text: str, tokens: Sequence[re.Match[str]], lang: str, small: set[str]) -> NameRun | None:
    opens = _opens(text, tokens[0])
    role = ""
    parts = list(tokens)
    openers = small | _OPENERS if opens else frozenset[str]()
    while parts and _is_common(parts[0][0], lang, openers if len(parts) == len(tokens) else frozenset()):
        if is_role(parts[0][0], lang):
            role = parts[0][0]
        del parts[0]
    while len(parts) > 1 and len(parts[-1][0]) > 1 and parts[-1][0].lower() in COMMON:
        del parts[-1]
    words = tuple(_word(text, part) for part in parts)
    last = words[-1].rstrip(".") if words else ""
    is_word = (len(words) > 2 and last in _LETTERS) or (len(words) == 2 and last in _YU)
    if is_word and not any(map(is_initial, words[:-1])):
        words = (*words[:-1], last)  # Чхве Хён У at the end of a sentence
    if not parts or len(parts) > _MOST or all(map(is_initial, words)):
        return None
    still_opens = opens and len(parts) == len(tokens)
    starts = tuple(part.start() for part in parts)
    end = starts[-1] + len(words[-1])
    if is_initial(words[-1]) and not _has_stop(text, parts[-1]):
        end -= 1
    before = _BEFORE.search(text, max(0, starts[0] - 40), starts[0])
    run = NameRun(starts, end, words, still_opens, before[1] if before else "", role)
    return replace(run, role=role or _role(text, run, lang))


def _role(text: str, run: NameRun, lang: str) -> str:
    if is_role(run.before, lang):
        return run.before
    behind = _BEHIND.match(text, run.end)
    words = text[behind.start(1) : behind.start(1) + 40].split() if behind and text[run.end] == "," else []
    return next((word.strip(",.") for word in words[:3] if is_role(word.strip(",."), lang)), "")


def _is_common(word: str, lang: str, openers: Set[str]) -> bool:
    bare = word.lower()
    if bare in COMMON or bare in openers:
        return True
    return len(word) > 1 and is_role(word, lang) and _KAZAKH_NAME.search(bare) is None


def _word(text: str, token: re.Match[str]) -> str:
    """A word of a name as it is kept: an initial with its stop, none with the `’s` of English."""
    word = token[0]
    if (len(word) == 1 and word not in _LETTERS) or _has_stop(text, token):
        return f"{word}."
    for owner in _OWNERS:
        word = word.removesuffix(owner)
    return word


def runs_in(name: str, lang: str) -> Iterator[NameRun]:
    """The names in a speaker as extracted, which may hold an office too: `дирижёр Дана Созбекова`."""
    for run in find_names(name, lang):
        yield replace(run, opens=False)
