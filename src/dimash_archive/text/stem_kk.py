"""A light stemmer for Kazakh: removes endings one by one, from the last to the first.

It works on letters as typed on a Russian keyboard (қ as к, ә as а, і as и …) and cuts the word as it was
typed, so that `қазақстанда` and `казакстанда` lose the same ending. What is left is a key for comparison;
mostly, but not always, it is the dictionary form.
"""

import re

# Each Kazakh letter and the Russian one typed instead of it.
PLAIN = str.maketrans("әғқңөұүһі", "агкноуухи")

_VOWELS = "аеиыоэюяё"
_GLIDES = "рйуиюь"
_NASALS = "мн"
_BUZZING = "зж"
_VOICELESS = "пткбвгдсшщфхцч"
# A final у is the consonant of тау; и may be the vowel і or the glide of би: it takes the endings of both.
_CONSONANTS = _GLIDES + "л" + _NASALS + _BUZZING + _VOICELESS
_VOICED = _VOWELS + _GLIDES + "л" + _NASALS + _BUZZING
_POSSESSED = "ыи"

# Endings, and the letters each may follow. In plain letters ың (your) and ын (his, accusative) are one.
_NOMINAL = {
    "лар лер": _VOWELS + _GLIDES,
    "дар дер": "ль" + _NASALS + _BUZZING,
    "тар тер": _VOICELESS,
    "нын нин": _VOWELS + _NASALS,
    "дын дин": _GLIDES + "л" + _BUZZING,
    "тын тин": _VOICELESS,
    "ны ни": _VOWELS,
    "ты ти": _VOICELESS,
    "га ге": _VOICED,
    "ка ке": _VOICELESS,
    "на не нда нде ндагы ндеги": _POSSESSED,
    "да де дагы деги дай дей": _VOICED,
    "та те тагы теги тай тей": _VOICELESS,
    "дан ден": _VOWELS + _GLIDES + "л" + _BUZZING,
    "нан нен": _NASALS + _POSSESSED,
    "тан тен": _VOICELESS,
    "мен": _VOICED,
    "бен": _BUZZING,
    "пен": _VOICELESS,
    "мыз миз ныз низ": _VOWELS + "й",
    "ы и ым им ын ин ыма име ымыз имиз ыныз иниз": _CONSONANTS,
    "ды ди": "л" + _GLIDES + _NASALS + _BUZZING,
    "ники": _VOWELS + _NASALS,
}
# After these nothing more is removed: what precedes them is a verb, and its last syllable is not a case.
_VERBAL = {
    "ган ген": _VOICED,
    "кан кен": _VOICELESS,
    "ады еди атын етин ып ип ау еу у": _CONSONANTS,
    "йды йди йтын йтин": _VOWELS,
    "ды ди": _VOWELS,
}


def _table(rules: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {ending: tuple(before) for endings, before in rules.items() for ending in endings.split()}


_CASES = _table(_NOMINAL)
# жұмысы is жұмыс-ы, not жұмы-сы; only names of trades and a few others have the vowel themselves: әнші-сі.
_CASES |= dict.fromkeys(("сы", "си", "сын", "син"), ("а", "е", "э", "о", "ю", "я", "шы", "ши", "жы", "жи"))
_TENSES = _table(_VERBAL)
_LONGEST = max(map(len, _CASES | _TENSES))
# A stem of two letters is a vowel and a consonant: ел, ән, үй.
_CLOSED = re.compile("[аеиоуыэюя][бвгджзйклмнпрстфхцчшщ]")

# Stems of two letters that begin with a consonant; all others are too short to be one.
_SHORT = frozenset(("су", "ту", "ми", "би", "бу", "ру"))
# Words that look inflected but are not. Plain letters.
_WHOLE = frozenset(
    """
    орын акын дастан алтын келин бугин кейин дейин ушин жакын толкын жалын ойын жиын киын бурын
    мурын ерин мойын койын тутин агайын карын егин сарын куйын тыгын шыгын туткын ушкын жасын
    жулын калын бейин зейин туйин
    билим болим шешим келисим олим оним кориним кауым тыйым сеним малим оким аким галым жарым илим киим
    кырым кайырым угым агым басылым жазылым айналым курылым таным талим тозим осим
    аудан майдан заман орман аспан роман экран казан уран боран арман туман мекен улан куран жылан маман орган
    океан ресторан фонтан план ветеран вулкан керуен ауен олен алан терен
    озен мерген шапан жаман конырау жалау алау жайлау дауыс
    гектар тендер гендер сауда пайда мандай кандай сондай ондай мундай озге бирге корган оскемен
    касип тартип айып гайып гарып калып тауип арип кауип сулу еки алты жети елу апта атау есим отиним ужым баска
    """.translate(PLAIN).split()
)
# A vowel that disappears before an ending, and the form without it: халқы, халық.
_FALLEN = {
    "халк": "ы", "орн": "ы", "мурн": "ы", "ерн": "и", "ауз": "ы", "мойн": "ы", "койн": "ы", "карн": "ы",
    "конл": "і", "ерк": "і", "корк": "і", "кулк": "ы", "нарк": "ы", "мулк": "і", "аул": "ы", "даус": "ы",
    "баур": "ы", "даур": "і", "кейп": "і", "арп": "і", "кауп": "і", "калп": "ы", "парз": "ы", "карз": "ы",
}  # fmt: skip
_DEVOICED = str.maketrans("бгғ", "пкқ")


def stem(word: str) -> str:
    """The part of a folded Kazakh word before its endings: `жанкүйерлерінің` gives `жанкүйер`.

    Number, possession, case and the common tenses are removed; derivation (-шы, -лық) stays.
    """
    plain = word.translate(PLAIN)
    end = len(plain)
    while not _is_whole(plain[:end]):
        shorter, verbal = _cut(plain[:end])
        if shorter == end:
            break
        end = shorter
        if verbal:
            # баста-ған and баст-ады are one verb: the vowel between stem and ending belongs to the ending.
            end -= plain[end - 1] in "аеыи" and end > 3
            break
    return _mend(word[:end], plain[:end])


def _is_whole(plain: str) -> bool:
    # -стан: countries. -берген: men's names, except жіберген, "sent".
    if len(plain) > 6 and plain.endswith(("стан", "берген")):
        return plain != "жиберген"
    return plain in _WHOLE


def _cut(plain: str) -> tuple[int, bool]:
    """How much of the word remains without its longest ending, and whether that was the ending of a verb."""
    shortest = len(plain)
    verbal = False
    for length in range(1, min(_LONGEST, len(plain) - 2) + 1):
        rest, ending = plain[:-length], plain[-length:]
        if rest.endswith(_CASES.get(ending, ())) and _may_stand(rest, short=True):
            if _is_whole(rest):
                return len(rest), False  # ауданы is аудан-ы, not ауда-ны
            shortest, verbal = len(rest), False
        elif rest.endswith(_TENSES.get(ending, ())) and _may_stand(rest, short=False):
            shortest, verbal = len(rest), True
    return shortest, verbal


def _may_stand(rest: str, *, short: bool) -> bool:
    if len(rest) > 2:
        return True
    return bool(_CLOSED.fullmatch(rest)) or (short and rest in _SHORT)


def _mend(word: str, plain: str) -> str:
    """Undo what the ending changed: a dropped vowel, a voiced last consonant (кітаб-ы, кітап)."""
    if vowel := _FALLEN.get(plain):
        word = f"{word[:-1]}{vowel}{word[-1]}"
    if len(word) > 1:
        word = word.removesuffix("ь")
    # Also if no ending was removed: клуб and клубы must share a stem in any case.
    if len(word) > 2 and word[-2].translate(PLAIN) in _VOWELS + "у":
        word = word[:-1] + word[-1].translate(_DEVOICED)
    return word
