"""Words beside names: offices in front of a person, and nouns that make a capitalised name something else.

A list holds whole words; a word that ends in `*` stands for every word that begins so. Words are folded: lower case, ё as е.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from types import MappingProxyType

_ROLES = MappingProxyType(
    {
        "kk": """
            әнші* композитор* дирижер* хормейстер* жетекші* әкім* президент* министр* директор* мұғалім* ұстаз*
            төраға* елші* солист* сазгер* шебер* оқушы* журналист* продюсер* профессор* академик* режиссер*
            депутат* баритон* тенор* сопрано* прокурор* адвокат* судья* тренер* бапкер* капитан* дәрігер*
            инженер* тарихшы* ғалым* ақын* жазушы* спортшы* боксшы* күйші* домбырашы* қобызшы* бишы* биші*
            суретші* актер* актриса* жүргізуші* редактор* тілші* сарапшы* маман* басшы* хатшы* студент*
            жанкүйер* ерікті* кәсіпкер* фермер* өлкетанушы* кітапханашы* музыкант* пианист* скрипка* қызметкер*
            бастығ* вице-премьер* премьер-министр* сенатор* генерал* полковник* продюсері аударма* аудармашы*
            үйлестіруші* фотограф* оператор* құрылтайшы* ұйымдастырушы* мэр мэрі* мэрі мэрдің ректор* эколог*
            ғарышкер* аспазшы* жолбасшы* инвестор* әріптес* құрылысшы* ұшқыш* наубайшы* тігінші* құтқарушы*
            полицей* балықшы* бағбан* агроном* омарташы* медбике* хирург* кардиолог* терапевт* педиатр*
            стоматолог* физик* химик* биолог* геолог* археолог* астроном* математик* экономист* заңгер*
            нотариус* банкир* бағдарламашы* дизайнер* сәулетші* мүсінші* зергер* етікші* кәсіпқой* велошабандоз*
            шабандоз* футболшы* хоккейші* жүзуші* шахматшы* теннисші* гимнаст* төреші* чемпион* жүлдегер*
            жеңімпаз* зейнеткер* ардагер* блогер* жүргізушісі* механик* электрик* слесарь* дәнекерлеуші*
            машинист* матрос* лейтенант* подполковник* губернатор* спикер* жазушысы* тәрбиеші* психолог*
            волонтер* қойшы шопан гид аңшы ұста ақсақал майор сержант балуан
        """,
        "ru": """
            певец певца певцу певцом певце певцы певиц* композитор* дирижер* хормейстер* руководител* аким*
            президент* министр* директор* учител* преподавател* председател* посол посла солист* мастер* ученик*
            учениц* журналист* продюсер* профессор* академик* режиссер* депутат* баритон* тенор* сопрано
            прокурор* адвокат* судь* тренер* капитан* врач* хирург* инженер* историк* ученый ученого поэт*
            писател* спортсмен* боксер* борец борца борцу борцом борце борцы пианист* скрипач* домбрист*
            художни* актер* актрис* ведущ* редактор* корреспондент* эксперт* аналитик* секретар* студент* фанат*
            волонтер* предпринимател* фермер* краевед* библиотекар* музыкант* сотрудни* начальник* вице-премьер*
            премьер-министр* сенатор* генерал* полковник* переводчи* координатор* фотограф* оператор* основател*
            организатор* мэр мэра мэру мэром мэре глава главы главе участни* исполнител* гитарист* звезда звезды
            легенда блогер* губернатор* заместител* зам хранител* юная юный юного юной молодой молодая маэстро
            госпожа господин* хореограф* балерин* футболист* хоккеист* чемпион* вратар* лидер* автор* вокалист*
            куратор* концертмейстер* архитектор* архивист* гость гостья супруг* ректор* эколог* космонавт*
            проводник* инвестор* летчик* пожарн* спасател* полицейск* беркутчи садовод* агроном* пасечник*
            медсестр* кардиолог* терапевт* педиатр* стоматолог* ветеринар* биолог* геолог* археолог* астроном*
            экономист* юрист* нотариус* банкир* программист* дизайнер* велогонщи* гонщик* всадник* пловец
            пловчих* шахматист* теннисист* гимнаст* призер* победител* пенсионер* пенсионерк* электрик* сварщик*
            машинист* водител* лейтенант* подполковник* воспитател* психолог* жена жены жене муж мужа мужу сын
            сына дочь дочери мать отец брат сестра бабушка бабушке дедушка внук внучка часовщик* бизнесмен*
            турист* шеф-повар* бортпроводни* тракторист* повар повара повару поваром поваре повары повари гид
            гида гиду гидом гиде гиды гиди рыбак рыбака рыбаку рыбаком рыбаке рыбакы рыбаки охотник охотника
            охотнику охотником охотнике охотникы охотники плотник плотника плотнику плотником плотнике плотникы
            плотники чабан чабана чабану чабаном чабане чабаны чабани пастух пастуха пастуху пастухом пастухе
            пастухы пастухи сапожник сапожника сапожнику сапожником сапожнике сапожникы сапожники ювелир ювелира
            ювелиру ювелиром ювелире ювелиры ювелири скульптор скульптора скульптору скульптором скульпторе
            скульпторы скульптори пилот пилота пилоту пилотом пилоте пилоты пилоти ветеран ветерана ветерану
            ветераном ветеране ветераны ветерани матрос матроса матросу матросом матросе матросы матроси майор
            майора майору майором майоре майоры майори сержант сержанта сержанту сержантом сержанте сержанты
            сержанти арбитр арбитра арбитру арбитром арбитре арбитры арбитри спикер спикера спикеру спикером
            спикере спикеры спикери пекарь пекаря пекарю строитель строителя строителю кузнеца кузнецу слесарь
            слесаря портной портниха бабушку
        """,
        "en": """
            singer* composer* conductor* choirmaster* director* akim* president* minister* teacher* chairman
            chairwoman chair ambassador* soloist* master student* journalist* producer* professor* academic*
            deputy baritone* tenor* soprano* alto bass prosecutor* lawyer* judge* coach* captain* doctor*
            surgeon* engineer* historian* scientist* poet* writer* boxer* wrestler* pianist* violinist* dombra*
            artist* actor* actress* host* presenter* editor* correspondent* expert* analyst* secretary fan
            volunteer* entrepreneur* farmer* librarian* musician* curator* head chief premier senator* general
            colonel translator* coordinator* photographer* founder* organiser* organizer* mayor* leader*
            performer* guitarist* star legend* blogger* governor* vocalist* guest* wife husband son daughter mr
            mrs ms dr sir madam prof maestro pupil* headteacher* craftsman craftswoman maker* researcher*
            spokesman spokeswoman spokesperson officer* choreographer* footballer* champion* goalkeeper* author*
            architect* archivist* drummer* cellist* keeper* mentor* official* colleague* friend* announcer*
            collector* dancer* rector ecologist* cosmonaut* astronaut* investor* pilot* plumber* firefighter*
            rescuer* policeman policewoman fisherman agronomist* beekeeper* nurse* cardiologist* therapist*
            paediatrician* dentist* vet physicist* chemist* biologist* geologist* archaeologist* astronomer*
            mathematician* economist* notary banker* programmer* designer* sculptor* jeweller* blacksmith*
            shoemaker cyclist* jockey driver* swimmer* skier* gymnast* referee* medallist* winner* pensioner*
            veteran* electrician* welder* machinist* lieutenant sergeant corporal psychologist* grandmother
            grandfather mother father brother sister watchmaker* businessman businesswoman tourist* traveller*
            traveler* shopkeeper* carer* inventor* novelist* painter* activist* lecturer* tutor* chef chefs host
            hostess waiter* shareholder* inspector* detective* paramedic* physician* midwife midwives guide
            builder speaker gardener rider
        """,
    }
)
_THINGS = MappingProxyType(
    {
        "kk": """
            оңтүстік* солтүстік* шығыс* батыс* республика* облыс* ауданы* қаласы* ауылы* көшесі* даңғыл* университет* академия* мектеп*
            мектебі* театр*
            музей* музейі* хоры* оркестр* ансамбль* ансамблі* фестивал* филармония* орталығы* қоры қорының
            одағы* банкі*
            шатқал* каньон* аңғар* өзені* көлі көлінің көлінде тауы тауында тауының стадион* сарайы* кубогы* лигасы* форум*
            министрлі* комитет*
            партия* компания* күні алтын күміс ақ ак қара көк қызыл жас жаңа орда* барс* қазына* адам*
            ұлттық халықаралық мемлекеттік федерация* конкурс* байқау*
        """,
        "ru": """
            каньон* ущель* долин* республик* област* район* город города городе городу городом улица улицы улице улицу проспект*
            университет*
            академи* школа школы школе школу театр* музей музея музее хор хора хоре оркестр* ансамбл*
            фестивал* филармони*
            центр центра центре фонд фонда союз союза банк банка банке река реки реке рекой озеро озера
            озере гора горы
            горе стадион* двор двора кубок кубка лига лиги лиге форум* министерств* комитет* партия партии
            компани* день
            дня федераци* конкурс* орда орды премия премии сенат* парламент* зал зала зале дом дома дворец
            дворца дворце
            парк парка парке площадь площади остров острова море моря океан* цирк цирка собор собора церковь
            церкви
            народн* национальн* государственн* центральн* европейск* азиатск* американск* русская русский
            русского
            казахстанск* российск* советск* алтын ак барс барса барсом барсу казына казыны казыне золотой
            золотая золотое
            золотого золотой золотому серебрян* красный красная красное красного белый белая белого человек
            человека молодежн*
        """,
        "en": """
            canyon gorge valley desert republic region district city town village street avenue university academy school college
            theatre theater
            museum choir orchestra ensemble festival philharmonic centre center foundation union bank river
            lake mountain
            mountains stadium palace cup league forum ministry committee party company day federation
            contest competition
            award prize senate parliament south southern north northern west western east eastern new great
            old saint
            national state international central european asian american kazakh russian soviet hall house
            park square
            island islands sea ocean circus cathedral church club group band studio world music song songs
            culture radio
            tv television channel records times news post press society association institute council office
            department
            library workshop gallery youth children women men folk chamber quartet trio programme program
            project tour
            concert album show voice grand prix spring autumn summer winter monday tuesday wednesday
            thursday friday
            saturday sunday january february march april june july august september october november december
            peak mount conservatory opera bridge tower station railway airport hotel road
        """,
    }
)
_FIELDS = MappingProxyType(
    {
        "arts": """
            әнші* композитор* дирижер* хормейстер* солист* сазгер* режиссер* баритон* тенор* сопрано* ақын*
            жазушы* күйші*
            домбырашы* қобызшы* бишы* биші* суретші* актер* актриса* әртіс* артист* музыкант* пианист*
            скрипка* мүсінші*
            певец певца певцу певцом певце певцы певиц* поэт* писател* скрипач* домбрист* художни* актрис*
            гитарист* хореограф* балерин* вокалист*
            концертмейстер* скульптор* живопис* танцор* танцовщи* singer* composer* conductor* choirmaster*
            soprano* alto
            poet* writer* violinist* dombra* artist* actor* actress* guitarist* vocalist* choreographer*
            drummer* cellist*
            dancer* sculptor* painter* novelist*
        """,
        "law": "прокурор* адвокат* судья* судьи судье судью судьей prosecutor* lawyer* judge* attorney* нотариус* notary",
        "medicine": """
            дәрігер* хирург* медбике* терапевт* педиатр* врач* медсестр* стоматолог* surgeon* nurse*
            dentist* physician*
            doctor* кардиолог* cardiologist* paediatrician* фельдшер* paramedic*
        """,
        "science": """
            тарихшы* ғалым* физик* химик* геолог* биолог* математик* археолог* историк* ученый ученого
            ученому ученая
            historian* scientist* physicist* chemist* geologist* biologist* mathematician* archaeologist*
            astronomer* астроном*
        """,
        "sport": """
            тренер* бапкер* жаттықтырушы* спортшы* боксшы* балуан* қақпашы* футболшы* хоккейші* жүзуші*
            шахматшы* боксер*
            борец борца борцу борцом борце борцы спортсмен* футболист* хоккеист* чемпион* вратар* нападающ*
            защитник* пловец пловчих* шахматист*
            coach* boxer* wrestler* footballer* champion* goalkeeper* athlete* striker* midfielder* swimmer*
            skier* лыжни*
            шаңғышы* дзюдоист* дзюдошы* judoka* weightlifter* штангист* гимнаст* gymnast* теннисист* tennis
        """,
        "farming": "фермер* омарташы* шопан* агроном* пасечник* чабан* farmer* beekeeper* shepherd* agronomist* бағбан* садовод*",
        "safety": """
            полицей* өрт құтқарушы* полицейск* пожарн* спасател* следовател* тергеуші* policeman policewoman
            firefighter*
            rescuer* investigator* detective* генерал* полковник* general* colonel*
        """,
        "politics": """
            депутат* әкім* министр* сенатор* аким* мэр мэра мэру мэром мэрі губернатор* президент* елші*
            посол посла deputy minister* senator*
            akim* mayor* governor* president* ambassador*
        """,
    }
)
"""Trades by what they have to do with, in any language. One person seldom has two of them, except for politics."""
# Endings of trades that no list need name: кинотанушы, киновед, ethnologist. Of small words alone: Бергер is a name.
_TRADES = MappingProxyType(
    {
        "kk": re.compile("(?:танушы|[гк]ер|лог|вед|граф|ист)(?:[іы](?!м))?\\Z"),
        "ru": re.compile(
            "(?:вед|(?<!ката)(?<!диа)лог|(?<!пара)граф|ист|атор|[чщ]ик)(?:|а|у|ом|е)\\Z|(?:ниц|щиц|чиц|истк)[аыуе]й?\\Z"
        ),
        "en": re.compile("(?:logist|graph?er)\\Z"),
    }
)
# Южная Корея, Новый год: an adjective in front, by its ending, so that Новиков and Малика are not taken for one.
_ADJECTIVE_RU = re.compile(
    "(?:южн|северн|западн|восточн|нов|больш|мал|верхн|нижн|стар|свят|велик|средн|дальн)"
    "(?:ый|ий|ой|ая|яя|ое|ее|ого|его|ой|ей|ую|юю|ом|ем|ому|ему|ым|им|ых|их)"
)


# Where somebody is from, by its ending: the Italian, the Swede; итальянка, кубинец; итальяндық.
_ORIGINS = MappingProxyType(
    {
        "kk": re.compile("...[дтл][ыі][қк]\\Z"),
        "ru": re.compile("..(?:[иа]нец|[иая]нка|чанин|ианин|янин|(?:йк|ад|ын|ик)ец)\\Z"),
        "en": re.compile(
            "..(?:[aeio]an|ish|ese)\\Z|\\A(?:German|Swede|Dane|Pole|Finn|Czech|Greek|Turk|Briton|Uzbek|Kazakh)\\Z"
        ),
    }
)


@cache
def _tester(listed: str) -> Callable[[str], bool]:
    entries = listed.split()
    whole = frozenset(entry for entry in entries if not entry.endswith("*"))
    stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    @lru_cache(maxsize=1 << 14)
    def test(word: str) -> bool:
        bare = word.lower().replace("ё", "е")
        return bare in whole or bare.startswith(stems)

    return test


@lru_cache(maxsize=1 << 14)
def is_role(word: str, lang: str) -> bool:
    """Whether a word is an office, a trade or a form of address."""
    if word[:1].islower() and (trade := _TRADES.get(lang)) is not None and trade.search(word):
        return True
    return _tester(_ROLES.get(lang, ""))(word) or field_of(word) != ""


def is_thing(word: str, lang: str) -> bool:
    """Whether a word in a name makes it that of a place, an institution or an event."""
    if lang == "ru" and _ADJECTIVE_RU.fullmatch(word.lower()):
        return True
    return _tester(_THINGS.get(lang, ""))(word)


@lru_cache(maxsize=1 << 14)
def is_origin_word(word: str, lang: str) -> bool:
    """Whether a word, as written, says what country somebody is from, as far as its ending tells."""
    origin = _ORIGINS.get(lang)
    return origin is not None and origin.search(word) is not None


@lru_cache(maxsize=1 << 14)
def field_of(word: str) -> str:
    """What an office or trade, as written, has to do with; empty if with many things (director, professor)."""
    return next((name for name, listed in _FIELDS.items() if _tester(listed)(word)), "")
