"""What the words around a mark say: which report speech, and which name a song, a banner or a person.

A list holds whole words; a word that ends in `*` stands for every word that begins so. Words are lower case,
ё is written е.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from types import MappingProxyType

from dimash_archive.text.saying_verbs import SAYING

# What is called by a title in marks. The noun stands before the marks in Russian and English, behind them in Kazakh.
_TITLED = MappingProxyType(
    {
        "kk": """
            ән* жыр* өлең* күй* хор* фестивал* байқау* бағдарлама* альбом* топ* тобы* клуб* газет* журнал*
            кітап* кітаб* фильм* спектакл* көрме* жоба* концерт* цикл* атты* атау* аталат* атал* атан*
            сайт* арна* театр* қор* ұйым* орталық* орталығ* компани* радио* телеарна* ансамбл* оркестр*
            шығарма* роман* опера* балет* атақ* орден* медал* аталым* номинац* сыйлы* форум* қойылым* хит*
            трек* бейнеклип* клип* шоу* дала* өрнек* өрнег*
        """,
        "ru": """
            песн* композици* колыбельн* романс* вальс* симфони* сюит* увертюр* цикл* альбом* сборник*
            програм* фестивал* конкурс* хор хора хору хором хоре ансамбл* групп* оркестр* клуб* премь*
            преми* фильм* сериал* спектакл* мюзикл* опер* балет* роман* повест* рассказ книг* журнал*
            газет* телеканал* канал* радио* проект* выставк* концерт* театр* кинотеатр* отел* гостиниц*
            ресторан* кафе агентств* компани* фонд* центр* организаци* партия партии завод* команд*
            номинаци* орден* медал* назван* называ* назва* именем имени прозва* прозвищ* прозвал* акци*
            форум* шоу хит* трек* клип* сингл* стихотворен* поэм* пьес* кюй* кюи рубрик* титул* звани*
            гимн* мотив* кличк* термин* понят* слов слово словом так
        """,
        "en": """
            song* single* track* album* anthem* ballad* lullaby tune* hymn* aria* symphon* suite* cycle
            program* programme* festival* contest* competition* choir* band* group* ensemble* orchestra*
            club* award* prize* film* movie* documentar* series show* episode* musical* opera* ballet*
            novel* stor* book* essay* poem* magazine* newspaper* channel* radio* project* exhibition*
            concert* tour theatre theater hotel* company foundation center centre organization
            organisation team* nomination* order medal* called named titled entitled dubbed nicknamed
            nickname* labeled labelled termed known term* word* phrase* name* title* hit hits video* clip*
            campaign* forum* article* chapter* section* button* tab option* category hashtag* so-called
            spelled spelling playlist* podcast* column* feature* game* version* painting* photo* brand*
        """,
    }
)
# What carries written words that nobody speaks.
_WRITTEN = MappingProxyType(
    {
        "kk": """
            тақта* баннер* жазу жазуы жазуда жазумен жазулы жазылған жазылып жазылыпты плакат* ұран*
            мақал* мәтел* тақырып* тақырыб* тақтайша* маңдайша* ілінген қақпа* хабарландыру* айдар*
        """,
        "ru": """
            листок листк* доске доска транспарант* баннер* плакат* надпис* табличк* вывеск* девиз* лозунг*
            слоган* пословиц* поговорк* заголов* тем тема теме темой тему рубрик* афиш* объявлени* хештег*
            написано вывел* гласит пометк* тост*
        """,
        "en": """
            board blackboard noticeboard notice banner* poster* placard* sign signs inscription* inscribed
            plaque* slogan* motto* proverb* saying headline* heading* caption* label* hashtag* lettering
            graffiti sticker* badge* engraved printed marked theme* subtitle* tagline* lyric*
        """,
    }
)
# A clause that begins so goes on with the sentence around the marks and reports nothing.
_LINKING = MappingProxyType(
    {
        "kk": "де да мен пен бен және бұл сияқты секілді туралы жайлы үшін",
        "ru": "и а но или что чтобы котор* это как где в на по для из с от до о об у при был была было были есть",
        "en": """
            and but or nor which who whose that where is was are were has have had will would can could
            may might in on at to from for of with by about into than because
        """,
    }
)
# In front of a verb of saying, these make it no verb of saying: "he had been told", "it is said".
_AUXILIARIES = MappingProxyType(
    {
        "en": """
            is are was were has have had will would can could may might must should do does did be been
            being to not which that who whose where
        """,
    }
)
_ARTICLES = MappingProxyType(
    {
        "en": "the a an one his her their our my its some many several another each every both two three four five most"
    }
)
_PRONOUNS = MappingProxyType(
    {
        "kk": "ол олар мен біз сіз сен өзі",
        "ru": "он она они оно я мы вы ты тот та",
        "en": "he she they i we it you",
    }
)
# Words that begin a sentence with a capital and are no name, and offices set before a name.
_COMMON = MappingProxyType(
    {
        "kk": """
            ал бұл сол осы кеше бүгін ертең кейін соңында алғаш бірақ сондай-ақ сонымен бірге әр мұнда
            онда оны оның оған одан соң қазір биыл былтыр жақында осылай сондықтан дегенмен әнші*
            композитор* дирижер* дирижёр* әкім* президент* министр* директор* мұғалім* жетекші* төраға*
            елші* солист* сазгер* шебер* оқушы* журналист* продюсер* профессор* академик* режиссер*
            концерт* фестиваль* хор* ұстаз* өнерпаз* депутат* баритон* прокурор* адвокат* судья*
            тренер* бапкер* капитан дәрігер* инженер* тарихшы* ғалым* шаруа* полковник майор сенатор* спикер*
            маман*
        """,
        "ru": """
            в во на по после перед при для из от до у к ко с со о об за под над без через когда как если
            пока хотя но и а же это этот эта эти тот так там тут здесь теперь сегодня вчера завтра потом
            затем первый первая первой первым вместе также тоже еще уже однако поэтому его ее их наш наша
            мой моя по-прежнему открывая вспоминая певец певица композитор* дириж* директор* аким*
            президент* министр* учител* преподавател* солист* хормейстер* продюсер* журналист* посол*
            профессор* руководител* председател* участни* худож* мастер* учени* школьни* ректор* режисс*
            депутат* глава главы худрук* основател* организатор* волонт* баритон* концертмейстер* госпожа
            господин концерт* фестиваль* хор* редактор* хранител* сам сама взяв слова гость гостья супруга
            мэр* прокурор* адвокат* следовател* судья судьи спикер* сенатор* капитан капитана майор майора
            полковник полковника генерал генерала тренер* вратарь вратаря врач врача хирург* фермер фермера
            инженер* архитектор* историк* археолог* биолог* эколог* экономист* аналитик* библиотекар*
            спасатель спасателя настоятел*
        """,
        "en": """
            the a an in on at for after before when while as but and then later now today yesterday his
            her their our my its this that these those there here from with by to of if so since during
            both one another some many most all each every no not what how why where who according
            speaking asked again also even only just conductor composer singer director akim mayor
            president minister teacher soloist head chairman chairwoman producer journalist ambassador
            professor leader artist master pupil student editor keeper doctor dr mr mrs ms sir madam prof
            deputy prime vice senior chief executive officer ceo founder coach spokesman spokeswoman
            spokesperson senator governor judge general captain author writer guest baritone pianist
            violinist choirmaster secretary police detective sergeant inspector rep chair manager owner
            researcher analyst festival choir concert club fan yes monday tuesday wednesday thursday
            friday saturday sunday january february march april june july august september october
            november december do let read step folklorist guitarist soprano tenor alto bass mezzo cellist
            drummer vocalist flautist councillor councilor prosecutor magistrate barrister solicitor attorney
            sheriff lieutenant colonel admiral commissioner chancellor treasurer congressman congresswoman
            surgeon midwife biologist chemist physicist astronomer geologist meteorologist archaeologist
            curator librarian headteacher lecturer goalkeeper striker midfielder referee photographer
            filmmaker playwright poet sculptor dancer choreographer publisher envoy archbishop scientist activist economist
            columnist novelist historian engineer
            architect designer farmer nurse lawyer analyst
        """,
    }
)
# A name behind one of these is where, whose or to whom: seldom the one who speaks.
_GOVERNING = MappingProxyType(
    {
        "kk": "",
        "ru": """
            в во на из от до после во вместе у к ко с со о об за под над для при про через перед между
            против среди благодаря имени
        """,
        "en": """
            in at from to for with about near into onto over under against between among through across
            behind upon toward towards via until since before after of on like than despite without
            outside inside
        """,
    }
)


# Nouns that the stems of verbs of saying catch: "остался без ответа" reports nothing.
_NOUNS = MappingProxyType(
    {
        "kk": "жауабы жауабын жауапсыз сөздің сөздер сөздік сұрағы сұрақ сұрағын сұраққа сұрақтар",
        "ru": """
            ответ ответа ответе ответом ответу ответы ответов разговор* рассказ рассказа рассказы рассказов заявлени*
            сообщени* предложени* обещани* объяснени* признани* возражени* замечани* просьб* согласи* убеждени*
            желани* поздравлени* благодарност* пожелани* описани*
        """,
    }
)
# A sentence that begins so names whoever has just spoken.
_CONCLUDING = MappingProxyType(
    {
        "kk": "осы сөздермен|осы сөзбен|бұл сөздермен|осылай деп|осылай |солай деп|осыны айтып",
        "ru": "с этими словами|этими словами|с такими словами|такими словами|так говорит|так говорил|так сказал|так описал"
        "|так начал|так закончил|так вспоминает|сказав это|этой фразой|с этих слов",
        "en": "with these words|with those words|with this|in these words|this is how|that is how|this was how|so said"
        "|so says|thus spoke|having said this|having said that|these were the words",
    }
)
# Words of whoever speaks of himself and to others; in Kazakh also the endings of verbs.
_PERSONAL = MappingProxyType(
    {
        "kk": """
            мен мені менің маған менде менен біз бізді біздің бізге бізде бізден сен сені саған сіз сізді сіздің сізге
            сіздер сіздерді сіздердің сіздерге өзім өзіміз
        """,
        "ru": """
            я меня мне мной мы нас нам нами ты тебя тебе вы вас вам вами мой моя мое мои моего моей моих моим моему
            наш наша наше наши нашего нашей наших нашим нашему ваш ваша ваше ваши вашего вашей
        """,
        "en": "i i'* i’* me my mine myself we we'* we’* us our ours ourselves you you'* you’* your yours let's let’s",
    }
)


class Words:
    """The words of one language that tell speech from names. A language without lists knows no word."""

    def __init__(self, lang: str) -> None:
        self.known = lang in SAYING
        """Whether there are lists for the language at all."""
        self.title_follows = lang == "kk"
        """Whether the noun that takes a title stands behind the marks."""
        self.comma_before_dash = lang in ("kk", "ru")
        """Whether the language sets a comma or a stop between a speech and the dash behind it."""
        self.two_names = lang in ("kk", "ru")
        """Whether a person is mostly called by two names, not three."""
        self.saying = _tester(SAYING.get(lang, ""))
        """Whether a word reports speech: `said`, `деді`."""
        self.noun = _tester(_NOUNS.get(lang, ""))
        """Whether a word that `saying` takes for a verb is a noun."""
        self._concluding = tuple(_CONCLUDING[lang].split("|")) if lang in _CONCLUDING else ()
        self.titled = _tester(_TITLED.get(lang, ""))
        """Whether a word is a noun that takes a title in marks, or a verb of naming."""
        self.written = _tester(_WRITTEN.get(lang, ""))
        """Whether a word is a thing that bears writing: `banner`."""
        self.common = _tester(_COMMON.get(lang, ""))
        """Whether a word is no part of a name though it begins with a capital."""
        self.pronoun = _tester(_PRONOUNS.get(lang, ""))
        """Whether a word stands for a person named before."""
        self.article = _tester(_ARTICLES.get(lang, ""))
        """Whether a word opens the subject of a sentence: `the`, `his`."""
        self.auxiliary = _tester(_AUXILIARIES.get(lang, ""))
        """Whether a word between a speech and a verb of saying parts the two."""
        self.linking = _tester(_LINKING.get(lang, ""))
        """Whether a word behind marks goes on with the sentence around them: `and`, `which`."""
        self.personal = _tester(_PERSONAL.get(lang, ""))
        """Whether a word is whoever speaks or listens: `I`, `our`, `сіздер`."""
        self.governing = _tester(_GOVERNING.get(lang, ""))
        """Whether the name behind this word is probably not the speaker."""

    def reports(self, word: str) -> bool:
        """Whether a word is a verb of saying and no noun made of one."""
        return self.saying(word) and not self.noun(word)

    def concluding(self, sentence: str) -> bool:
        """Whether a sentence names whoever has just spoken: `With these words …`."""
        return sentence.lower().startswith(self._concluding) if self._concluding else False


@cache
def words_of(lang: str) -> Words:
    """The words of a language; `lang` is a BCP 47 code."""
    return Words(lang.partition("-")[0].lower())


def _tester(listed: str) -> Callable[[str], bool]:
    """A test whether a word is in a list. Answers are kept, as news says "said" over and over."""
    entries = listed.split()
    whole = frozenset(entry for entry in entries if not entry.endswith("*"))
    stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    @lru_cache(maxsize=4096)
    def test(word: str) -> bool:
        folded = word.lower().replace("ё", "е")
        return folded in whole or folded.startswith(stems)

    return test
