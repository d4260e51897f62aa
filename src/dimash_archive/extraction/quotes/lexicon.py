"""What the words around a mark say: which report speech, and which name a song, a banner or a person.

`words/LANG.toml` holds the lists of a language: whole words and, with `*` at the end, stems; lower case, ё as е. A
language without a file is read by the shape of the text alone.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_WHOLE = ("kk", "ru", "en")
"""Languages whose offices, nouns and little words are listed as far as speakers are recognised by them."""
_COMMA_BEFORE_DASH = ("kk", "ru", "uk", "be", "ky", "uz")
_VERB_LAST = ("kk", "ky", "tr", "uz", "az", "tt")
_SLAVIC = ("ru", "uk", "be")
_TWO_NAMES = ("kk", "ru", "uk", "be", "ky", "uz", "pl", "tr")

_PARTICIPLE = re.compile(r"(?:вш|ющ|ящ|ущ|ащ)(?:ий|ая|ее|ие|его|ей|ему|им|их|ую)(?:ся)?\Z")
"""`пожелавший остаться неизвестным рыбак`: who spoke, and no verb of saying."""


class LanguageTraits:
    """How a language sets speech and names, as far as it matters here."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        """The code of the language, without a region."""
        self.complete = lang in _WHOLE
        """Whether the lists are so complete that a word they lack says something."""
        self.title_follows = lang == "kk"
        """Whether the noun that takes a title stands behind the marks."""
        self.verb_last = lang in _VERB_LAST
        """Whether the verb of saying stands right behind a speech in the midst of a sentence: `Tulin, “…” dedi`."""
        self.comma_before_dash = lang in _COMMA_BEFORE_DASH
        """Whether the language sets a comma or a stop between a speech and the dash behind it."""
        self.nouns_capital = lang == "de"
        """Whether every noun begins with a capital, so that a capital alone makes no name."""
        self.narrator_in_commas = lang == "fr"
        """Whether the narrator may stand between commas within the marks."""
        self.slavic = lang in _SLAVIC
        """Whether the endings of names show their case, and verbs in the past agree in gender."""
        self.polish = lang == "pl"
        """Whether the past of verbs ends as in Polish."""
        self.two_names = lang in _TWO_NAMES
        """Whether a person is mostly called by two names, not three."""


class Words(LanguageTraits):
    """The words of one language that tell speech from names. A language without lists knows no word."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        lists = _lists(lang)

        def listed(name: str) -> Callable[[str], bool]:
            return _tester(lists.get(name, ""))

        self._saying = listed("saying")
        self.noun = listed("noun")
        """Whether a word that `saying` takes for a verb is a noun: "остался без ответа" reports nothing."""
        self.titled = listed("titled")
        """Whether a word is a noun that takes a title in marks, or a verb of naming."""
        self.written = listed("written")
        """Whether a word is a thing that bears writing: `banner`."""
        self.inscribed = _tester(f"{lists.get('written', '')} {lists.get('note', '')}")
        """Whether a word is a thing that bears writing, or a note that somebody left."""
        self.office = listed("office")
        """Whether a word says what somebody is: `conductor`, `жүргізуші`."""
        self.common = _tester(f"{lists.get('common', '')} {lists.get('office', '')}")
        """Whether a word is no part of a name though it begins with a capital: how sentences begin, offices."""
        self.unnamed = listed("unnamed")
        """Whether a word says that somebody spoke, and not who: `someone`, `кто-то`."""
        self.pronoun = listed("pronoun")
        """Whether a word stands for a person named before."""
        self.article = listed("article")
        """Whether a word opens the subject of a sentence: `the`, `his`."""
        self.auxiliary = listed("auxiliary")
        """Whether a word between a speech and a verb of saying parts the two: "he had been told"."""
        self.opening = listed("opening")
        """Whether a sentence may begin with the word though nobody is called so: `тогда`."""
        self.reading = listed("reading")
        """Whether a word says that somebody reads aloud what another has written."""
        self.question = listed("question")
        """Whether a word is the noun that takes a question in marks: `на вопрос «Почему?»`."""
        self.quotative = listed("quotative")
        """Whether a word ties a speech to the verb of saying behind it: `diye bağırdı`."""
        self.sounding = listed("sounding")
        """Whether a word says that something was heard, and not from whom: `раздалось сзади`."""
        self._list_links(listed)
        self._concluding = tuple(lists.get("concluding", ()))

    def _list_links(self, listed: Callable[[str], Callable[[str], bool]]) -> None:
        """The lists of words around a verb of saying and between clauses."""
        self.helper = listed("helper")
        """Whether a word helps a verb of saying into the past: the `a` of `a répondu`."""
        self.linking = listed("linking")
        """Whether a word behind marks goes on with the sentence around them: `and`, `which`."""
        self.personal = listed("personal")
        """Whether a word is whoever speaks or listens: `I`, `our`, `сіздер`."""
        self.address = listed("address")
        """Whether a sentence that begins with the word asks whoever listens to do something: `come`, `please`."""
        self.thus = listed("thus")
        """Whether a word in the sentence behind a speech points back to it: `осылай деді`, `так отозвалась`."""
        self.governing = listed("governing")
        """Whether the name behind this word is where, whose or to whom, and probably not the speaker."""

    def saying(self, word: str) -> bool:
        """Whether a word reports speech: `said`, `деді`, and with its pronoun behind it `raconte-t-elle`."""
        if self._saying(word):
            return True
        verb, hyphen, rest = word.partition("-")
        return bool(hyphen) and self._saying(verb) and self.pronoun(rest.rpartition("-")[2])

    def reports(self, word: str) -> bool:
        """Whether a word is a verb of saying and no noun made of one."""
        return self.saying(word) and not self.noun(word) and not self.participle(word)

    def participle(self, word: str) -> bool:
        """Whether the ending of a Slavic word shows an active participle, which says who somebody is."""
        return self.slavic and _PARTICIPLE.search(word) is not None

    def concluding(self, sentence: str) -> bool:
        """Whether a sentence names whoever has just spoken: `With these words …`."""
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
    """A test whether a word is in a list. Answers are kept, as news says "said" over and over."""
    entries = listed.split()
    whole = frozenset(entry for entry in entries if not entry.endswith("*"))
    stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    @lru_cache(maxsize=4096)
    def test(word: str) -> bool:
        folded = word.lower().replace("ё", "е")
        return folded in whole or folded.startswith(stems)

    return test
