"""Offices and groups that represent a speaker without a name: `one of the altos`, `председатель`."""

import re
from collections.abc import Sequence

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.attribution import ALONE_EN, WORD
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers import gender
from dimash_archive.extraction.quotes.speakers.role_ends import role

_AGENT_KK = re.compile(r"[ғгқк][ае]н\Z")  # деді бойжеткен: a participle alone has become a noun
_FINITE_KK = re.compile(r"(?:[^\W_аәеёиоөуұүыіэюя]т|д)[ыі]\Z")  # айтты, деді, but қызметі, its service
_HOLDER_KK = re.compile(r"\w{3}(?<!н)ш[ыі]\Z")  # дәріханашы, айыпталушы
# After these, a Kazakh clause continues with the office: "деді жиынға келген | дәріханашы".
_PARTICIPLE_KK = re.compile(
    r"(?!сатып\Z|(?:бас|мық|күш|атақ|бақыт|сәт)т[ыі])\w+(?:[ғг][ае]н|[қк][ае]н|т[ыі]н|[^\W_аәеёиоөуұүыіэюя]т[ыі]|д[ыі]|[йаө]ды|[йе]ді|[ыі]п)|деп|атап"
)
_GENITIVE_KK = re.compile(r"[ндт][ыі]ң\Z")
_OBLIQUE_KK = re.compile(r"(?:[ндт][ыі]ң|[ғгқк][ае]|[дт][ае]н?|[мбп]ен|[ндт][ыі])\Z")
_POSTPOSITIONS_KK = frozenset(
    "бойы кезінде соң кейін дейін сайын туралы үшін арқылы бері бұрын ішінде жанында".split()
)
_OWNED_KK = re.compile(r"(?:(?<=[^\W_аәеёиоөуұүыіэюя])[ыі](?:м[ыі]з|м)?|с[ыі])\Z")
"""Possessive endings of an office: аспаз|ы, ұстаз|ымыз, төраға|сы."""
_WHOSE_RU = frozenset("его её ее их мой моя наш наша твой твоя ваш ваша його її їх мій моя наш наша".split())
_OWNERS_KK = frozenset("оның олардың менің біздің сенің сіздің өзінің".split())
"""The possessor of an office or a relative: `оның шәкірті`."""
_NOT = re.compile(r"\s+(?:не|not|did not)\s*\Z")
_ROLE_WORDS = 6
_ADDRESSEE_KK = re.compile(r"\w{3}(?:[ғгқк][ае]|[ыі]н[ае]|[мбп]ен|[дт][ае]н?|[ыі]н[дт][ае]н?)\Z")
_DATIVE_KK = re.compile(r"(?:[ғгқк][ае]|[ыі]н[ае]|[мбп]ен)\Z")
_THOSE_EN = "those"
_THUS_KK = frozenset(("былай", "бұлай", "осылай"))
_CONJUNCTIONS = frozenset(("as", "and", "but", "so", "как", "а", "и", "но", "ал"))
_PHRASE = 4
"""Words from the article to the office: `the old lighthouse keeper`."""
_MASCULINE_RU = re.compile(r"[бвгджзйклмнпрстфхцчшщь]\Z")
_PLURAL_GENITIVE = re.compile(r"(?:[оеё]в|ей)\Z")
_NOMINATIVE_RU = re.compile(r"(?:[бвгджзйклмнпрстфхцчшщьая]|ица)\Z")
# Agent nouns that no list contains: der Gärtner, la directrice, el farero.
_AGENT = re.compile(
    r"\w{3}(?:er|in|or|ist|mann|frau|wart|ent|är|eur|euse|rice|ière|iste|ien|ienne|or|ora|ero|era|ista|ario|aria)\Z"
)
_TWO = 2
_AGENT_EN = re.compile(r"\w{2}(?:er|or|ist|ian|ess|eer|ee|man|woman|wright|smith|herd|boy|girl)\Z")
_FINITE_EN = re.compile(
    r"(?:[^s]s|ed|[aeo]w|oke|ove|ore|[aiou]ng|[^o]ught|ept|old|elt)\Z|\A(?:is|was|has|had|took|sat|stood|went|came|put|shook|gave|made|held|let|ran"
    r"|spread|rose|fell|left|met|won|lost|led|wrote|read|sold|bought|found|paid|spent|sent|built|began|cut|hit|set|shut|bent|beat|bit|hid|rode"
    r"|dug|stuck|struck|lit|split|forgot|got|drank|swam)\Z"
)
_ONE_OF = re.compile(
    r"(?:One of (?:the|his|her|their|its|those) [a-z]+|Од(?:ин|на) из [а-яё]{3,}(?:ых|их|ов|ев|ей|ц|к))(?!\w)"
)
"""Subjects without a name or an office: `One of the pair declined`."""
_AGENT_FEMALE_RU = re.compile(r"\w{2}(?:[нщчл]ица|[аеиу]нка|[иы]стка|есса|ачка|овка)\Z")
_AGENT_MALE_RU = re.compile(r"\w{2}(?:граф|[щчн]ик|тель|арь|ист|лог|[нвл]ец|[ёя]р|ант|ач)\Z")
_THINGS = frozenset(
    "river water letter tower summer winter weather paper number corner door floor order matter answer power flower dinner supper"
    " computer theater mirror motor color colour former latter other border center centre chapter offer river ladder laughter"
    " больница гостиница страница граница единица лестница улица столица пшеница праздник источник памятник учебник дневник ящик"
    " двигатель словарь январь календарь дворец конец образец".split()
)
"""Nouns that end like those for persons, but are not."""
_FEMININE_ARTICLES = frozenset(("die", "eine", "ihre", "la", "une", "una"))
_ARTICLES = frozenset(("der", "ein", "le", "un", "el", "l’", *_FEMININE_ARTICLES))
_CONTRACTION = re.compile(
    "[’'](?:re|ll|ve|d|m|t)$|^(?:it|that|there|let|what|who|he|she)[’']s$", re.IGNORECASE
)


def office(body: str, start: int, end: int, words: Words) -> str | None:
    """The office or group between two offsets, such as `one of the altos`; None if it is not a short phrase."""
    text = role(body[start:end].strip(), words)
    if words.title_follows:
        text = _office_kk(text, words)
    if other := next((word for word in WORD.finditer(text) if words.auxiliary(word[0])), None):
        text = text[: other.start()]
    text = _NOT.sub("", text)
    texts = WORD.findall(text)
    while texts and (texts[0].lower() in _CONJUNCTIONS or words.opening(texts[0])):
        text = text.strip()[len(texts.pop(0)) :]
    if texts and (texts[-1].lower() == _THOSE_EN or (len(texts) == 1 and texts[0].lower() in ALONE_EN)):
        return None  # one said, one of those who had come said
    if not texts or len(texts) > _ROLE_WORDS or _is_verb(texts[0], words) or words.linking(texts[0]):
        return None
    if all(map(words.article, texts)) and words.article("the"):
        return None
    if words.article("the") and not _is_office_en(texts, words):
        return None
    return text.strip()


def _is_verb(word: str, words: Words) -> bool:
    """Whether a word is a form of a verb of saying; `пожелавший` belongs to the speaker."""
    return words.saying(word) and not words.participle(word)


def _is_office_en(texts: Sequence[str], words: Words) -> bool:
    """Whether the words are like `the baby’s mother` or `local residents`, and not a fragment of a sentence."""
    if any(words.pronoun(word) or _CONTRACTION.search(word) for word in texts):
        return False
    return words.article(texts[0]) or (len(texts) <= 3 and not words.common(texts[0]))


def _office_kk(text: str, words: Words) -> str:
    """The part of a Kazakh clause between its verb forms: деді жиынға келген | дәріханашы | қызарып."""
    tokens = list(WORD.finditer(text))
    tokens = _without_addressee(tokens, words)
    while tokens and _only_opens(tokens[0][0], words):
        tokens.pop(0)
    finite = bool(tokens) and _FINITE_KK.search(tokens[-1][0]) is not None
    while tokens and (tokens[-1][0] in _THUS_KK or _PARTICIPLE_KK.fullmatch(tokens[-1][0])):
        if len(tokens) == 1 and _AGENT_KK.search(tokens[0][0]):
            break
        tokens.pop()
    if not tokens:
        return ""
    if _is_office_kk(tokens[0][0], words):
        return tokens[0][0]  # Төраға хатты оқыды: the office begins the sentence
    if all(words.common(word[0]) and not words.office(word[0]) for word in tokens):
        return ""  # Онда былай делінген
    verbs = [word.end() for word in tokens if _PARTICIPLE_KK.fullmatch(word[0])] if len(tokens) > 1 else []
    start = verbs[-1] if verbs else tokens[0].start()
    end, start = _office_span_kk([word for word in tokens if word.start() >= start], words)
    if end is None and finite and len(tokens) == 1:
        return ""  # деп қысқа қайырды: how it was said
    return text[start : end or tokens[-1].end()].strip()


def _office_span_kk(tokens: Sequence[re.Match[str]], words: Words) -> tuple[int | None, int]:
    """Where the office ends (None if there is none) and where it begins: тыңдармандарға | әріптесі | …."""
    holders = [
        place
        for place, word in enumerate(tokens)
        if _is_office_kk(word[0], words) and not _is_oblique_kk(word[0], words, _DATIVE_KK)
    ]
    if not holders:
        return None, tokens[0].start()
    first = last = holders[0]
    while last + 1 in holders:  # сатып алушы әйел
        last += 1
    begin = next((place for place in range(first, 0, -1) if _ends_adverbial_kk(tokens[place - 1][0])), 0)
    return tokens[last].end(), tokens[begin].start()


def _ends_adverbial_kk(word: str) -> bool:
    """Whether a word with those before it says to whom, when or how: тыңдармандарға |, жол бойы |."""
    return word in _POSTPOSITIONS_KK or _DATIVE_KK.search(word) is not None


def _only_opens(word: str, words: Words) -> bool:
    """Whether a Kazakh word says when, and is not part of an office: `Ондай күндері | әжем`."""
    return words.opening(word) or (words.common(word) and not words.office(word))


def _without_addressee(tokens: list[re.Match[str]], words: Words) -> list[re.Match[str]]:
    """The words without those after the office that say to whom or where: атасы | немересіне, but артқы
    қатардан |."""
    if not tokens or not _ADDRESSEE_KK.search(tokens[-1][0]) or _is_office_kk(tokens[-1][0], words):
        return tokens
    if not any(_is_office_kk(word[0], words) for word in tokens):
        return tokens[:-1] if len(tokens) > 1 and _DATIVE_KK.search(tokens[-1][0]) else []
    while not _is_office_kk(tokens[-1][0], words):
        tokens = tokens[:-1]
    return tokens


def _is_oblique_kk(word: str, words: Words, cases: re.Pattern[str] = _OBLIQUE_KK) -> bool:
    """Whether an office has an ending that subjects never have: `әкімге`, `баланы`, but `төраға`, `тұрғыны`,
    `шәкірті`."""
    ending = cases.search(word)
    return ending is not None and (not words.office(word) or words.office(word[: ending.start()]))


def _is_office_kk(word: str, words: Words) -> bool:
    held = words.office(word) or words.office(_OWNED_KK.sub("", word)) or _HOLDER_KK.search(word) is not None
    return held and not _GENITIVE_KK.search(word)


def office_before(body: str, start: int, end: int, words: Words, pronoun: str) -> str | None:
    """The office in a sentence to which `pronoun` in the next one refers: `The lighthouse keeper climbs … he
    says`."""
    tokens = list(WORD.finditer(body, start, end))
    if tokens and (one := _ONE_OF.match(body, tokens[0].start(), end)):
        return one[0]
    holders = []
    for place, word in enumerate(tokens):
        first = _phrase_start(tokens, place, words, pronoun)
        if first is not None and body[tokens[first].start() : word.end()].count(" ") == place - first:
            holders.append((first, place))
    speaking = (
        each for each in holders if each[1] + 1 < len(tokens) and words.reports(tokens[each[1] + 1][0])
    )
    holder = next(speaking, None) or next(iter(holders), None)
    if holder is None and len(tokens) > _TWO:
        return _agent(body, tokens, words, pronoun)
    if holder is None:
        return None
    last = holder[1] + words.slavic * _governs_genitive(tokens, holder[1])
    return body[tokens[holder[0]].start() : tokens[last].end()]


def _governs_genitive(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether the noun after an office is a genitive attribute: `Куратор | выставки | привёл`."""
    if place + _TWO >= len(tokens) or tokens[place + 1].start() != tokens[place].end() + 1:
        return False
    return bool(
        endings.GENITIVE.fullmatch(tokens[place + 1][0]) and endings.FINITE.search(tokens[place + _TWO][0])
    )


def _agent(body: str, tokens: Sequence[re.Match[str]], words: Words, pronoun: str) -> str | None:
    """A subject recognised only by the ending of a noun before a verb: `The falconer | lifts`."""
    if words.slavic:
        ending = _AGENT_MALE_RU if gender.of_pronoun(pronoun) == "male" else _AGENT_FEMALE_RU
        shown = (
            ending.search(tokens[0][0]) and endings.FINITE.search(tokens[1][0]) and tokens[0][0][0].isupper()
        )
        return str(tokens[0][0]) if shown and tokens[0][0].lower() not in _THINGS else None
    if not words.complete or words.title_follows or not words.article(tokens[0][0]):
        return None
    for place in range(1, min(_PHRASE, len(tokens) - 1)):
        noun, verb = tokens[place][0], tokens[place + 1][0]
        if _AGENT_EN.search(noun) and _FINITE_EN.search(verb) and noun not in _THINGS:
            return body[tokens[0].start() : tokens[place].end()]
    return None


def is_agent(noun: str) -> bool:
    """Whether the ending of a Russian noun shows an agent: `аукционист`, `наездница`."""
    shown = _AGENT_MALE_RU.search(noun) or _AGENT_FEMALE_RU.search(noun)
    return shown is not None and noun.lower() not in _THINGS


def _phrase_start(tokens: Sequence[re.Match[str]], place: int, words: Words, pronoun: str) -> int | None:
    """The index of the token that begins the phrase ending in an office at `place`; None if it is not a subject."""
    word = tokens[place][0]
    if words.title_follows:
        return _phrase_start_kk(tokens, place, words)
    if words.office(word) and words.two_names:
        fits = _MASCULINE_RU if gender.of_pronoun(pronoun) == "male" else _NOMINATIVE_RU
        governed = place > 0 and words.governing(tokens[place - 1][0])
        plural = _PLURAL_GENITIVE.search(word)  # одним из пассажиров
        opens = not place and gender.may_be(word, pronoun)  # Режиссёру восемьдесят, но он …
        if plural or governed or not (opens or fits.search(word)):
            return None
        before = tokens[place - 1][0] if place and words.slavic else ""
        attribute = before.lower() in _WHOSE_RU or (place == 1 and endings.ATTRIBUTE.search(before))
        return place - bool(attribute)  # Классная | руководительница, его | дочь
    listed = words.office(word) and not word.endswith("s") and gender.may_be(word, pronoun)
    if not listed and (words.complete or not _AGENT.search(word)):
        return None
    for first in range(place - 1, max(-1, place - _PHRASE), -1):
        article = tokens[first][0].lower()
        if words.article(article) and (listed or article in _ARTICLES):
            return first if _is_subject(tokens, first, words, pronoun, listed=listed) else None
        if words.saying(article) or words.governing(article):
            return None
    return None


def _is_subject(
    tokens: Sequence[re.Match[str]], first: int, words: Words, pronoun: str, *, listed: bool
) -> bool:
    """Whether no preposition governs a phrase, and its article agrees with the pronoun."""
    if listed:
        return first == 0 or not words.governing(tokens[first - 1][0])
    feminine = tokens[first][0].lower() in _FEMININE_ARTICLES
    return first == 0 and feminine == (gender.of_pronoun(pronoun) == "female")


def _phrase_start_kk(tokens: Sequence[re.Match[str]], place: int, words: Words) -> int | None:
    """Like `_phrase_start`: the beginning of the sentence belongs to the office, `мектеп директоры`."""
    word = tokens[place][0]
    if not _is_office_kk(word, words) or _is_oblique_kk(word, words):
        return None
    before = [word[0] for word in tokens[:place]]
    outside = (at for at in range(place, 0, -1) if _is_outside_kk(before[at - 1], words))
    begin = next(outside, 0)
    return begin if place - begin < _PHRASE - 1 else place


def _is_outside_kk(word: str, words: Words) -> bool:
    """Whether an office can only begin after this word."""
    if word.lower() in _OWNERS_KK:
        return False
    return _ends_adverbial_kk(word) or words.common(word) or words.saying(word) or words.opening(word)
