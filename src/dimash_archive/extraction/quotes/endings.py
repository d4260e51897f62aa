"""What the endings of Russian, Ukrainian and Belarusian words show: tense, number, gender and case, without a dictionary."""

import re

PAST = re.compile(
    r"\w(?:[аеиоуыяёі]л[аои]?|[аеиуюяі]в|шов|(?:нес|вез|лез|рос|мог|лег|пек|влек|полз|греб|[тмп]ер)л[аои])(?:с[ья])?\Z"
)
"""A verb in the past tense: `открыл`, `улыбнулась`, `прийшов`."""
PAST_MALE = re.compile(r"[а-яёіїє](?:л|лся|вся)\Z")
PAST_FEMALE = re.compile(r"[а-яёіїє](?:ла|лась)\Z")
PRESENT = re.compile(r"\w{2}(?:[аеиуюя]ет|[её]т|[иу]т|ют)(?:ся)?\Z")
"""A verb in the third person of the present tense: `встаёт`, `смеются`."""
FINITE = re.compile(r"\w(?:[аеиыуяё]л[аи]?|[аеиуяю]?[её]т|[иуюя]т)(?:с[ья])?\Z")
"""A verb that agrees with a subject, past or present."""
PLURAL = re.compile(r"(?:ли|лись|ют|ят)\Z")
"""A verb whose subject is several persons."""
INFINITIVE = re.compile(r"(?:ть|ти|ться)\Z")
GERUND = re.compile(r"(?:ясь|вшись|вши|[аеиуюыя]в|[аеуюи]я)\Z")
"""What the subject does meanwhile: `вытирая`, `вставши`."""
REFLEXIVE_GERUND = re.compile(r"[а-яёіїє]{3}(?:ясь|вшись|ючись|ячись)\Z")
"""A word that is certainly a gerund: `улыбаясь`, `не задумываясь`."""
# With a neuter subject the verb would be neuter too: коротко ответил, тихо сказала.
ADVERB = re.compile(r"^[а-яёіїє]{2,}(?:[^т]о|[^с]то|ясь|вшись|ючись|ячись)\Z")
NOMINATIVE = re.compile(r"^[а-яёіїєәғқңөұүһ]{2,}(?:[бвгджзклнпрстфхцчшщь]|(?<![оеыи])м|(?<=[иы])й)\Z")
"""A masculine noun that may be a subject, as it ends in a consonant: `сторож`."""
ATTRIBUTE = re.compile(r"(?:ая|яя|оя|ша|[ыио]й|ой|аш|его|её|их)\Z", re.IGNORECASE)
"""An adjective or possessive before a noun in the nominative: `моя`, `старый`."""
GENITIVE = re.compile(r"[а-яё]{3,}(?<![аеиуыяё]л)(?:[ыиая]|ов|ей)\Z")
"""A noun that may be a genitive attribute: `выставки`, `хора`."""


def is_verb(word: str) -> bool:
    """Whether a word ends as a verb that agrees with a subject does, in the past or the present tense."""
    return PAST.search(word) is not None or FINITE.search(word) is not None
