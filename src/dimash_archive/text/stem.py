"""The stem of a word in Kazakh, Russian and English."""

import re
from functools import lru_cache
from types import MappingProxyType

from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]
from snowballstemmer.russian_stemmer import RussianStemmer  # type: ignore[import-untyped]

from dimash_archive.text import stem_kk

# Forms that no rule of endings brings together, and the form whose stem represents all of them.
_FORMS_RU = """
    песня: песен
    письмо: писем
    сестра: сестер
    деньги: денег
    башня: башен
    земля: земель
    окно: окон
    число: чисел
    полотно: полотен
    церковь: церкви церквей церквам церквами церквах
    камень: камня камню камнем камне камни камней камням камнями камнях
    день: дня дню днем дне дни дней дням днями днях
    друг: друзья друзей друзьям друзьями друзьях
    мать: матери матерью матерей матерям матерями матерях
    дочь: дочери дочерью дочерей дочерям дочерями дочерях
    сын: сыновья сыновей сыновьям сыновьями сыновьях
    имени: имя имен
    времени: время времен
    люди: людьми
    дети: детьми
    петь: пою поешь поет поем поете поют пел пела пели пело
    акиму: аким
    арене: арена арены
    отца: отец
    спеть: спою споешь споет споем споете споют спел спела спели спело
"""
_FORMS_EN = """
    child: children
    man: men
    woman: women
    person: people persons
    sing: sang sung
    begin: began begun
    win: won
    give: gave given
    write: wrote written
    speak: spoke spoken
    take: took taken
    come: came
    become: became
    go: went gone
    say: said
    tell: told
    make: made
    hold: held
    hear: heard
    meet: met
    lead: led
    think: thought
    bring: brought
    teach: taught
    feel: felt
    build: built
    keep: kept
    stand: stood
    understand: understood
    know: knew known
    grow: grew grown
    draw: drew drawn
    choose: chose chosen
    rise: rose risen
    break: broke broken
    buy: bought
    send: sent
    see: saw seen
"""


def _base_of(forms: str) -> dict[str, str]:
    lines = (line.partition(":") for line in forms.split("\n") if line.strip())
    return {form: base.strip() for base, _, inflected in lines for form in inflected.split()}


_BASE = MappingProxyType({"ru": _base_of(_FORMS_RU), "en": _base_of(_FORMS_EN)})
# Snowball mistakes the end of these names and nouns for the ending of a verb or a case: -ен, -ом, -им, -ив.
_BERGEN = re.compile("(.+берген)(?:а|у|ом|е|ы|ова?|ову|овым|ове|овой)?")
_NOUN = re.compile("(.+[иы]в|альбом|диплом|.+дром|прием|объем|подъем|режим|псевдоним|аноним)у?")
_NOUN_IN_I = re.compile(
    "(аба|алта|кита|никола|андре|алексе|серге|музе|юбиле|геро|лице|хокке|урожа|случа)(?:[йяюеи]|ем|ев|ям|ями|ях)"
)
# … and in some forms only (Казахстан, but Казахстане; Тасбулаков, but Тасбулакова): so do it in all.
_HALF_CUT = re.compile("(?<=..а)[нл]$|(?<=...)ен$|(?<=....)[ое]в$")
_UNCUT = frozenset(("степен", "камен", "остров", "здоров"))
# A vowel that comes and goes: певец and певца, подарок and подарки, девушек and девушка.
_FLEETING = re.compile("(?<=..[^аеиоуыэюя])(?:е(?=ц$)|о(?=к$))|(?<=[жшч])е(?=к$)")


@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The part of `word` that its inflected forms share, as a key for comparison: `концертов` gives `концерт`.

    `word` is one folded word (`text.fold`). `lang` is kk, ru or en; in any other language a word is its own
    stem.
    """
    if lang == "kk":
        return stem_kk.stem(word)
    if lang == "ru":
        return _stem_ru(word)
    if lang == "en":
        word = word.removesuffix("'s").removesuffix("'")
        return _snowball(_BASE["en"].get(word, word), EnglishStemmer)
    return word


def _stem_ru(word: str) -> str:
    if match := _BERGEN.fullmatch(word) or _NOUN.fullmatch(word) or _NOUN_IN_I.fullmatch(word):
        return match[1]
    stemmed = _snowball(_BASE["ru"].get(word, word), RussianStemmer)
    if stemmed not in _UNCUT:
        stemmed = _HALF_CUT.sub("", stemmed)
    return _FLEETING.sub("", stemmed)


def _snowball(word: str, algorithm: type) -> str:
    # A stemmer stores its word in itself: one per call, as calls may come from several threads. Not through the
    # library's factory, which prefers another library if that is installed, and it may stem differently.
    stemmed: str = algorithm().stemWord(word)
    return stemmed
