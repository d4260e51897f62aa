"""The forms of a person's name: how it sounds in any script, whose it is by its shape, how it is written in the nominative."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dimash_archive.archive.search import spelling

# A patronymic takes no part in the key: one edition gives it, another does not.
_PATRONYMIC = re.compile(
    r".{2,}(?:(?:(?:[оеё]в|ь|зьм|т)ич|[оеё]вн|и(?:ни)?чн)(?:[ауеоиы]|ем|ой|ами?)?"
    r"|(?:(?:[оеё]в|ь)ич|(?:[оеё]в|ич)на)(?:[нт][іы]ң?|[кғ][еа]|[дт][ае]н?|[пм]ен)|ұлы|улы|қызы|кызы|(?:ұл|қыз)[ыі].{1,5})\Z"
)
_PATRONYMIC_EN = re.compile(r".{2,}(?:(?:ov|ev|yev)(?:ich|na)|vich|uly|ulı|[qk]y?zy)\Z")
_SLAVIC_FATHER = re.compile(r"(?:ич|вн|чн)(?:[ауеоиы]|ем|ой|ами?)?\Z|vich\Z|[oe]vna\Z")
# Endings of Russian and Kazakh family names in the nominative; in Kazakh endings of cases may follow.
# Endings of the Kazakh cases by what stands before them. Names have no other endings, and the stems of ordinary words
# (`text.stem_kk`) would cut more: Бьяндони, Мадина.
_CASES_KK = re.compile(
    "(?<=....)(?:(?<=[аәеиоөуұүыіэюя])(?:[нд][ыі]ң|ға|ге|д[ае]н?|мен|н[ыі])"
    "|(?<=[бвгғджзйкқлмнңпрстфхһцчшщь])(?:[дтн][ыі]ң|[ғқ]а|[гк]е|[дт][ае]|[дтн][ае]н|[мбп]ен|[дт][ыі])"
    "|(?<=[ұ]л|ыз)(?:ы(?:н[ыа]?ң?|нда|нан|мен)))\\Z"
)
# Of those the ones that are no ending of a given name (Рашида, Нұрсұлтан, Құдайберді).
_DECLINED_KK = re.compile(
    "(?<=...)(?:[ндт][ыі]ң|(?<!гел)(?<!бер)(?<!кел)[ндт][ыі])\\Z|(?<=....)(?:[ғқ]а|[гк]е|д[ае]н|тен|н[ае]н|[мбп]ен)\\Z"
    "|(?<=[бвгғджзйкқмнңпрстфхһцчшщ])тан\\Z|(?<=..)[дт](?:ағы|егі)\\Z"
)
# Any ending of a case, however short what stands before it: only to compare with a name that the article has in full.
_ANY_CASE = {
    "kk": re.compile(r"(?<=..)(?:[ндт][ыі]ң|[ғқ]а|[гк]е|[дт][ае]н?|н[ае]н|[мбп]ен|[ндт][ыі])\Z"),
    "ru": re.compile(r"(?<=..)(?:[ое]м|[ое]й|ью|[аяуюеыи])\Z"),
}
# Letters of the official Kazakh alphabets of 2018 (ý) and 2021 (ş) that stand for more than their plain kin.
_KAZAKH_LATIN = str.maketrans({"ý": "u", "ş": "sh", "ç": "ch"})
# What no English spelling has, or has for another sound: German schtsch, tsch and sch, Polish cz, French Jacques and Monique.
_FOREIGN = (
    (re.compile("s(?:ch)?tsch|szcz"), "shch"), (re.compile("tsch|cz"), "ch"), (re.compile("sch"), "sh"),
    (re.compile("c?qu(?=[ei])"), "k"), (re.compile("oo"), "u"),
    (re.compile("(?<=[^aeiou])ij(?=[^aeiou])"), "ei"),
)  # fmt: skip
# Letters that one language reads otherwise than English does.
_READ_IN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (("j", "y"),),
    "pl": (("rz", "zh"), ("ż", "zh"), ("ś", "sh"), ("ć", "ch"), ("sz", "sh"), ("j", "y"), ("ł", "l")),
    "tr": (("c", "j"), ("ş", "sh"), ("ç", "ch")),
}
_CASES_AI_RU = re.compile(
    "(?<=..[аеоу])(?:ю|ем)\\Z|(?<=..[бвгдзлмпрстх]а)я\\Z"
)  # Токсанбаю, Токсанбая: of -ай
_W = re.compile(r"\Aу(?=[аеиоэ])")  # Уильям is William, Уалиханов Валиханов
_AS_IN_EAST = (("тх", "т"), ("чж", "ж"))  # as a word begins: Тхи is Thi, Чжан is Zhang
_UKRAINIAN = str.maketrans({"є": "е", "ї": "и", "ґ": "г", "ў": "у"})
_CASE_KK = "(?:[ндт][ыі]ң|[ғгқк][ае]|[дт][ае]н?|н[ае]н|[мбп]ен|[ндт][ыі]|н)?"
_MAN = re.compile(rf".+(?:[оеё]в|[иы]н|[сц]ки[йи]){_CASE_KK}\Z")
_WOMAN = re.compile(rf".+(?:[оеё]в|[иы]н)а{_CASE_KK}\Z|.+[сц]кая{_CASE_KK}\Z")
_MAN_RU = re.compile(r".+(?:(?:[оеё]в|[иы]н)(?:|ым|е)|[сц]к(?:ий|ого|ому|им|ом))\Z")
_WOMAN_RU = re.compile(r".+(?:(?:[оеё]в|[иы]н)ой|[сц]к(?:ая|ой|ую))\Z")
_EITHER_RU = re.compile(r".+(?:[оеё]в|[иы]н)[ау]\Z")
# Other languages: Polish, Czech, Ukrainian, Bulgarian family names.
_MAN_OTHER = re.compile(r".+(?:[сзц]ький|[сц]ки|[оеё]в|[sc]k[iý]|ov)\Z")
_WOMAN_OTHER = re.compile(r".+(?:[сзц]ька|[сц]ка|[оеё]ва|[sc]k[aá]|ov[aá])\Z")
_MAN_EN = re.compile(r".+(?:[oe]v|[iy]n|sk(?:y|iy|ii|i))\Z")
_WOMAN_EN = re.compile(r".+(?:[oe]v|[iy]n)a\Z|.+skaya\Z")
_BY_FAMILY = {"kk": (_WOMAN, _MAN), "en": (_WOMAN_EN, _MAN_EN)}
_OTHER_FAMILY = re.compile(
    r".+(?:енко|чук|швили|дзе|ян|ulu|uly|ұлы|улы|қызы|кызы|qyzy|kyzy|enko|chuk|shvili|dze|yan|ian|son|sen)\Z"
)


@lru_cache(maxsize=1 << 15)
def is_patronymic(word: str, lang: str) -> bool:
    """Whether a word, as written, is a father's name: Ерланұлы, Сергеевна, Serikuly."""
    bare = word.lower()
    return (_PATRONYMIC_EN if lang == "en" else _PATRONYMIC).match(bare) is not None


def may_be_family(patronymic: str) -> bool:
    """Whether a father's name, as written, is the family name as often, as those in -ұлы and -қызы are."""
    return _SLAVIC_FATHER.search(patronymic.lower()) is None


def is_family(word: str, lang: str) -> bool:
    """Whether a word, as written, has the ending of a family name."""
    bare = word.lower()
    if _OTHER_FAMILY.match(bare) or gender_of(word, lang):
        return True
    return lang == "ru" and _EITHER_RU.match(bare) is not None


@lru_cache(maxsize=1 << 15)
def gender_of(family: str, lang: str) -> str:
    """`m` or `f` where the family name, as written, tells; empty where it does not."""
    bare = family.lower()
    if lang == "ru":
        return "f" if _WOMAN_RU.match(bare) else "m" if _MAN_RU.match(bare) else ""
    woman, man = _BY_FAMILY.get(lang, (_WOMAN_OTHER, _MAN_OTHER))
    return "f" if woman.match(bare) else "m" if man.match(bare) else ""


@lru_cache(maxsize=1 << 16)
def sound(word: str, lang: str) -> str:
    """How a word of a name sounds, in Latin letters, without its ending: equal in all scripts and cases."""
    bare = spelling.folded(word).removesuffix("'s").translate(_UKRAINIAN)
    if lang == "kk":
        bare = _CASES_KK.sub("", bare)
    elif lang == "ru":
        bare = _CASES_AI_RU.sub("й", bare)
    for written, meant in _READ_IN.get(lang, ()):
        bare = bare.replace(written, meant)
    bare = _W.sub("в", bare.translate(_KAZAKH_LATIN))
    for written, meant in _AS_IN_EAST:
        if bare.startswith(written):
            bare = meant + bare.removeprefix(written)
    for pattern, meant in _FOREIGN:
        bare = pattern.sub(meant, bare)
    return spelling.sound(bare) or bare


def uncased(word: str, lang: str) -> str:
    """A word, as written or folded, without anything that may be the ending of a case."""
    ending = _ANY_CASE.get(lang)
    return ending.sub("", word.lower()) if ending else word


@lru_cache(maxsize=1 << 14)
def short_sounds(word: str, lang: str) -> tuple[str, ...]:
    """How one word of a name may sound that an article has in full elsewhere: as it stands, without an ending, with all of it,
    without two (Қабылда looks like a case of Қабыл, and Қабылданы is one of Қабылда)."""
    bare = uncased(word, lang)
    return tuple(dict.fromkeys((key_of([word], lang), sound(bare, ""), sound(word, ""), sound(bare, lang))))


@lru_cache(maxsize=1 << 14)
def is_declined(word: str) -> bool:
    """Whether a Kazakh word, as written, has an ending of a case that few names end in: no name goes on behind it."""
    return _DECLINED_KK.search(word.lower()) is not None


def has_possessive(word: str) -> bool:
    """Whether a Kazakh noun, as written, has the ending of what belongs to something: паркі, театрында."""
    return re.search(r"[ыі]н?\Z", _CASES_KK.sub("", word.lower())) is not None


def key_of(words: Sequence[str], lang: str) -> str:
    """The key of a full name: the sounds of its words in alphabetical order, for some write the family name first.

    A patronymic is left out where two other words remain, and so are initials; the parts of a double name count one by one.
    """
    words = [word for word in words if not word.endswith(".")] or words
    rest = [word for word in words if not is_patronymic(word, lang)]
    return " ".join(sorted(set(sounds(rest if len(rest) > 1 else words, lang))))


def sounds(words: Sequence[str], lang: str) -> list[str]:
    """How the words of a name sound, double names part by part. In Kazakh only the last of all has an ending to lose."""
    parts = [part for word in words for part in word.split("-") if part]
    plain = "" if lang == "kk" else lang  # Ғабиден Мұстафин: -ден is no ending there
    return [sound(part, lang if place == len(parts) else plain) for place, part in enumerate(parts, 1)]


def nominative(forms: Mapping[str, int], lang: str, gender: str) -> str:
    """The form in which a person is introduced, of all that were seen with their counts; `forms` is not empty.

    In Kazakh and English that is the shortest. In Russian it is the one whose family name ends as the gender has it;
    where only other cases were seen, it is made from one of them.
    """
    if lang != "ru":
        return min(forms, key=lambda form: (len(form), -forms[form], form))
    likely = sorted(forms, key=lambda form: (-forms[form], len(form), form))
    fitting = [form for form in likely if _is_nominative_ru(form, gender)]
    if fitting:
        return fitting[0]
    return _made_ru(likely[0], gender)


def _is_nominative_ru(form: str, gender: str) -> bool:
    family = form.lower().rpartition(" ")[2]
    if gender == "m":
        return family[-1:] not in "ауеыиюяо" and not re.search(r"(?:[оеи]м|ого|ому)\Z", family)
    if gender == "f":
        return not re.search(r"(?:[оеи]в|[иы]н|ск)(?:ой|у|ую)\Z", family)
    return not re.search(r"(?:[оеё]в|[иы]н)(?:ым|ой|е)\Z|[сц]к(?:ого|ому|им|ом|ой|ую)\Z", family)


def _made_ru(form: str, gender: str) -> str:
    """The nominative of a Russian name made from another case; words that are not understood stay as they are."""
    *given, family = form.split(" ")
    if gender == "f":
        family = re.sub(r"(?<=[оеёиы][вн])(?:ой|у)\Z", "а", family)
        family = re.sub(r"(?<=[сц]к)(?:ой|ую)\Z", "ая", family)
        given = [re.sub(r"(?<=[^аеиоуыэюя])(?:ы|е|у|ой)\Z", "а", word) for word in given]
    elif gender == "m":
        family = re.sub(r"(?<=[оеёиы][вн])(?:а|у|ым|е)\Z", "", family)
        family = re.sub(r"(?<=[сц]к)(?:ого|ому|им|ом)\Z", "ий", family)
        given = [re.sub(r"(?<=[^аеиоуыэюяьй])(?:а|у|ом|е)\Z", "", word) for word in given]
    return " ".join((*given, family))
