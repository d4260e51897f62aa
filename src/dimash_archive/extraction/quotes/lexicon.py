"""The meaning of the words around a mark: which report speech, and which introduce a song, a banner or a person.

`words/LANG.toml` holds the lists of a language: whole words and, with `*` at the end, stems; lower case, ё as
е. In a language without a file, only the shape of the text counts.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_WHOLE = ("kk", "ru", "en")
"""Languages whose offices, nouns and function words are listed well enough to recognise speakers by them."""
_COMMA_BEFORE_DASH = ("kk", "ru", "uk", "be", "ky", "uz")
_VERB_LAST = ("kk", "ky", "tr", "uz", "az", "tt")
_SLAVIC = ("ru", "uk", "be")
_TWO_NAMES = ("kk", "ru", "uk", "be", "ky", "uz", "pl", "tr")

_PARTICIPLE = re.compile(r"(?:вш|ющ|ящ|ущ|ащ)(?:ий|ая|ее|ие|его|ей|ему|им|их|ую)(?:ся)?\Z")
"""`пожелавший остаться неизвестным рыбак`: a speaker, and not a verb of saying."""


class LanguageTraits:
    """The conventions of a language for speech and names, as far as they matter here."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        """The code of the language, without a region."""
        self.complete = lang in _WHOLE
        """Whether the lists are so complete that a missing word means something."""
        self.title_follows = lang == "kk"
        """Whether the noun that a title belongs to comes after the marks."""
        self.verb_last = lang in _VERB_LAST
        """Whether the verb of saying comes directly after a speech in the middle of a sentence: `Tulin, “…” dedi`."""
        self.comma_before_dash = lang in _COMMA_BEFORE_DASH
        """Whether the language puts a comma or a full stop between a speech and the dash after it."""
        self.nouns_capital = lang == "de"
        """Whether every noun is capitalised, so that a capital alone does not make a name."""
        self.narrator_in_commas = lang == "fr"
        """Whether the narrator's words may be between commas within the marks."""
        self.slavic = lang in _SLAVIC
        """Whether the endings of names show their case, and past-tense verbs agree in gender."""
        self.polish = lang == "pl"
        """Whether past-tense verbs end as in Polish."""
        self.two_names = lang in _TWO_NAMES
        """Whether people usually have two names, not three."""


class Words(LanguageTraits):
    """The words of one language that distinguish speech from names. A language without lists knows no words."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        lists = _lists(lang)

        def listed(name: str) -> Callable[[str], bool]:
            return _tester(lists.get(name, ""))

        self._saying = listed("saying")
        self.noun = listed("noun")
        """Whether a word that `saying` matches is a noun: "остался без ответа" reports nothing."""
        self.titled = listed("titled")
        """Whether a word is a noun that a title in marks belongs to, or a verb of naming."""
        self.written = listed("written")
        """Whether a word is a thing with writing on it: `banner`."""
        self.inscribed = _tester(f"{lists.get('written', '')} {lists.get('note', '')}")
        """Whether a word is a thing with writing on it, or a note that somebody left."""
        self.office = listed("office")
        """Whether a word is an office or occupation: `conductor`, `жүргізуші`."""
        self.common = _tester(f"{lists.get('common', '')} {lists.get('office', '')}")
        """Whether a word is not part of a name even if capitalised: beginnings of sentences, offices."""
        self.unnamed = listed("unnamed")
        """Whether a word says that somebody spoke, but not who: `someone`, `кто-то`."""
        self.pronoun = listed("pronoun")
        """Whether a word refers to a person named before."""
        self.article = listed("article")
        """Whether a word begins the subject of a sentence: `the`, `his`."""
        self.auxiliary = listed("auxiliary")
        """Whether a word between a speech and a verb of saying separates the two: "he had been told"."""
        self.opening = listed("opening")
        """Whether a sentence may begin with the word although it is nobody's name: `тогда`."""
        self.reading = listed("reading")
        """Whether a word says that somebody reads aloud another person's text."""
        self.question = listed("question")
        """Whether a word is the noun that a question in marks belongs to: `на вопрос «Почему?»`."""
        self.quotative = listed("quotative")
        """Whether a word links a speech to the verb of saying after it: `diye bağırdı`."""
        self.sounding = listed("sounding")
        """Whether a word says that something was heard, but not from whom: `раздалось сзади`."""
        self._list_links(listed)
        self._concluding = tuple(lists.get("concluding", ()))

    def _list_links(self, listed: Callable[[str], Callable[[str], bool]]) -> None:
        """The lists of words around a verb of saying and between clauses."""
        self.helper = listed("helper")
        """Whether a word forms the past tense of a verb of saying: the `a` of `a répondu`."""
        self.linking = listed("linking")
        """Whether a word after marks continues the sentence around them: `and`, `which`."""
        self.personal = listed("personal")
        """Whether a word refers to the speaker or the listeners: `I`, `our`, `сіздер`."""
        self.address = listed("address")
        """Whether a sentence that begins with the word asks the listeners to do something: `come`, `please`."""
        self.thus = listed("thus")
        """Whether a word in the sentence after a speech points back to it: `осылай деді`, `так отозвалась`."""
        self.governing = listed("governing")
        """Whether the name after this word says where, whose or to whom, and is probably not the speaker."""

    def saying(self, word: str) -> bool:
        """Whether a word reports speech: `said`, `деді`, and with its pronoun after it `raconte-t-elle`."""
        if self._saying(word):
            return True
        verb, hyphen, rest = word.partition("-")
        return bool(hyphen) and self._saying(verb) and self.pronoun(rest.rpartition("-")[2])

    def reports(self, word: str) -> bool:
        """Whether a word is a verb of saying and not a noun derived from one."""
        return self.saying(word) and not self.noun(word) and not self.participle(word)

    def participle(self, word: str) -> bool:
        """Whether the ending of a Slavic word shows an active participle, which describes a person."""
        return self.slavic and _PARTICIPLE.search(word) is not None

    def concluding(self, sentence: str) -> bool:
        """Whether a sentence refers to the last speaker: `With these words …`."""
        if self._concluding and sentence.lower().startswith(self._concluding):
            return True
        words = sentence.split()
        return any(map(self.thus, words)) and any(self.reports(word.strip(".,!?…")) for word in words)


@cache
def words_of(lang: str) -> Words:
    """The words of a language; `lang` is a BCP 47 code."""
    return Words(lang.partition("-")[0].lower())


def _lists(lang: str) -> Mapping[str, Any]:
    """The lists of a language; empty if it has none."""
    if not lang.isalpha():
        return {}
    file = resources.files(__package__) / "words" / f"{lang}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _tester(listed: str) -> Callable[[str], bool]:
    """A test whether a word is in a list. Results are cached, as news says "said" over and over."""
    entries = listed.split()
    whole = frozenset(entry for entry in entries if not entry.endswith("*"))
    stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    @lru_cache(maxsize=4096)
    def test(word: str) -> bool:
        folded = word.lower().replace("ё", "е")
        return folded in whole or folded.startswith(stems)

    return test
