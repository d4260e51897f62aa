"""When an article was on the site and when it was not, from the responses of its address over the years. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dimash_archive.crawler.deciding import revisit_policy

_THERE = frozenset((200, 304))


@dataclass(frozen=True, slots=True)
class Answered:
    """What an address answered at one moment."""

    moment: datetime
    """When, aware."""
    status: int
    """HTTP status; 200 only if the article was on the page."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A time when an article was not on the site."""

    gone_at: datetime
    """The answer that made it certain."""
    back_at: datetime | None
    """The first answer with the article again; None if there is none."""


def absences(answers: Iterable[Answered]) -> tuple[Absence, ...]:
    """The times of absence, by the rule of a crawl: a page counts as gone after visits on several days."""
    periods: list[Absence] = []
    gone_at: datetime | None = None
    last: Answered | None = None
    looks = 0
    for answer in sorted(answers, key=lambda each: (each.moment, each.status)):
        if answer.status in _THERE:
            if gone_at is not None:
                periods.append(Absence(gone_at, answer.moment))
            gone_at, looks = None, 0
        else:
            before = looks if last is not None and last.status == answer.status else 0
            new = not before or revisit_policy.counts_as_new_look(
                answer.moment, last.moment if last else None
            )
            looks = before + new
            if gone_at is None and revisit_policy.is_gone(answer.status, looks):
                gone_at = answer.moment
        last = answer
    return (*periods, Absence(gone_at, None)) if gone_at is not None else tuple(periods)
