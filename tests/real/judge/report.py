"""Truth and archive side by side: figures, and every deviation."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import combinations

from judge.fields import FIELDS, quotes
from judge.rows import Row, address
from judge.truth import Truth

Pairs = list[tuple[Truth, Row]]


@dataclass(frozen=True)
class Deviation:
    """Something that is not as it should be."""

    field: str
    edition: str
    story: int | None
    kind: str
    url: str
    want: object
    got: object


@dataclass
class Report:
    """How an archive stands to the truth."""

    posts: int = 0
    """How many must be articles."""
    present: int = 0
    """How many of them are."""
    shares: dict[str, float] = field(default_factory=dict)
    """By field, the share of the articles in which it is right, 0 to 1."""
    deviations: list[Deviation] = field(default_factory=list)
    """Each thing that is wrong."""

    def count(self, name: str) -> int:
        """How many deviations a field has: `missing`, `doubles`, `must_not_be`, or one of `shares`."""
        return sum(each.field == name for each in self.deviations)

    def lines(self) -> Iterable[str]:
        """The figures, and by kind of post where they deviate."""
        yield f"{self.present} of {self.posts} posts"
        for name in ("missing", "doubles", "must_not_be"):
            yield f"{name:28}{self.count(name):>8}"
        yield from (f"{name:28}{share:8.3f}" for name, share in self.shares.items())
        for name in dict.fromkeys(each.field for each in self.deviations):
            kinds = Counter(each.kind for each in self.deviations if each.field == name)
            yield f"  {name}: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(12))


def compare(posts: list[Truth], rows: list[Row]) -> Report:
    """Hold the articles of an archive against the posts of a site."""
    have = {address(row["url"]): row for row in rows}
    wanted = [post for post in posts if post.article]
    pairs = [(post, have[address(post.url)]) for post in wanted if address(post.url) in have]
    report = Report(len(wanted), len(pairs), deviations=list(_presence(posts, rows)))
    for name, wrong_in in FIELDS.items():
        wrong = [(post, found) for post, row in pairs if (found := wrong_in(post, row))]
        report.deviations += [_deviation(name, post, *found) for post, found in wrong]
        report.shares[name] = _share(len(pairs) - len(wrong), len(pairs))
    _speech(report, pairs)
    _stories(report, pairs)
    return report


def _presence(posts: list[Truth], rows: list[Row]) -> Iterable[Deviation]:
    have = {address(row["url"]): row for row in rows}
    here = {address(post.url) for post in posts}
    former = {address(url): post for post in posts for url in post.former}
    for post in posts:
        if post.article and address(post.url) not in have:
            yield _deviation("missing", post, post.title, None)
        if post.article is False and address(post.url) in have:
            yield _deviation("must_not_be", post, None, post.status)
    for row in rows:
        at = address(row["url"])
        moved = former.get(at) if at not in here else None
        if moved is not None and moved.article and address(moved.url) in have:
            yield _deviation("doubles", moved, moved.url, row["url"])
        if at not in here and moved is None:
            yield Deviation("must_not_be", row["edition"], None, "-", row["url"], None, row["title"])


def _speech(report: Report, pairs: Pairs) -> None:
    count: Counter[str] = Counter()
    for post, row in pairs:
        for kind, each in quotes(post, row).items() if post.quotes_told else ():
            count[kind] += len(each)
            if kind != "right":
                report.deviations += [_deviation(f"quote_{kind}", post, *both) for both in each]
    right = count["right"]
    report.shares["quotes_precision"] = _share(right, right + count["extra"])
    report.shares["quotes_recall"] = _share(right, right + count["missing"])
    report.shares["speakers"] = _share(right - count["speaker"], right)


def _stories(report: Report, pairs: Pairs) -> None:
    for name, linked in (("stories_hreflang", True), ("stories_evidence", False)):
        both = [(post, row) for post, row in pairs if post.hreflang is linked]
        true = _couples(both, lambda post, _: post.story)
        said = _couples(both, lambda _, row: row["story_id"])
        report.shares[f"{name}_precision"] = _share(len(true & said), len(said))
        report.shares[f"{name}_recall"] = _share(len(true & said), len(true))


def _couples(pairs: Pairs, key: Callable[[Truth, Row], Hashable]) -> set[frozenset[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for post, row in pairs:
        if key(post, row) is not None:
            groups[key(post, row)].append(row["id"])
    return {frozenset(two) for group in groups.values() for two in combinations(group, 2)}


def _deviation(name: str, post: Truth, want: object, got: object) -> Deviation:
    return Deviation(name, post.edition, post.story, post.kind, post.url, want, got)


def _share(part: int, whole: int) -> float:
    """A share of nothing is whole."""
    return part / whole if whole else 1.0
