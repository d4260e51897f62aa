"""Numbers written in words, as in news: сорок два, қырық екі, forty-two, 100 тысяч. Words in, values out."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import MappingProxyType

# By language the words for a value, in their usual forms; a word that ends in `*` stands for every word that begins so.
# One is left out: it is an article as often.
_WORDS = MappingProxyType(
    {
        "kk": """2 екі екеуі екеу екінің|3 үш үшеуі үшеу үштен|4 төрт төртеуі төртеу|5 бес бесеуі бесеу|6 алты алтауы алтау
            |7 жеті жетеуі жетеу|8 сегіз|9 тоғыз|10 он|20 жиырма|30 отыз|40 қырық|50 елу|60 алпыс|70 жетпіс|80 сексен
            |90 тоқсан|100 жүз|1000 мың|1000000 миллион миллионнан|1000000000 миллиард миллиардтан""",
        "ru": """2 два две двух двум двумя двое|3 три трех трем тремя трое|4 четыре четырех четырем четырьмя четверо
            |5 пять пяти пятью пятеро|6 шесть шести шестью|7 семь семи семью|8 восемь восьми|9 девять девяти
            |10 десять десяти|11 одиннадцат*|12 двенадцат*|13 тринадцат*|14 четырнадцат*|15 пятнадцат*|16 шестнадцат*
            |17 семнадцат*|18 восемнадцат*|19 девятнадцат*|20 двадцать двадцати|30 тридцать тридцати|40 сорок сорока
            |50 пятьдесят пятидесяти|60 шестьдесят шестидесяти|70 семьдесят семидесяти|80 восемьдесят восьмидесяти
            |90 девяносто девяноста|100 сто ста|200 двести двухсот|300 триста трехсот|400 четыреста четырехсот
            |500 пятьсот пятисот|600 шестьсот шестисот|700 семьсот семисот|800 восемьсот восьмисот
            |900 девятьсот девятисот|1000 тысяча тысячи тысяч тысячу тысячам
            |1000000 миллион миллиона миллионов миллионам|1000000000 миллиард миллиарда миллиардов""",
        "en": """2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven|12 twelve dozen|13 thirteen
            |14 fourteen|15 fifteen|16 sixteen|17 seventeen|18 eighteen|19 nineteen|20 twenty|30 thirty|40 forty|50 fifty
            |60 sixty|70 seventy|80 eighty|90 ninety|100 hundred hundreds|1000 thousand thousands|1000000 million millions
            |1000000000 billion billions""",
    }
)
_HUNDRED, _THOUSAND = 100, 1000


@lru_cache(maxsize=8)
def _values(lang: str) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    whole, stems = {}, []
    for entry in _WORDS.get(lang, "").split("|"):
        value, *words = entry.split() or ("0",)
        for word in words:
            if word.endswith("*"):
                stems.append((word[:-1], int(value)))
            else:
                whole[word] = int(value)
    return whole, tuple(stems)


@lru_cache(maxsize=1 << 14)
def _value(word: str, lang: str) -> int:
    """The value of a word; 0 of any other."""
    whole, stems = _values(lang)
    bare = word.lower().replace("ё", "е")
    return whole.get(bare) or next((value for stem, value in stems if bare.startswith(stem)), 0)


def number_words(words: Iterable[str], lang: str) -> Iterator[int]:
    """The numbers that stand in words, or in figures and words (100 тысяч), in a text in `lang`; none below two."""
    sum_, part, in_words = 0, 0, False
    for word in (*words, ""):
        value = _value(word, lang)
        if value >= _THOUSAND:
            sum_, part, in_words = sum_ + (part or 1) * value, 0, True
        elif value == _HUNDRED and 0 < part < _HUNDRED:
            part *= value
        elif value and (part == 0 or value < _unit(part)):
            part, in_words = part + value, True
        elif not (word == "and" and in_words):
            if in_words and sum_ + part > 1:
                yield sum_ + part
            sum_, part, in_words = 0, value or _figure(word), value > 0


def _unit(value: int) -> int:
    """The last power of ten of a number that is not nought: of forty ten, of two hundred a hundred."""
    unit = 1
    while value % (unit * 10) == 0:
        unit *= 10
    return unit


def _figure(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) <= len("999") else 0
