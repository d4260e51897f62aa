"""Groups that merge: which members belong together, however many steps join them."""

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


class DisjointSets(Generic[Member]):
    """Members in groups, each group represented by one member (union-find with path halving: Tarjan, van Leeuwen 1984)."""

    def __init__(self) -> None:
        self._above: dict[Member, Member] = {}

    def __iter__(self) -> Iterator[Member]:
        """Every member ever named."""
        return iter(self._above)

    def root(self, member: Member) -> Member:
        """The member that represents its group; a new member is a group of its own."""
        above = self._above
        while (higher := above.setdefault(member, member)) != member:
            above[member] = above[higher]
            member = above[member]
        return member

    def join(self, one: Member, other: Member) -> None:
        """Merge the groups of two members; the root of `one` represents the result."""
        self._above[self.root(other)] = self.root(one)
