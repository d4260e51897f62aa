"""Kazakh, Russian and English: the stem of a word."""

import re
from functools import lru_cache
from types import MappingProxyType

from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]
from snowballstemmer.russian_stemmer import RussianStemmer  # type: ignore[import-untyped]

from dimash_archive import stem_kk

SAYING = MappingProxyType(
    {
        "kk": """
            деді дейді деп дедім дейміз деген дейтін айтты айтады айтқан айтып айтатын айттым айтуынша
            сөйле* сұра* жауап баянда* түсіндір* мойында* қалжыңда* күл* жазды жазады жазған жазыпты жазып
            жеткіз* білдір* бөліс* әңгімеле* жарияла* мәлімде* қос* уәде* алғыс* түйінде* қорытынды*
            сипатта* пікір* ескерт* жарыл* тілек* тіле* шақыр* еске есіне ризашылы* жымиды таңғал* мақтан*
            құттықта* сөз* үн хабарла* атап жалға* толықтыр* арна*
        """,
        "ru": """
            сказа* говор* рассказ* отмет* отмеч* подчерк* добав* заяв* сообщ* пояснил* поясня* объясн*
            призна* ответ* отвеча* спрос* спраш* подел* делит* замет* замеч* вспомн* вспомин* счита*
            уверен* продолж* пиш* написал* улыб* смеет* засме* шут* пошут* восклик* благодар* поблагодар*
            обещ* пообещ* заключ* резюм* подыто* подвел* коммент* прокоммент* удивл* удивил* обрат*
            конста* убежд* рассуж* утвержд* предлож* предлаг* соглас* соглаш* возра* крич* крик* закрич*
            шеп* прошеп* произн* цитир* процит* передал передала передает уточн* напомн* напомин* сетует
            посетов* радует* вторит* вздых* вздохн* пожел* жела* поздрав* прос* попрос* перебил* хвал*
            раскры* словам слова словах мнению оцени* описал* описыва* выраз* высказ* призыв* призвал*
            предупре* настаи* гордит* бросил* буркн* парир* ирониз* размышл* дума* полага* надеет*
            скрывал* вставил* похваст* завер* оговор* усмех* отшут* отрез* призвал
        """,
        "en": """
            say says said saying tell tells told telling add adds added adding ask asks asked asking
            answer answers answered replies replied reply explain* note notes noted noting recall recalls
            recalled recalling remember remembers remembered stress stresses stressed stressing emphasi*
            remark remarks remarked joke jokes joked joking laugh* smile smiles smiled admit* confess*
            comment comments commented commenting declare* announce announces announced announcing state
            states stated stating write writes wrote writing continue continues continued continuing
            conclude concludes concluded thinks believes believed insist* argue argues argued arguing
            claim claims claimed claiming exclaim* cry cried shout* whisper* mutter* murmur* promise
            promises promised promising warn warns warned warning suggest suggests suggested agree agrees
            agreed agreeing observe observes observed pointed points share shares shared sharing puts goes
            read reads quip quips quipped mused summed sums quote quotes quoted quoting according
            acknowledge* report reports reported respond* tweet tweets tweeted posted posting urge urges
            urged address* thank* describe* reflects reflected reflecting began recount* reveal reveals
            revealed testif* lament* reassur* retort* sigh* enthus* voice chimed interject* mention
            mentions mentioned caution* confirm* complain* predict* wonder* boast* express*
        """,
    }
)
"""Words of saying by language: whole words, and stems that end in `*`; lower case, ё as е."""

# Forms that no rule of endings brings together, and the form whose stem stands for all.
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
# Snowball takes the end of these names and nouns for the ending of a verb or a case: -ен, -ом, -им, -ив.
_BERGEN = re.compile("(.+берген)(?:а|у|ом|е|ы|ова?|ову|овым|ове|овой)?")
_NOUN = re.compile("(.+[иы]в|альбом|диплом|.+дром|прием|объем|подъем|режим|псевдоним|аноним)у?")
_NOUN_IN_I = re.compile(
    "(аба|алта|кита|никола|андре|алексе|серге|музе|юбиле|геро|лице|хокке|урожа|случа)(?:[йяюеи]|ем|ев|ям|ями|ях)"
)
# … and does so in some forms only (Казахстан, but Казахстане; Тасбулаков, but Тасбулакова): so do it in all.
_HALF_CUT = re.compile("(?<=..а)[нл]$|(?<=...)ен$|(?<=....)[ое]в$")
_UNCUT = frozenset(("степен", "камен", "остров", "здоров"))
# A vowel that comes and goes: певец and певца, подарок and подарки, девушек and девушка.
_FLEETING = re.compile("(?<=..[^аеиоуыэюя])(?:е(?=ц$)|о(?=к$))|(?<=[жшч])е(?=к$)")


@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The part of `word` that its inflected forms share, as a key for comparing: `концертов` gives `концерт`.

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
    if found := _BERGEN.fullmatch(word) or _NOUN.fullmatch(word) or _NOUN_IN_I.fullmatch(word):
        return found[1]
    stemmed = _snowball(_BASE["ru"].get(word, word), RussianStemmer)
    if stemmed not in _UNCUT:
        stemmed = _HALF_CUT.sub("", stemmed)
    return _FLEETING.sub("", stemmed)


def _snowball(word: str, algorithm: type) -> str:
    # A stemmer keeps its word in itself: one for each call, as calls may come from several threads. Not by the
    # library's front door, which prefers another library where it is installed, and that may stem otherwise.
    stemmed: str = algorithm().stemWord(word)
    return stemmed
