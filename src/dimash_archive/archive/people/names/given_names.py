"""Given names that are common in Kazakhstan and abroad: a hint that a run of capitalised words is a person's name."""

from functools import cache

from dimash_archive.archive.people.names.name_forms import sound

# Written from general knowledge. Left out are names that are as often a part of a firm's, a club's or a place's: Алтын,
# Арай, Қайрат, Paris.
_NAMES = {
    "kk": """
        Абай Абылай Айбек Айгерім Айгүл Айдар Айдос Айжан Айман Айнұр Айсұлу Ақбота Ақмарал Ақниет Алмас Алмат Алтынай
        Аманжол Әділ Әйгерім Әлия Әлихан Әсел Әсем Әсет Арман Арсен Асқар Асхат Ботагөз Баян Бағдат Бақыт Бақытжан Батыр
        Бауыржан Бекзат Берік Бибігүл Болат Бота Гүлбану Гүлжан Гүлмира Гүлнар Гүлнұр Гүлсім Ғалия Ғалым Дана Данияр Дарын
        Дархан Дәурен Динара Досым Ділназ Еділ Ержан Ерлан Ермек Ернар Ерсін Есен Ескендір Жанар Жандос Жанна Жансая
        Жасұлан Жәнібек Жібек Жұлдыз Зарина Зере Зәуре Зейнеп Ілияс Индира Инкар Қайсар Камила Қанат Қарлығаш Қуандық
        Қуаныш Лаура Ләззат Мадина Мақпал Маржан Марат Мәдина Мәншүк Мейрам Мирас Мұрат Мұхтар Назерке Назгүл Нұрбек
        Нұргүл Нұржан Нұрлан Нұрсұлтан Олжас Оразбек Перизат Раушан Рәзия Рүстем Сабина Сағадат Салтанат Сандуғаш Санжар
        Сәбира Сәкен Сәуле Сейіт Серік Серікбол Талғат Тимур Төлеген Тұрсын Тұрсынай Ұлдана Ұлпан Ұлжан Фариза Фатима
        Халида Шалқар Шолпан Шыңғыс Шынар Ырыс
    """,
    "ru": """
        Александр Александра Алексей Алёна Алина Алиса Алла Альбина Анатолий Анастасия Андрей Анна Антон Антонина Аркадий
        Артём Артур Борис Вадим Валентин Валентина Валерий Валерия Варвара Василий Вера Вероника Виктор Виктория Виталий
        Владимир Владислав Всеволод Вячеслав Галина Геннадий Георгий Герман Глеб Григорий Дарья Денис Дмитрий Ева Евгений
        Евгения Егор Екатерина Елена Елизавета Жанна Зинаида Зоя Иван Игорь Илья Инна Ирина Карина Кирилл Клавдия
        Константин Кристина Ксения Лариса Лев Леонид Лидия Любовь Людмила Максим Маргарита Марина Мария Матвей Михаил
        Надежда Наталья Никита Николай Нина Оксана Олег Ольга Павел Пётр Полина Раиса Римма Роман Руслан Светлана Семён
        Сергей Станислав Степан Тамара Татьяна Тимофей Ульяна Фёдор Филипп Эдуард Эльвира Эмма Юлия Юрий Яков Яна Ярослав
        Ахмед Джамиля Джахонгир Зухра Ибрагим Мансур Рашид Рустам Фархад Хасан Шахноза Юсуф Нилуфар Гульшат Тигран Армен
        Гиорги Нино Тамаз Уильям Джон Джеймс Майкл Томас Питер Пётр Ханс Ганс Жан Мария Марко Джованни Хуан Карлос Мехмет
        Брэндон Кристиан Эндрю Стивен Дэниел Дэвид Ричард Роберт Эдвард Генри Чарльз Кевин Пол Стефан Бенджамин Николас Энн
        Джессика Дженнифер Эмили Сара Рейчел Кэтрин Джейн Меган Джоанна Иштван Янош Йоахим Клаус Вольфганг Пьер Мишель
    """,
    "en": """
        Aaron Adam Agnes Alan Albert Alexander Alice Amanda Amy Andrea Andrew Angela Ann Anna Anne Anthony Antonio Arthur
        Barbara Benjamin Bernard Brandon Brian Carl Carlos Carmen Caroline Catherine Cecilia Charles Charlotte Christian
        Christine Christopher Claire Claude Daniel David Deborah Diana Dominic Donald Dorothy Edward Elena Elisabeth
        Elizabeth Ellen Emily Emma Eric Erika Ethan Eva Evelyn Fatima Felix Fiona Frances Francis Frank Frederick Gabriel
        George Gerald Giovanni Giulia Gloria Grace Gregory Hannah Hans Harold Heather Heinrich Helen Helena Henry Hiroshi
        Hugo Ian Ines Ingrid Irene Isabel Ivan Jacob James Jane Janet Jason Jean Jennifer Jessica Joachim Joan Joanna John
        Jonathan Jorge Jose Joseph Joshua Juan Judith Julia Julian Karen Karl Katherine Keiko Kenneth Kevin Klaus Laura
        Lars Laurent Leo Linda Lisa Louis Lucas Lucia Luis Magdalena Marc Marco Margaret Maria Marie Mark Marta Martha
        Martin Mary Matthew Megan Mehmet Melissa Michael Michel Miguel Monica Mohammed Nancy Natalie Nicholas Nicole Noah
        Oliver Olivia Oscar Pablo Patricia Patrick Paul Paula Pedro Peter Philip Pierre Rachel Ralph Raymond Rebecca
        Richard Robert Roger Ronald Rosa Ruth Samuel Sandra Sarah Sean Sebastian Simon Sofia Sophie Stefan Stephanie
        Stephen Steven Susan Teresa Theodore Thomas Timothy Victor Victoria Vincent Walter William Yuki
    """,
}
_SHORTEST = 3
"""Letters of a sound that tells names from other words."""


@cache
def _sounds() -> frozenset[str]:
    heard = (sound(name, lang) for lang, names in _NAMES.items() for name in names.split())
    return frozenset(each for each in heard if len(each) >= _SHORTEST)


@cache
def _written() -> frozenset[str]:
    return frozenset(name.lower() for names in _NAMES.values() for name in names.split())


def is_given_name(word: str, lang: str) -> bool:
    """Whether a word, as written in a text in `lang`, sounds like a common given name, in whatever case."""
    return word.lower() in _written() or sound(word, lang) in _sounds()
