"""How a name in Latin letters may be read by the rules of the language it comes from. A name in, keys out.

Guillaume is Гийом and George Джордж: English spells foreign names as they are spelled at home, Kazakh and Russian as they
sound. The tables are the usual Russian transcriptions, shortened: `likeness` does not mind vowels, nor one hiss for another.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from dimash_archive.archive.people.names.name_forms import is_patronymic, key_of, uncased
from dimash_archive.archive.search import spelling

# Spelling=reading, the first that fits at a place; `^` and `$` are the ends of the word, other signs as in regular expressions.
_ENGLISH = """
    ^kn=н ^wr=р ^ps=с wh=в eigh=эй [ao]ugh=о igh=ай gh(?=[aeiouy])=г gh= dg(?=e)=дж tch=ч ck=к ph=ф th=т sh=ш ch=ч
    s?c(?=[eiy])=с g(?=[eiy])=дж qu=кв oo=у mb$=м e$= j=дж
"""
_TABLES = MappingProxyType(
    {
        "English": _ENGLISH,
        "Greek": f"ch=к {_ENGLISH}",
        "French": """
            eaux?=о aux?=о œu=ё ou=у o[iy]=уа a[iy]=е [ie]?er$=е ez$=е es?$= [dtsxzp]s?$= tch=ч ch=ш gn=нь ph=ф th=т qu=к
            gu(?=[eiyéè])=г ge(?=[ao])=ж g(?=[eiyéè])=ж ç=с s?c(?=[eiyéè])=с j=ж ill=ий h= u=ю
        """,
        "German": """
            ^st=шт ^sp=шп tsch=ч sch=ш chs=кс ch=х ck=к ph=ф th=т tz=ц z=ц ß=с v=ф j=й eu=ой äu=ой e[iy]=ай ie=и qu=кв
            (?<=[aeiouyäöü])h= ä=е ö=ё ü=ю ae=е oe=ё ue=ю
        """,
        "Dutch": "sch=сх ij=ей oe=у u[iy]=ёй ck=к th=т j=й g=х",
        "Italian": """
            gli=льи gn=нь sch=ск sc(?=[ei])=ш ch=к gh=г cc?i(?=[aou])=ч cc?(?=[ei])=ч gg?i(?=[aou])=дж gg?(?=[ei])=дж zz?=ц
            qu=кв h= j=й
        """,
        "Spanish": "ch=ч ll=ль ñ=нь qu=к gu(?=[eié])=г g(?=[eié])=х j=х c(?=[eiéí])=с z=с h= x=х y=й",
        "Portuguese": """
            lh=ль nh=нь ch=ш ão=ан ã=ан õe=ойн j=ж g(?=[eié])=ж ç=с c(?=[eiéí])=с qu=к x=ш [sz]$=ш h=
        """,
        "Polish": """
            szcz=щ rz=ж sz=ш cz=ч d[żź]=дз ch=х [żź]=ж ś=с ć=ч ł=л ą=он ę=ен ó=у j=й c=ц
        """,
        "Czech, Serbian": "dž=дж vi[cć]$=вич č=ч š=ш ž=ж ř=рж đ=дж ć=ч ch=х lj=ль nj=нь dj=дж c=ц j=й",
        "Hungarian": "dzs=дж cs=ч sz=с zs=ж s=ш gy=дь ny=нь ly=й ty=ть c=ц j=й",
        "Turkish": "[cç]$=ч c=дж ç=ч ş=ш ğ=г j=ж x=х q=г ə=а",
        "Norse": "skj=ш sj=ш kj=кь hj=й ch=к th=т j=й å=о aa=о ø=ё æ=е ð=д þ=т",
        "Chinese": "zh=чж ch=ч sh=ш q=ц x=с j=цз z=цз c=ц r=ж ^w(?=u)= w=в y=й",
        "Korean": "ch=чх oi=ве oe=ве eo=о eu=ы ^w(?=oo|u)= oo=у ee=и ae=э ar(?=k)=а sh=с j=ч y=й",
        "Japanese": "sh=с ch=т j=дз z=дз y=й",
        "Vietnamese": "ph=ф ngh=нг tr=ч th=т kh=к gi=з d=з đ=д x=с qu=к ch=т",
    }
)
_LETTERS = MappingProxyType(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхийклмнопкрстувв-из", strict=True)) | {"x": "кс"}
)
_LATIN = re.compile("[a-zı]")
_TURKIC = re.compile(r"\Aж(?=[аәеоөуұүыі])")  # Жүніс is Юнус


@lru_cache(maxsize=1 << 10)
def readings(name: str, lang: str) -> frozenset[str]:
    """The keys of a name, as written in a text in `lang`, each by the rules of one language for all of its words.

    See `name_forms.key_of`. Of a Kazakh name that is also the key with what only looks like the ending of a case.
    """
    own = key_of(name.split(" "), lang)
    words = [word for word in name.split(" ") if not word.endswith(".")]
    named = [word for word in words if not is_patronymic(word, lang)]
    parts = [spelling.folded(part) for word in named for part in word.split("-") if part]
    if len(named) < 2:
        return frozenset((own,))
    if all(_LATIN.search(spelling.plain(part)) for part in parts):
        return frozenset((own, *(_key([_read(part, origin) for part in parts]) for origin in _TABLES)))
    if lang == "kk":
        return frozenset((own, _key(parts), _key([_TURKIC.sub("й", part) for part in parts])))
    return frozenset((own, _key([uncased(part, lang) for part in parts])))


def _key(words: Sequence[str]) -> str:
    return " ".join(sorted({spelling.sound(word) or word for word in words}))


def _read(word: str, origin: str) -> str:
    """A folded word in Cyrillic letters, as it is read."""
    pattern, meant = _table(origin)
    return pattern.sub(lambda spelled: meant.get(spelled.lastindex or 0, _letter(spelled[0])), word) or word


def _letter(letter: str) -> str:
    return _LETTERS.get(spelling.plain(letter), "")


@cache
def _table(origin: str) -> tuple[re.Pattern[str], Mapping[int, str]]:
    """The spellings of a language, each a group of one pattern that ends in any letter, and what the groups are read as."""
    entries = [entry.rpartition("=") for entry in _TABLES[origin].split()]
    pattern = "|".join(f"({spelled})" for spelled, _, _ in entries)
    return re.compile(f"{pattern}|."), dict(enumerate((meant for _, _, meant in entries), 1))
