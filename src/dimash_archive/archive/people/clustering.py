"""Which names are one person, over the whole archive. Sums of evidence in, people out; the order of nothing matters.

The names are nodes: language, key, gender. Equal keys in two languages are one person. Unequal ones are joined where
stories pair them again and again, the surest first, and never so that two names that one article tells apart become one.
Whether the names of a cluster are a person's at all is judged by how the texts use them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from dimash_archive.archive.disjoint_sets import DisjointSets
from dimash_archive.archive.logistic import logistic
from dimash_archive.archive.people.corrections import Corrections
from dimash_archive.archive.people.names.name_forms import key_of, nominative
from dimash_archive.archive.people.pairing import SURE, NamePair, Node
from dimash_archive.archive.people.story_people import PersonInArticle
from dimash_archive.archive.search.spelling import ways
from dimash_archive.text.normalize import fold

_SPELLED_ALIKE = 0.95
"""The probability that names which sound alike in two languages are one person's, if no story pairs them."""
_INITIALS = 0.9
"""The same of initials and a full name that nobody else has."""
_PERSON = 2.0
"""The evidence required for a person."""
# What the use of a name says of its being a person's: at most so much, reached at the share of its full mentions that
# stands behind. Set by hand on the demo's names; checked on texts that were not looked at: `benchmarks/people.py`.
_SIGNS: Mapping[str, tuple[float, float]] = {
    "speaker": (3.0, 0.05),
    "family": (2.5, 0.5),
    "patronymic": (3.0, 0.2),
    "role": (2.0, 0.3),
    "short": (1.5, 0.3),
    "given": (1.5, 0.5),
    "initials": (2.0, 0.5),
    "governed": (-3.0, 0.6),
    "thing": (-4.0, 0.3),
    "opens": (-1.5, 1.0),
}
_LANGUAGE = {"kk": 0.9, "ru": 0.9, "en": -0.5}
"""Two capitals in a row are mostly a person in Kazakh and Russian, where titles and institutions have but one."""
_MORE_LANGUAGES = 1.1
"""What it says that two languages have the name: a word that only opens a sentence would be another word in the other."""
_GIVEN = 1.5
"""What it says that a word of the name is the given name of others that are surely people."""
_FIRST = ("kk", "ru", "en")


@dataclass(slots=True)
class NameUse:
    """How a name is used, summed over articles."""

    forms: Counter[str] = field(default_factory=Counter)
    """Full forms as written, with how often."""
    signs: Counter[str] = field(default_factory=Counter)
    """How often each sign was seen."""
    fields: Counter[str] = field(default_factory=Counter)
    """In how many articles the name has a trade of each field, see `name_words.field_of`."""

    def add(self, person: PersonInArticle) -> None:
        """Add what an article tells."""
        self.forms.update(person.forms)
        self.signs.update(person.signs)
        self.fields.update(person.fields)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A person: all their names, and how sure each is."""

    names: Mapping[Node, tuple[str, float]]
    """By name: how it is known (`first`, `spelling`, `story`, `initials`, `correction`), and how sure that is, 0 to 1."""
    shown: Mapping[str, str]
    """By language the name in the nominative."""
    title: str
    """The name to show: as the first language writes it, or as corrected."""


class NameEvidence:
    """What is known of all names of an archive."""

    def __init__(self) -> None:
        self.uses: dict[Node, NameUse] = {}
        self._pairs: dict[tuple[Node, Node], list[float]] = defaultdict(list)
        self._paired: Counter[tuple[Node, str]] = Counter()

    def add_person(self, node: Node, person: PersonInArticle) -> None:
        """Add a person whom an article names."""
        self.uses.setdefault(node, NameUse()).add(person)

    def add_pair(self, pair: NamePair) -> None:
        """Add that a story pairs two names."""
        self._pairs[pair.one, pair.other].append(pair.score)
        self._paired[pair.one, pair.other[0]] += 1
        self._paired[pair.other, pair.one[0]] += 1

    def links(self) -> Iterator[tuple[float, Node, Node]]:
        """Names that stories pair more often than with any other, with how sure that is; the surest first."""
        links = []
        for (one, other), scores in self._pairs.items():
            times = max(self._paired[one, other[0]], self._paired[other, one[0]])
            if one in self.uses and other in self.uses and 2 * len(scores) > times:
                links.append((-max(scores), one, other))
        for cost, one, other in sorted(links):
            yield -cost, one, other


class Groups:
    """Nodes in groups that merge, each with how its join is known."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._sets = DisjointSets[Node]()
        for node in nodes:
            self._sets.root(node)
        self.reasons: dict[Node, tuple[str, float]] = {}

    def top(self, node: Node) -> Node:
        """The node that stands for its group."""
        return self._sets.root(node)

    def join(self, one: Node, other: Node, method: str, score: float) -> None:
        """Make the groups of two nodes one; `reasons` tells why of both."""
        for node in (one, other):
            self.reasons[node] = max(
                self.reasons.get(node, (method, score)), (method, score), key=lambda each: each[1]
            )
        self._sets.join(*sorted((self.top(one), self.top(other))))

    def members(self) -> dict[Node, list[Node]]:
        """Every group by the node that stands for it."""
        members: dict[Node, list[Node]] = defaultdict(list)
        for node in sorted(self._sets):
            members[self.top(node)].append(node)
        return members


def clusters(
    evidence: NameEvidence, apart: Iterable[tuple[Node, Node]], corrections: Corrections
) -> list[Cluster]:
    """The people of an archive.

    `apart`: names of one language that one article gives to two people, among those that `candidates` asks for.
    """
    groups = grouped(evidence, apart, corrections)
    members = [group for _, group in sorted(groups.members().items())]
    given = _given_names(evidence, members)
    return [
        _cluster(evidence, group, groups.reasons, corrections)
        for group in members
        if _is_person(evidence, group, given, corrections)
    ]


def grouped(evidence: NameEvidence, apart: Iterable[tuple[Node, Node]], corrections: Corrections) -> Groups:
    """The names in groups, people or not."""
    groups = Groups(evidence.uses)
    divided = _Divided([*apart, *_pairs_of(corrections.different, evidence)])
    for names in corrections.same:
        nodes = [node for name in names for node in nodes_of(name, evidence)]
        for one, other in zip(nodes, nodes[1:], strict=False):
            groups.join(one, other, "correction", 1.0)
    for one, other in _spelled_alike(evidence):
        if divided.may_join(groups, one, other):
            groups.join(one, other, "spelling", _SPELLED_ALIKE)
    for score, one, other in evidence.links():
        if score >= SURE and divided.may_join(groups, one, other):
            groups.join(one, other, "story", score)
    for one, other in _initials(evidence, groups):
        if divided.may_join(groups, one, other):
            groups.join(one, other, "initials", _INITIALS)
    return groups


def _initials(evidence: NameEvidence, groups: Groups) -> Iterator[tuple[Node, Node]]:
    """Names with initials, each with a full one that they shorten, where all full ones that fit are one person's."""
    full: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(evidence.uses):
        if ". " not in node[1]:
            for word in node[1].split(" "):
                full[word].append(node)
    for node in sorted(evidence.uses):
        initial, stop, family = node[1].partition(". ")
        fitting = [
            other
            for other in (full.get(family, ()) if stop else ())
            if any(word.startswith(initial) for word in other[1].split(" ") if word != family)
            and (not node[2] or not other[2] or node[2] == other[2])
        ]
        if len({groups.top(other) for other in fitting}) == 1:
            yield node, fitting[0]


def candidates(evidence: NameEvidence) -> frozenset[tuple[Node, Node]]:
    """Pairs of names of one language that might become one: whether an article tells them apart is to be looked up."""
    groups = grouped(evidence, (), Corrections())
    return frozenset(
        (one, other)
        for group in groups.members().values()
        for one, other in combinations(group, 2)
        if one[0] == other[0] and (one[1] != other[1] or (one[2] and other[2]))
    )


class _Divided:
    """Names that must not become one."""

    def __init__(self, pairs: Iterable[tuple[Node, Node]]) -> None:
        self._pairs = sorted(set(pairs))

    def may_join(self, groups: Groups, one: Node, other: Node) -> bool:
        """Whether the groups of two names have no two names that must stay apart."""
        tops = {groups.top(one), groups.top(other)}
        return (
            not any({groups.top(left), groups.top(right)} == tops for left, right in self._pairs)
            or len(tops) == 1
        )


def _spelled_alike(evidence: NameEvidence) -> Iterator[tuple[Node, Node]]:
    """Names with one key. A form that may be a man's or a woman's goes with the gender that is known, if one is."""
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(evidence.uses):
        by_key[node[1]].append(node)
    for nodes in by_key.values():
        genders = {gender for _, _, gender in nodes if gender}
        for one, other in combinations(nodes, 2):
            if one[2] == other[2] or len(genders) < 2:
                yield one, other


def nodes_of(name: str, evidence: NameEvidence) -> list[Node]:
    """The names that somebody means who writes `name`: those written just so, else those that sound so."""
    wanted = fold(name)
    exact = [
        node
        for node in sorted(evidence.uses)
        if any(fold(form) == wanted for form in evidence.uses[node].forms)
    ]
    if exact:
        return exact
    keys = {key_of(name.split(), lang) for lang in ways(wanted, None)}
    return [node for node in sorted(evidence.uses) if node[1] in keys]


def _pairs_of(different: Iterable[tuple[str, ...]], evidence: NameEvidence) -> Iterator[tuple[Node, Node]]:
    for names in different:
        groups = [nodes_of(name, evidence) for name in names]
        for left, right in combinations(groups, 2):
            yield from ((one, other) for one in left for other in right if one != other)


def _given_names(evidence: NameEvidence, groups: Iterable[list[Node]]) -> frozenset[str]:
    """Words that stand first in names of several who are surely people, and seldom in other names."""
    counts: Counter[str] = Counter()
    for group in groups:
        if _weight(evidence, group) >= 2 * _PERSON:
            firsts = {
                key_of([form.split(" ")[0]], node[0])
                for node in group
                for form in evidence.uses[node].forms
                if form.count(" ") == 1
            }
            counts.update(firsts)
    return frozenset(word for word, count in counts.items() if count > 1)


def _is_person(
    evidence: NameEvidence, group: list[Node], given: frozenset[str], corrections: Corrections
) -> bool:
    forms = {fold(form) for node in group for form in evidence.uses[node].forms}
    if forms & {fold(name) for name in corrections.nobody}:
        return False
    if any(fold(name) in forms for names in corrections.same for name in names):
        return True
    has_given = any(word in given for node in group for word in node[1].split(" "))
    return _weight(evidence, group) + (_GIVEN if has_given else 0.0) >= _PERSON


def _weight(evidence: NameEvidence, group: list[Node]) -> float:
    """What the use of a group's names says of its being a person."""
    signs: Counter[str] = Counter()
    for node in group:
        signs.update(evidence.uses[node].signs)
    full = signs["full"] + signs["initials"]
    langs = {node[0] for node in group}
    if signs["opens"] < full or len(langs) > 1:
        del signs["opens"]  # it stands inside a sentence too, or is a name in another language
    weight = max(_LANGUAGE.get(lang, 0.0) for lang in langs) + _MORE_LANGUAGES * (len(langs) > 1)
    for sign, (most, share) in _SIGNS.items():
        weight += most * min(1.0, signs[sign] / full / share)
    return weight


def _cluster(
    evidence: NameEvidence,
    group: list[Node],
    reasons: Mapping[Node, tuple[str, float]],
    corrections: Corrections,
) -> Cluster:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for lang, key, gender in group:
        forms[lang].update(evidence.uses[lang, key, gender].forms)
    genders = Counter(node[2] for node in group if node[2])
    gender = max(sorted(genders), key=genders.__getitem__, default="")
    shown = {lang: nominative(forms[lang], lang, gender) for lang in sorted(forms)}
    first = next((lang for lang in _FIRST if lang in shown), min(shown))
    all_forms = {fold(form) for each in forms.values() for form in each}
    corrected = next((show for name, show in corrections.show if fold(name) in all_forms), None)
    names = {node: reasons.get(node, ("first", confidence(evidence, group))) for node in group}
    return Cluster(names, shown, corrected or shown[first])


def confidence(evidence: NameEvidence, group: list[Node]) -> float:
    """How sure it is that a group is a person, 0 to 1."""
    return round(logistic(_weight(evidence, group)), 4)
