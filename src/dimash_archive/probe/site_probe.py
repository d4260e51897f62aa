"""An examination of a site before it is crawled: its editions, where each lists its articles, how well they are read."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from dimash_archive import urls
from dimash_archive.discovery import feed, links, sitemap, wordpress
from dimash_archive.errors import ArchiveError, FetchError, NotAnArticle
from dimash_archive.extraction import extract
from dimash_archive.extraction.metadata.head import read as read_head
from dimash_archive.html.dom import href, parse, text_of
from dimash_archive.http.client import Fetcher
from dimash_archive.http.polite_client import PoliteClients, polite_fetcher
from dimash_archive.http.redirects import HOPS
from dimash_archive.records import DiscoveredUrl, Fetched
from dimash_archive.site import SOURCES, Edition, Site, edition_of
from dimash_archive.text.charset import decode
from dimash_archive.text.detect import detect_language

SAMPLE: Final = 3
"""How many articles of an edition are tried."""
_MAPS: Final = 3
"""How many sitemaps below an index are read; the rest are only counted."""
_HEADS: Final = 12
"""How many front pages of editions are examined."""
_NAMES: Final = {
    "kk": "kk kz kaz қаз қз қазақша казахский kazakh",
    "ru": "ru rus рус русский russian орысша",
    "en": "en eng english английский ағылшынша",
    "ky": "ky kg kyr кыр кыргызча",
    "uz": "uz uzb oʻzbekcha o'zbekcha узбекча ўзбекча",
    "uk": "uk ua ukr укр українська",
    "be": "be bel беларуская",
    "tr": "tr tur türkçe turkish",
    "de": "de deu ger deutsch german",
    "fr": "fr fra fre français french",
    "es": "es spa español spanish",
    "it": "it ita italiano",
    "pl": "pl pol polski",
    "zh": "zh chn 中文 chinese",
    "ar": "ar ara العربية arabic",
    "ko": "ko kor 한국어",
    "ja": "ja jpn 日本語",
}
"""The names of languages in language switches, by code."""
_CODES: Final = {name: code for code, names in _NAMES.items() for name in names.split()}
_ABSENT: Final = re.compile(r"404|'html' document")  # what is said of a sitemap that is not there


@dataclass(frozen=True, slots=True)
class ListSource:
    """One way to an edition's articles."""

    kind: str
    """`wordpress`, `sitemap`, `feed` or `links`."""
    url: str
    """Where it was sought."""
    number: int | None = None
    """How many addresses it has; for a large sitemap index, at least this many. None if it does not work."""
    newest: datetime | None = None
    """The newest change that it lists."""
    fault: str | None = None
    """Why it does not work, in a sentence; None if it does."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One article that was tried."""

    url: str
    """Its address."""
    title: str | None = None
    """Its title; None if it could not be read."""
    words: int = 0
    """Words of its body."""
    published: datetime | None = None
    """When it was published."""
    lang: str | None = None
    """The language of its text."""
    fault: str | None = None
    """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class EditionReport:
    """What was seen of an edition."""

    lang: str
    """The edition's language code."""
    url: str
    """Address of its front page."""
    fault: str | None = None
    """Why it cannot be crawled at all; None if it can."""
    delay: float | None = None
    """Seconds between requests that robots.txt asks for."""
    robots_sitemaps: tuple[str, ...] = ()
    """Sitemaps that robots.txt names."""
    sources: tuple[ListSource, ...] = ()
    """Each way to its articles, and whether it works."""
    samples: tuple[Sample, ...] = ()
    """Articles that were tried."""

    @property
    def works(self) -> bool:
        """Whether a crawl would give articles: `problem` is None."""
        return self.problem is None

    @property
    def problem(self) -> str | None:
        """Why a crawl would give no article, or those of another edition, in a sentence; None if all is well."""
        if self.fault is not None:
            return self.fault
        if not any(source.number for source in self.sources):
            return "No source names an article of this edition."
        read = [sample for sample in self.samples if sample.fault is None]
        if not read:
            tried = (
                f"{len(self.samples)} pages were tried: {self.samples[0].fault}"
                if self.samples
                else "none was found"
            )
            return f"No article could be read ({tried})."
        own = self.lang.partition("-")[0]
        langs = {sample.lang for sample in read if sample.lang not in (None, "und")}
        if langs and own not in langs:
            return f"Its articles are in another language: {', '.join(sorted(map(str, langs)))}."
        return None


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen of a site."""

    looks: tuple[EditionReport, ...]
    """Its editions, in the order found."""
    requests: int
    """How many addresses were asked for."""
    notes: tuple[str, ...] = field(default=())
    """What was found but could not be used, one sentence each."""


def discover(url: str, fetcher: Callable[[str], Fetcher] = polite_fetcher) -> Survey:
    """Find the editions of the site at an address, and examine each. Raises FetchError if it does not answer."""
    with PoliteClients(fetcher) as clients:
        front = _followed(clients, clients.get(url))
        page = parse(decode(front.body, front.charset))
        own = _base_of(page.lang) or detect_language(" ".join(line.text for line in page.lines))
        editions = {own: front.url}
        for code, address in islice(_others(front), _HEADS):
            editions.setdefault(code, address)
        fronts: dict[str, Fetched] = {own: front}
        notes = []
        for lang, address in editions.items():
            try:
                fronts.setdefault(lang, fronts.get(lang) or clients.get(address))
            except FetchError as error:
                notes.append(f"{lang}: {address} is not an edition: {_short(error)}")
        if len(fronts) == 1:
            notes.append("No other language was found. If there is one, add its table by hand.")
        there = [Edition(lang, answer.url) for lang, answer in fronts.items()]
        looks = [_look(_ProbeVisit(clients, there, each, fronts[each.lang]), sample=1) for each in there]
        return Survey(tuple(looks), clients.requests, tuple(notes))


def profile(survey: Survey, name: str) -> str:
    """A profile of the site for `crawl`, as TOML, with the findings in comments."""
    lines = [f'name = "{name}"']
    for note in survey.notes:
        lines.append(f"# {note}".replace("\n", " "))
    for look in survey.looks:
        lines += ["", f"[editions.{look.lang}]", f'url = "{look.url}"']
        lines += [f"# {_comment(source)}" for source in look.sources]
        if look.fault:
            lines.append(f"# This edition cannot be crawled: {look.fault}")
        if not look.robots_sitemaps and (own := _unusual(look)):
            lines.append(f'feeds = ["{own}"]')
    slow = max((look.delay or 0.0 for look in survey.looks), default=0.0)
    lines += ["", "[crawl]", f"rate = {1 / slow if slow > 1 else 1.0:.3g}  # requests per second per host"]
    if slow:
        lines.append(
            f"# robots.txt asks for {slow:g} seconds between requests; that is respected whatever rate is set here."
        )
    lines.append(
        '# contact = "you@example.org"  # goes into the User-Agent, so that a webmaster can reach you'
    )
    return "\n".join(lines) + "\n"


def _comment(source: ListSource) -> str:
    """What a comment says of a source."""
    if source.fault:
        return f"{source.kind}: {source.fault} {source.url.partition('?')[0]}"
    newest = f", the newest of {source.newest:%Y-%m-%d}" if source.newest else ""
    return f"{source.kind}: {source.number:,} addresses{newest}, {source.url.partition('?')[0]}"


def _unusual(look: EditionReport) -> str | None:
    """The feed of an edition that a crawl would not look for."""
    usual = {urljoin(look.url, place) for place in feed.USUAL_PLACES}
    return next((s.url for s in look.sources if s.kind == "feed" and s.number and s.url not in usual), None)


def check(site: Site, fetcher: Callable[[str], Fetcher] = polite_fetcher) -> Survey:
    """Examine each edition of a profile: what works, and what does not."""
    with PoliteClients(fetcher) as clients:
        looks = [_checked(clients, site, edition) for edition in site.editions]
        return Survey(tuple(looks), clients.requests)


@dataclass(frozen=True, slots=True)
class _ProbeVisit:
    """A look at one edition, on its way."""

    clients: PoliteClients
    editions: Sequence[Edition]
    edition: Edition
    front: Fetched

    def own(self, addresses: Iterable[DiscoveredUrl]) -> list[DiscoveredUrl]:
        """The addresses of this edition, without those of other editions on the host; each address once."""
        own = (each for each in addresses if edition_of(self.editions, each.url) is self.edition)
        return list({urls.key(each.url): each for each in own}.values())


def _checked(clients: PoliteClients, site: Site, edition: Edition) -> EditionReport:
    try:
        front = clients.get(edition.url)
        target = links.refresh_target(front.body, front.url, front.charset)
        if target is not None and urls.key(target) != urls.key(edition.url):
            return EditionReport(
                edition.lang,
                edition.url,
                fault=f"Its front page only redirects to {target}: name that address.",
            )
        visit = _ProbeVisit(clients, site.editions, edition, front)
        return _look(visit, sample=SAMPLE, wanted=site.sources)
    except FetchError as error:
        return EditionReport(edition.lang, edition.url, fault=_short(error))


def _followed(clients: PoliteClients, front: Fetched) -> Fetched:
    """The front page behind pages that only send their readers on."""
    for _ in range(HOPS):
        target = links.refresh_target(front.body, front.url, front.charset)
        if target is None or urls.key(target) == urls.key(front.url):
            break
        front = clients.get(target)
    return front


def _others(front: Fetched) -> Iterator[tuple[str, str]]:
    """Languages and addresses of the other editions that a front page names: hreflang first, then its switch."""
    page = parse(decode(front.body, front.charset))
    named = [*read_head(page, front.url).alternates, *links.alternates(front.headers, front.url)]
    for code, address in named:
        if (base := _base_of(code)) is not None:
            yield base, address
    for _, _, anchor in page.anchors:
        switch = _CODES.get(text_of(anchor).strip().lower().strip("[]()"))
        target = urls.absolute(front.url, href(anchor))
        if (
            switch is not None
            and target is not None
            and urls.depth(target) <= 1
            and not urlsplit(target).query
        ):
            yield switch, target


def _base_of(code: str) -> str | None:
    """`en` of `en-GB`; None for `x-default` and what is no code."""
    base = code.strip().lower().replace("_", "-").partition("-")[0]
    return base if base.isascii() and base.isalpha() and 2 <= len(base) <= 3 else None


def _look(visit: _ProbeVisit, *, sample: int, wanted: Sequence[str] = SOURCES) -> EditionReport:
    edition = visit.edition
    robots = visit.clients.at(edition.url).robots
    look = EditionReport(edition.lang, edition.url, delay=robots.delay(), robots_sitemaps=robots.sitemaps)
    addresses: list[DiscoveredUrl] = []
    sources = []
    for kind in (each for each in _FINDERS if each in wanted):
        source, articles = _FINDERS[kind](visit)
        sources.append(source)
        addresses += articles
    samples = tuple(_sample(visit.clients, url) for url in _newest(addresses, edition.url, sample))
    return replace(look, sources=tuple(sources), samples=samples)


_Result = tuple[ListSource, Sequence[DiscoveredUrl]]


def _posts(visit: _ProbeVisit) -> _Result:
    root = wordpress.api_root(visit.front) or wordpress.usual_root(visit.edition.url)
    url = wordpress.address(root, newest=True)
    try:
        posts = wordpress.parse(visit.clients.get(url), visit.edition.lang)
    except FetchError as error:
        return ListSource("wordpress", url, fault=_short(error)), ()
    return _source("wordpress", url, posts.addresses, posts.total), visit.own(posts.addresses)


def _sitemap(visit: _ProbeVisit) -> _Result:
    edition = visit.edition
    named = [*visit.clients.at(edition.url).robots.sitemaps, *edition.sitemaps]
    usual = [urljoin(edition.url, place) for place in sitemap.USUAL_PLACES]
    tried: dict[str, str] = {}
    for url in filter(None, (urls.absolute(edition.url, each) for each in named or usual)):
        try:
            addresses = visit.own(_listed(visit, url))
        except FetchError as error:
            tried[url] = _short(error)
            continue
        if addresses:
            return _source("sitemap", url, addresses, len(addresses)), addresses
        tried[url] = "It names no address of this edition."
    if not tried:
        return ListSource("sitemap", (named or usual)[0], fault="This is not an address."), ()
    # One that is there and cannot be used says more than one that is not there, or gives the front page.
    url = next((each for each, fault in tried.items() if not _ABSENT.search(fault)), next(iter(tried)))
    return ListSource("sitemap", url, fault=tried[url]), ()


def _listed(visit: _ProbeVisit, url: str) -> Iterator[DiscoveredUrl]:
    """What a sitemap names, and of an index its newest children, first those with the language in their names."""
    lang = visit.edition.lang
    entries = list(sitemap.parse(visit.clients.get(url).body, url, lang))
    children = [each for each in entries if each.found_by == "index"]
    yield from (each for each in entries if each.found_by != "index")
    children.sort(key=lambda each: (lang in each.url.rpartition("/")[2], _moment(each)), reverse=True)
    for child in children[:_MAPS]:
        below = sitemap.parse(visit.clients.get(child.url).body, child.url, lang)
        yield from (each for each in below if each.found_by != "index")


def _feed(visit: _ProbeVisit) -> _Result:
    edition = visit.edition
    usual = [urljoin(edition.url, place) for place in feed.USUAL_PLACES]
    url = [*edition.feeds, *links.feeds(visit.front.body, visit.front.url), *usual][0]
    try:
        addresses = visit.own(feed.parse(visit.clients.get(url).body, url, edition.lang))
    except FetchError as error:
        return ListSource("feed", url, fault=_short(error)), ()
    return _source("feed", url, addresses, len(addresses)), addresses


def _links(visit: _ProbeVisit) -> _Result:
    front = visit.front
    named = links.parse(front.body, front.url, visit.edition.lang)
    addresses = [
        each for each in visit.own(named) if each.kind == "unknown" and each.url != visit.edition.url
    ]
    return _source("links", front.url, addresses, len(addresses)), addresses


_FINDERS: Final[dict[str, Callable[[_ProbeVisit], _Result]]] = {
    "wordpress": _posts,
    "sitemap": _sitemap,
    "feed": _feed,
    "links": _links,
}


def _source(kind: str, url: str, addresses: Sequence[DiscoveredUrl], number: int) -> ListSource:
    newest = max((each.modified for each in addresses if each.modified), default=None)
    fault = None if number else "It names no address of this edition."
    return ListSource(kind, url, number or None, newest, fault)


def _newest(addresses: Sequence[DiscoveredUrl], front: str, number: int) -> list[str]:
    """Addresses to try: those of articles first, the newest first."""
    likely = [each for each in addresses if each.kind != "list" and links.kind_of(each.url) != "list"]
    ordered = sorted(likely, key=lambda each: (each.kind == "article", _moment(each)), reverse=True)
    keys = {urls.key(each.url): each.url for each in ordered if urls.key(each.url) != urls.key(front)}
    return list(keys.values())[:number]


def _moment(address: DiscoveredUrl) -> float:
    return address.modified.timestamp() if address.modified else 0.0


def _sample(clients: PoliteClients, url: str) -> Sample:
    try:
        fetched = clients.get(url)
        article = extract(fetched.body, fetched.url, charset=fetched.charset)
    except (FetchError, NotAnArticle) as error:
        return Sample(url, fault=_short(error))
    words = len(article.body.split())
    return Sample(url, article.title, words, article.published, article.lang)


def _short(error: ArchiveError) -> str:
    """The sentence alone, without address and advice."""
    text = str(error).splitlines()[0]
    return text.partition(" [")[0]
