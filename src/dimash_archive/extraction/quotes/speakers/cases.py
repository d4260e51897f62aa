"""Which names are in a case that subjects never have, as far as their endings show it."""

import re
from collections.abc import Sequence

from dimash_archive.extraction.quotes.lexicon import Words

_SURELY = re.compile(r"\w{2}(?:[уюы]|ой)\Z")
"""Endings of given names that are only genitive, dative or instrumental: Олегу, Марины, Анной."""
_SURNAME = re.compile(r"(?:ого|его|ому|ему)\Z")
_SURNAME_GENITIVE = re.compile(r"(?:[оеё]в|ин)а\Z")
_MALE_INSTRUMENTAL = re.compile(r"[ое]м\Z"), re.compile(r"(?:[ыи]м|[ое]м)\Z")
_FEMALE_OBLIQUE = re.compile(r"(?:[еи]|ей)\Z"), re.compile(r"(?:ой|ей|[еиы])\Z")
_MALE_GIVEN = frozenset(
    "Сергей Андрей Алексей Матвей Тимофей Елисей Корней Гордей Авдей Еремей Артем Ефрем Керем Том Сергій Андрій".split()
)
"""Given names whose nominative ends like another's instrumental."""
# Endings of a Kazakh name that is not the subject: Доврануның, Доврануға, Довранумен; but Сұлтан, Фарида.
_CASE_KK = re.compile(
    r"(?!\w*(?:ұлтан|рыстан|[иы]да)\Z)"
    r".{3,}(?:[ндт][ыі]ң|[ғгқк][ае]|[дт][ае]н?|[мбп]ен|[ндт][ыі]|[дт][ае][ғг][ыі])"
)


def is_oblique(texts: Sequence[str], words: Words) -> bool:
    """Whether a name, word by word, is not a subject: `Олегу Седову`, `Айдос Серікке`."""
    if words.title_follows:
        return _CASE_KK.fullmatch(texts[-1]) is not None
    if not words.slavic or len(texts) < 2 or texts[0] in _MALE_GIVEN:
        return False
    given, surname = texts[0], texts[-1]
    if _SURELY.search(given) or _SURNAME.search(surname):
        return True
    if given.endswith("и") and _SURNAME_GENITIVE.search(surname):
        return True  # Вити Лобова
    pairs = (_MALE_INSTRUMENTAL, _FEMALE_OBLIQUE)
    return any(first.search(given) and last.search(surname) for first, last in pairs)
