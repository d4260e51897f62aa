"""How an edition fared in a run: whether it was reached, and if not, what prevented it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dimash_archive import urls
from dimash_archive.errors import ArchiveError
from dimash_archive.http.challenge import is_challenge
from dimash_archive.http.redirects import redirect_target
from dimash_archive.records import Fetched
from dimash_archive.site import Edition, Site

if TYPE_CHECKING:
    from dimash_archive.crawler.tasks import HostAnswer

_MUCH = 3  # articles: where fewer are held, that no list names one of them may well be true
_TURNED_AWAY = frozenset((401, 403, 429, 451))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What prevents an edition from being crawled."""

    reason: str
    """The end of a sentence."""
    is_certain: bool = True
    """Whether it counts even if a list that names articles was read."""


@dataclass(slots=True)
class EditionHealth:
    """What a run has seen of one edition."""

    site: Site
    """The profile."""
    edition: Edition
    """The edition."""
    has_content: bool = False
    """Whether a list named, or a page held, an article that is in the archive, or said that nothing changed."""
    was_admitted: bool = False
    """Whether a page other than a list was shown."""
    saw_front: bool = False
    """Whether the front page was shown, or led to another page."""
    obstacle: Obstacle | None = None
    """The first obstacle; None if there was none."""

    def note_answer(self, answer: "HostAnswer") -> None:
        """Consider an answer to a page or document of the edition."""
        page, fetched = answer.task.page, answer.fetched
        self.has_content |= answer.confirms
        if page is not None and fetched is not None and page.kind != "list":
            self.was_admitted |= fetched.status in (200, 304) and not is_challenge(fetched)
        if page is not None and urls.key(answer.task.url) == urls.key(self.edition.url):
            self.saw_front |= fetched is not None and (
                fetched.status == 200 or redirect_target(fetched) is not None
            )
            self.meet(_at_front(self.site, self.edition, fetched, answer.error))

    def meet(self, obstacle: Obstacle | None) -> None:
        """Note an obstacle."""
        self.obstacle = self.obstacle or obstacle

    def barred_by(self) -> str | None:
        """What kept the run out; None if it got in."""
        if self.obstacle is None or self.was_admitted or (self.has_content and not self.obstacle.is_certain):
            return None
        return self.obstacle.reason

    def emptiness(self, held: int) -> str | None:
        """What is wrong if no list names any of the articles held, given their number; None if all is well."""
        if self.has_content or not self.saw_front or held < _MUCH:
            return None
        return f"neither its front page nor any of its lists names any of the {held:,} articles that are held"


def _at_front(
    site: Site, edition: Edition, fetched: Fetched | None, error: ArchiveError | None
) -> Obstacle | None:
    """What stands in the way at the front page."""
    if fetched is None:
        return (
            None
            if error is None
            else Obstacle(f"its front page could not be fetched: {error}", is_certain=False)
        )
    if is_challenge(fetched):
        return Obstacle("its front page is a bot check")
    if (target := redirect_target(fetched)) is not None:
        there = site.edition_of(target)
        if there is None:
            return Obstacle(f"its front page redirects to {target}, which the profile does not name")
        if there.lang == edition.lang:
            return None
        return Obstacle(f"its front page redirects to {target}, the edition {there.lang}", is_certain=False)
    if fetched.status in (200, 304):
        return None
    return Obstacle(f"its front page answers {fetched.status}", is_certain=fetched.status in _TURNED_AWAY)
