"""A polite client of a host: obeys its robots.txt, keeps a gap, follows redirects, stores nothing."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from urllib.parse import urljoin

from dimash_archive.errors import BadAnswer, FetchError
from dimash_archive.http.client import Fetcher, user_agent
from dimash_archive.http.redirects import HOPS, redirect_target
from dimash_archive.http.robots import Robots
from dimash_archive.http.throttle import Throttle
from dimash_archive.records import Fetched

_GAP = 1.0


def polite_fetcher(front: str, *, gap: float = _GAP, contact: str | None = None) -> Fetcher:
    """A client for the host of a front page; `gap`: seconds between its requests."""
    return Fetcher([front], agent=user_agent(contact), throttle=Throttle(gap))


class PoliteClient:
    """Requests from one host; not for sharing between threads."""

    def __init__(self, front: str, fetcher: Fetcher) -> None:
        """`front`: address of its front page."""
        self._front, self._fetcher = front, fetcher
        self._robots: Robots | None = None
        self.requests = 0
        """How many addresses were requested."""

    @property
    def robots(self) -> Robots:
        """The host's rules; closed, with the reason, if they cannot be read."""
        if self._robots is None:
            try:
                self._robots = Robots.of(self._followed(urljoin(self._front, "/robots.txt")))
            except FetchError as error:
                self._robots = Robots.parse(b"", None, str(error).partition("\n")[0])
            self._fetcher.throttle.at_least(self._robots.delay() or 0.0)
        return self._robots

    def get(self, url: str) -> Fetched:
        """The response to a request. Raises FetchError, Refused if robots.txt forbids it."""
        if (error := self.robots.objection(url)) is not None:
            raise error
        self.requests += 1
        return self._fetcher.get(url)

    def _followed(self, url: str) -> Fetched:
        """The answer at the end of redirects, to other hosts too (RFC 9309, 2.3.1.2)."""
        for _ in range(HOPS + 1):
            self.requests += 1
            answer = self._fetcher.get(url)
            target = redirect_target(answer)
            if target is None:
                return answer
            url = target
        raise BadAnswer("It redirects endlessly.", url=url)

    def close(self) -> None:
        """Close the connection."""
        self._fetcher.__exit__()


class PoliteClients:
    """A polite client for each host. A context manager."""

    def __init__(self, fetcher: Callable[[str], Fetcher] = polite_fetcher) -> None:
        """`fetcher` gives the client for a front page."""
        self._fetcher, self._stack = fetcher, ExitStack()
        self._clients: dict[str, PoliteClient] = {}

    def __enter__(self) -> "PoliteClients":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def requests(self) -> int:
        """How many addresses were requested from all hosts."""
        return sum(client.requests for client in self._clients.values())

    def at(self, url: str) -> PoliteClient:
        """The client of the host of an address."""
        front = urljoin(url, "/")
        if front not in self._clients:
            self._clients[front] = PoliteClient(front, self._fetcher(front))
            self._stack.callback(self._clients[front].close)
        return self._clients[front]

    def get(self, url: str, hops: Iterable[str] = ()) -> Fetched:
        """The response at the end of redirects. Raises FetchError, BadAnswer for a status without content."""
        fetched = self.at(url).get(url)
        target, before = redirect_target(fetched), (*hops, url)
        if target is not None and target not in before and len(before) <= HOPS:
            return self.get(target, before)
        if fetched.status != 200:
            raise BadAnswer(f"It answers {fetched.status}.", url=url)
        return fetched
