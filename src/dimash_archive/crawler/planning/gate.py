"""What may be requested from where: only from the hosts of the profile, and each by its own robots.txt.

Every request of a run goes through here, pages, documents and each hop of their redirects alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.planning.documents import Documents
from dimash_archive.crawler.planning.robots_reading import read_robots
from dimash_archive.crawler.tasks import HostAnswer, Steps, Task
from dimash_archive.errors import Refused
from dimash_archive.http.robots import Robots
from dimash_archive.site import Site


def host_key(url: str) -> str:
    """What addresses of one host have in common, `www.` or not: they are requested one after another."""
    return urls.host(url).removeprefix("www.")


def addresses_of(site: Site) -> list[str]:
    """The addresses that a profile names: front pages, sitemaps and feeds."""
    return [url for each in site.editions for url in (each.url, *each.sitemaps, *each.feeds)]


def hosts_of(site: Site) -> frozenset[str]:
    """The hosts of the addresses that a profile names."""
    return frozenset(map(host_key, addresses_of(site)))


@dataclass(frozen=True, slots=True)
class Passage:
    """What the gate lets through."""

    tasks: tuple[Task, ...] = ()
    """What is to be requested now."""
    answers: tuple[HostAnswer, ...] = ()
    """Answers to what is not requested."""


@dataclass(slots=True)
class _Inquiry:
    """A robots.txt that is being read, and who waits for it."""

    steps: Steps
    waiting: list[Task] = field(default_factory=list)


class Gate:
    """Judges tasks. Rules that are not known yet are requested first, while the task waits."""

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self._hosts = hosts_of(context.site)
        self._rules: dict[str, Robots] = {}
        self._inquiries: dict[str, _Inquiry] = {}

    def learn(self, url: str, robots: Robots) -> None:
        """Note the rules of the host that an address is on."""
        self._rules[_origin(url)] = robots

    def rules_of(self, url: str) -> Robots | None:
        """The rules of the host that an address is on, if they are known."""
        return self._rules.get(_origin(url))

    def judge(self, task: Task) -> Passage:
        """Let a task through, refuse it, or have it wait for its host's rules."""
        if host_key(task.url) not in self._hosts:
            reason = "The profile does not name this host, so nothing is requested from it."
            return Passage(answers=(HostAnswer(task, error=Refused(reason, url=task.url)),))
        if task.is_robots:
            return Passage((task,))
        robots = self.rules_of(task.url)
        if robots is not None:
            error = robots.objection(task.url)
            return (
                Passage(answers=(HostAnswer(task, error=error),)) if error is not None else Passage((task,))
            )
        return self._inquire(task)

    def answered(self, answer: HostAnswer) -> Passage:
        """Continue with the rules that an answer is about."""
        origin = answer.task.rules_of or ""
        if answer.fetched is None and answer.error is None:  # the run is being stopped
            waiting = self._inquiries.pop(origin).waiting
            return Passage(answers=tuple(HostAnswer(task) for task in waiting))
        return self._proceed(origin, answer)

    def _inquire(self, task: Task) -> Passage:
        origin = _origin(task.url)
        if origin in self._inquiries:
            self._inquiries[origin].waiting.append(task)
            return Passage()
        self._inquiries[origin] = _Inquiry(self._reading(origin, task.edition), [task])
        return self._proceed(origin, None)

    def _reading(self, origin: str, lang: str) -> Steps:
        documents = Documents(self._context, lang)
        self._rules[origin] = yield from read_robots(self._context, documents, f"{origin}/robots.txt")

    def _proceed(self, origin: str, answer: HostAnswer | None) -> Passage:
        inquiry = self._inquiries[origin]
        try:
            step = next(inquiry.steps) if answer is None else inquiry.steps.send(answer)
        except StopIteration:
            del self._inquiries[origin]
            return _together(self.judge(task) for task in inquiry.waiting)
        task = step.for_rules_of(origin)
        passage = self.judge(task)
        if passage.answers:  # a redirect out of the site
            return self._proceed(origin, passage.answers[0])
        return passage


def _together(passages: Iterable[Passage]) -> Passage:
    parts = tuple(passages)
    return Passage(
        tuple(task for each in parts for task in each.tasks),
        tuple(answer for each in parts for answer in each.answers),
    )


def _origin(url: str) -> str:
    """Scheme, host and port: each has a robots.txt of its own (RFC 9309, 2.3)."""
    return f"{urlsplit(url).scheme}://{urls.host(url)}"
