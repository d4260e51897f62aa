"""Words as the search index knows them: strings in, terms out.

A *term* is the stem of a folded word. A *sound* is a spelling of a name that does not depend on the script:
Құдайберген, Кудайбергену and Qudaibergen all sound alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dimash_archive.text.normalize import fold
from dimash_archive.text.stem import stem
from dimash_archive.text.stem_kk import PLAIN

VERSION = 3
"""Increased when terms or sounds change: an index made by another version is rebuilt."""
SHORTEST = 3
"""Letters a sound must have."""
_SHORTEST_NAME = 4  # letters of a name; the sounds of three-letter words fall together too often

COMMON = frozenset(
    """
    about above according after again against ahead almost along already also although always among another any
    anyone are around because been before being below besides best between both but can could despite did does
    during each earlier either even every everyone everything finally first five for four from has have her
    here his how however instead into its just last later like many maybe meanwhile more moreover most much must
    next not nothing now off often once one only other our over perhaps please second several she should since
    some someone sometimes soon still such than thank that the their them then there these they this those three
    through thus together today tomorrow too two under until very was well were what when where whether which
    while who whose why will with without would year years yes yesterday yet you your
    без более больше будет был была были быть вас ведь весь вместе вот все всего всем вчера где далее для его ее
    если есть еще завтра зато затем здесь или именно иногда как какой когда конечно кроме кто лишь между меня
    мне многие может можно нам нас наш нет никто нужно однако она они оно особенно очень перед поэтому после
    потом почему при про сегодня сейчас сначала снова среди так также такой там теперь тогда того тоже только три
    тут уже хотя через что чтобы эта эти это этот
    ал бір бірақ бүгін біз болып бұл да деп енді ерте және кейін көп кеше қазір мен мұнда неге ол олар осы осылай
    оның сол сондай сондықтан содан соңғы тағы туралы үшін
    """.split()
)
"""Words that sentences begin with, so that a capital letter makes no name of them."""

# A letter or digit, then also an apostrophe, and what folding removes (stress mark, soft hyphen).
_WORD = re.compile(r"\w[\w'’ʼ\u0300-\u036f\u00ad\u200b-\u200d]*")
_APOSTROPHES = "'’ʼ"
_KAZAKH = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
_LATIN_LOOKALIKES = "ABCEHIKMOPTXYaceiopxyhk"
_CYRILLIC_LOOKALIKES = "АВСЕНІКМОРТХУасеіорхуһк"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKALIKES, _CYRILLIC_LOOKALIKES)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKALIKES, _LATIN_LOOKALIKES)


class Word(NamedTuple):
    """A word where it stands in a text."""

    text: str
    """As written."""
    start: int
    """Offset of its first character, in code points."""
    end: int
    """Offset just behind its last character."""


def words(text: str) -> Iterator[Word]:
    """The words of a text (NFC) in order."""
    for match in _WORD.finditer(text.replace("_", " ")):
        word = match[0].rstrip(_APOSTROPHES)
        yield Word(word, match.start(), match.start() + len(word))


def tokens(text: str) -> list[str]:
    """The words of a text (NFC) in order, without their places; a quotation mark may hang on at the end."""
    return _WORD.findall(text.replace("_", " "))


def folded(word: str) -> str:
    """One word folded, and in one script: a Latin `a` in a Cyrillic word is taken for what it looks like."""
    if word.isascii():
        return fold(word).rstrip("'")
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if cyrillic and latin:
        word = word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)
    return fold(word).rstrip("'")


def ways(word: str, lang: str | None) -> tuple[str, ...]:
    """The languages by whose rules to stem a folded word: one if it stands in a text in `lang`, else all."""
    if not _CYRILLIC.search(word):
        return ("en",)
    if _KAZAKH.search(word):
        return ("kk",)
    if lang in ("kk", "ru"):
        return (lang,)
    return ("ru", "kk") if lang is None else ("ru",)


def stemmed(word: str, lang: str) -> str:
    """The term of a folded word by the rules of `lang`."""
    return stem(word, lang).replace("'", "")


@lru_cache(maxsize=1 << 13)
def term(word: str, lang: str) -> str:
    """What the index holds for a word, as written, of a text in language `lang`."""
    bare = folded(word)
    return stemmed(bare, ways(bare, lang)[0])


def plain(word: str) -> str:
    """A folded word without Kazakh letters and accents: `казакстан` for `қазақстан`, `cafe` for `café`."""
    if word.isascii():
        return word
    if _CYRILLIC.search(word):
        return word.translate(PLAIN)
    letters = unicodedata.normalize("NFD", word.replace("ı", "i"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def may_mean(typed: str, term: str) -> bool:
    """Whether `typed` can stand for `term`: a plain letter also for its Kazakh or accented kin."""
    return len(typed) == len(term) and all(
        one in (other, plain(other)) for one, other in zip(typed, term, strict=True)
    )


# In sounds c is ч, x is ш, j is ж; large letters keep them apart from the Latin c and x on the way.
_FROM_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдежзийклмнопрстуфхыэіё", "abvgdejziiklmnoprstufhieie", strict=True)),
        **dict(zip("әғқңөұүһчшщ", "agknouuhCXX", strict=True)),
        "ц": "ts",
        "ю": "iu",
        "я": "ia",
        **dict.fromkeys("ьъ'", ""),
    }
)
# The usual Latin spellings, longest first: what stands on the left is written for what stands on the right.
_FROM_LATIN = (
    ("'", ""), ("x", "ks"), ("shch", "X"), ("sh", "X"), ("tch", "C"), ("ch", "C"), ("zh", "j"), ("kh", "h"),
    ("ck", "k"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("tz", "ts"), ("q", "k"), ("w", "v"), ("y", "i"),
    ("ce", "se"), ("ci", "si"), ("c", "k"),
)  # fmt: skip
_GLIDE = re.compile("(?<=[aeou])i|i(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")
# Endings of cases, of women's names, and the -ov of surnames, which Russian stems lose in some forms only.
_ENDING = re.compile("(?<=..)(?:[aeio]|(?<!a)u)$|(?<=...)(?:[aeiou]m|[oe]v)$|(?<=sk)og$")
_SOFT = str.maketrans("bgdz", "pkts")


def sound(word: str, *, whole: bool = True) -> str:
    """How a folded name sounds, in Latin letters and without its ending: equal for the spellings of one name.

    Glides, doubled letters and endings are left out, so a man and a woman of one family sound alike. What is not
    the `whole` name, but only how it begins, loses nothing at its end.
    """
    if _CYRILLIC.search(word):
        latin = word.translate(_FROM_CYRILLIC)
    else:
        latin = plain(word)
        for written, meant in _FROM_LATIN:
            latin = latin.replace(written, meant)
    latin = _DOUBLE.sub(r"\1", latin.replace("dj", "j").replace("ng", "n"))
    latin = _DOUBLE.sub(r"\1", _GLIDE.sub("", latin))
    if not whole:
        return latin.lower()
    while (shorter := _ENDING.sub("", latin)) != latin:
        latin = shorter
    return (latin[:-1] + latin[-1:].translate(_SOFT)).lower()


@lru_cache(maxsize=1 << 13)
def heard(word: str, lang: str) -> str:
    """The sound of any word as written in a text in language `lang`."""
    bare = folded(word)
    way = ways(bare, lang)[0]
    if way == "kk":
        bare = stem(bare, way)
    return sound(bare.removesuffix("'s") if way == "en" else bare)


def name_sound(word: str, lang: str) -> str:
    """The same for what may be a name.

    Empty if it is too short to tell names apart, or a word that is no name though many a sentence begins with it.
    """
    if len(word) < _SHORTEST_NAME or word.lower() in COMMON:
        return ""
    key = heard(word, lang)
    return key if len(key) >= SHORTEST else ""
