"""Given names that are common in Kazakhstan and abroad: a hint that a run of capitalised words is a person's name."""

import re
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
        Абзал Адай Азамат Айару Айбар Айбол Айдын Айзат Айнагүл Айнаш Айсана Айсәуле Айтолқын Айша Ақан Ақбар Ақерке
        Ақжан Ақылбек Алдияр Алихан Алтын Алуа Амангелді Аман Амина Анар Аңсар Ардақ Аружан Асан Асылбек Асылхан Аян
        Аяулым Әбдірахман Әлібек Әмина Әнуар Бақтияр Балжан Балнұр Бану Батырхан Бауыржан Бейбіт Бекжан Бекжігіт
        Бибісара Біржан Бұлат Гауһар Гүлдана Гүлзада Гүлнәз Гүлсара Дамир Дана Данагүл Дастан Дәмелі Дәулет Дидар Дина
        Диас Дінмұхамед Еламан Елдос Елнар Ерасыл Ерболат Ердос Еркебұлан Еркін Ермұрат Ернұр Ескен Жамал Жанат Жанар
        Жангүл Жандар Жанель Жарас Жеңіс Жомарт Жұмабек Жүсіп Зарема Зүлфия Ибраһим Иса Ислам Кәкім Кәмшат Кенже Кәусар
        Күләш Күлпаш Күнсұлу Қайырбек Қайрат Қалима Қамбар Қасым Қожа Қуан Қуралай Құралай Мағжан Мақсат Мақсұт Малика
        Манас Махамбет Мейіржан Мейрамгүл Мерей Меруерт Мөлдір Мұқағали Мұса Мұхамед Мұхит Нариман Нартай Нұрай Нұрәлі
        Нұрболат Нұрдәулет Нұрғали Нұржамал Нұрлыбек Нұрсәуле Нұртас Омар Ораз Оразхан Орынбасар Өмірбек Пернебай
        Рауан Рахат Рахима Рамазан Рысты Рүстем Сабыр Сағат Самал Самат Сандуғаш Сапар Сара Сая Сәлима Сәндігүл Сүлеймен
        Сұлтан Таңшолпан Тәңірберген Тілек Тоғжан Тоқтар Толқын Томирис Төлеубек Тұрар Ұлжан Ұлықбек Хасен Шамшат Шәкен
        Шәмшия Шернияз Ыбырай Ырысты Іңкәр
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
        Агата Аделина Адам Аида Алевтина Анжела Анжелика Антон Арина Арсений Афанасий Белла Богдан Борислав Василиса
        Виолетта Виталина Влада Гавриил Гульнара Давид Дамир Данила Даниил Диана Добромир Евдокия Елизар Ефим Захар
        Злата Зульфия Игнат Инга Иннокентий Иосиф Ипполит Кира Клара Клим Лада Леонтий Лиана Лилия Лука Макар Мария
        Милана Мирон Мирослав Михаил Нелли Нестор Ника Олеся Прасковья Прохор Регина Рената Ренат Рената Родион Ростислав
        Савелий Серафима Снежана София Софья Стелла Таисия Тарас Тихон Трофим Фаина Фома Христина Шамиль Эдита Элина Элла
        Эмилия Эрик Юлиана Агнешка Анджей Гжегож Войцех Збигнев Казимеж Кшиштоф Малгожата Мачей Ежи Эльжбета Ярослав
        Богумил Божена Вацлав Вера Драган Зденек Йозеф Любомир Милош Ондржей Павол Радован Станко Ласло Габор Золтан
        Каталин Ференц Жужанна Миклош Шандор Аттила Ион Михай Раду Андрея Костас Димитрис Георгиос Спирос Элени Абдулла
        Али Амир Башир Зейнаб Карим Лейла Надир Омар Реза Сайед Хамид Хусейн Эмре Бурак Айше Мустафа Озан Эбру Дэниэл
        Мэтью Чарльз Грейс Стюарт Роуз Хелен Хелена Грэм Брайан Джордж Джозеф Джонатан Джек Лиам Итан Оливер Оливия Софи
        Шарлотта Люси Лили Хлоя Маргарет Дороти Нэнси Патрик Шон Лоуренс Уолтер Фрэнк Гарри Артур Альберт Бернард Жак Жюль
        Франсуа Анри Люк Шанталь Сильви Вивьен Камилла Паоло Джорджо Лоренцо Маттео Франческа Кьяра Альберто Диего Педро
        Хосе Луис Мигель Рикардо Рафаэль Фернандо Жоао Тиагу Хенрик Ларс Нильс Свен Бьорн Эрик Ингрид Астрид Улаф Хеннинг
        Юхани Матти Пекка Юрген Дитер Уве Вернер Гюнтер Фриц Урсула Хайке Ульрих Конрад Рави Санджай Прия Анил Раджеш
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
        Adrian Agnieszka Ahmed Aisha Alessandro Alexis Ali Alison Amir Anil Anita Anton Astrid Audrey Beatrice Bella Bjorn
        Bridget Bruce Bruno Camilla Cecil Chiara Chloe Clara Colin Craig Cynthia Dennis Derek Diego Dieter Donna Douglas
        Edith Edwin Eileen Elaine Eleanor Elias Elzbieta Emre Enrique Erin Ernest Esther Eugene Fernando Florence
        Francesca Francois Franz Fritz Gary Geoffrey Gerard Gillian Gordon Graham Gustav Hamid Harriet Harry Hassan Hazel
        Heidi Henrik Henry Herbert Howard Hussein Ibrahim Ingmar Isaac Jack Jacques Jake Jan Janos Jasper Jeffrey Jeremy Jill
        Jodie Johan Josef Joyce Juergen Jules Karim Kate Kathleen Keith Kelly Kim Kurt Laszlo Lawrence Leila Leonard
        Leslie Liam Lorenzo Lucy Ludwig Luke Lydia Maarten Marcus Marianne Marie Marion Matteo Maureen Max Mia Miriam Mohamed
        Molly Mustafa Naomi Neil Nigel Nils Nina Olaf Omar Otto Paolo Peggy Penelope Philippa Pieter Priya Rafael Rajesh Ravi
        Ricardo Rita Rodrigo Roland Rosemary Ross Roy Russell Ryan Sally Samantha Sanjay Scott Sergio Shirley Silvia
        Stanley Stella Stuart Sven Sylvia Tara Ted Terence Tina Tobias Tom Ulrich Ursula Valerie Vanessa Vera Vivienne
        Werner Wendy Willem Wolfgang Yvonne Zoe Zoltan
        Richard Robert Roger Ronald Rosa Ruth Samuel Sandra Sarah Sean Sebastian Simon Sofia Sophie Stefan Stephanie
        Stephen Steven Susan Teresa Theodore Thomas Timothy Victor Victoria Vincent Walter William Yuki
    """,
}
_KOREAN = re.compile("[A-Z][a-z]{1,4}-[a-z]{2,5}")
_SHORTEST, _SHORTEST_FOREIGN = 3, 4
"""Letters of a sound that tells names from other words, in names of the text's own language and of others: Келіні, Kelly."""


@cache
def _sounds(lang: str) -> frozenset[str]:
    heard = (
        (sound(name, each), _SHORTEST if each == lang else _SHORTEST_FOREIGN)
        for each, names in _NAMES.items()
        for name in names.split()
    )
    return frozenset(each for each, least in heard if len(each) >= least)


@cache
def _written() -> frozenset[str]:
    return frozenset(name.lower() for names in _NAMES.values() for name in names.split())


def is_korean(word: str) -> bool:
    """Whether a word, as written in English, is a given name of Korea: Ji-hoon."""
    return _KOREAN.fullmatch(word) is not None


def is_given_name(word: str, lang: str) -> bool:
    """Whether a word, as written in a text in `lang`, sounds like a common given name, in whatever case."""
    return is_korean(word) or word.lower() in _written() or sound(word, lang) in _sounds(lang)
