"""The extractor measured in the wild: our article bodies compared with those from the site's own WordPress API.

`content.rendered` is the article's text as its authors saved it, without the theme around it. The share of its words in
our body is recall, the share of our words in it precision; both count every occurrence of a word.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urljoin, urlsplit

from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory.coverage import missing_posts
from dimash_archive.errors import ArchiveError
from dimash_archive.html import dom
from dimash_archive.http.client import Fetcher
from dimash_archive.http.polite_client import PoliteClients, polite_fetcher
from dimash_archive.records import Fetched, Row
from dimash_archive.text.normalize import fold

SAMPLE = 30
"""How many articles are requested by default."""

_WORD = re.compile(r"\w+")
# What stands in `content.rendered` and is not text: captions, what plugins add, code.
_ASIDE = re.compile(
    r"<(figcaption|script|style|iframe|noscript)\b.*?</\1\s*>|<p class=\"wp-caption-text\".*?</p>",
    re.DOTALL | re.IGNORECASE,
)
_GOOD = 0.95


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article compared with the API's."""

    id: int
    """Its row of `articles`."""
    url: str
    """Its address."""
    recall: float
    """The share of the API's words that our body has, 0 to 1."""
    precision: float
    """The share of our body's words that the API has, 0 to 1."""

    @property
    def is_good(self) -> bool:
        """Whether nearly everything is there, and almost nothing else."""
        return min(self.recall, self.precision) >= _GOOD


@dataclass(frozen=True, slots=True)
class Live:
    """What a comparison with the site found."""

    compared: tuple[Comparison, ...]
    """The articles that the API knows, the worst first."""
    missed: tuple[str, ...]
    """Addresses of articles that it does not give, and of posts that are not held, each with the reason."""

    @property
    def recall(self) -> float:
        """The mean over articles; 0 if none could be compared."""
        return sum(each.recall for each in self.compared) / max(1, len(self.compared))

    @property
    def precision(self) -> float:
        """The mean over articles; 0 if none could be compared."""
        return sum(each.precision for each in self.compared) / max(1, len(self.compared))


def compare_with_api(
    archive: Archive, sample: int = SAMPLE, fetcher: Callable[[str], Fetcher] = polite_fetcher, seed: int = 0
) -> Live:
    """Compare a sample of the articles on the site with the API's; `fetcher` gives the client for a front page.

    One request per article, and no more to an API that is closed; what cannot be fetched is noted, not raised.
    """
    compared, missed, closed = [], list(_not_held(archive)), set[str]()
    with PoliteClients(fetcher) as clients:
        for article in _sample(archive, sample, seed):
            url, root = article.url, _api_root(archive, article)
            if root in closed:
                continue
            try:
                answer = clients.at(url).get(_address(root, article))
            except ArchiveError as error:
                missed.append(f"{url}: {str(error).splitlines()[0]}")
                continue
            if answer.status != HTTPStatus.OK:
                closed.add(root)
                missed.append(f"{root}: the API answers {answer.status}, so nothing can be compared with it")
            elif (rendered := _rendered(answer)) is None:
                missed.append(f"{url}: the API does not know it")
            else:
                compared.append(Comparison(article.id, url, *overlap(rendered, article.body)))
    compared.sort(key=lambda each: min(each.recall, each.precision))
    return Live(tuple(compared), tuple(missed))


def overlap(rendered: str, body: str) -> tuple[float, float]:
    """Recall and precision of a body's words against HTML as the API gives it; 1 where neither has any."""
    theirs = Counter(
        _WORD.findall(fold("\n".join(line.text for line in dom.parse(_ASIDE.sub(" ", rendered)).lines)))
    )
    ours = Counter(_WORD.findall(fold(body)))
    if not (theirs or ours):  # a photo report, a film
        return 1.0, 1.0
    common = (theirs & ours).total()
    return common / max(1, theirs.total()), common / max(1, ours.total())


@dataclass(frozen=True, slots=True)
class _Sampled:
    """An article to compare."""

    id: int
    url: str
    edition: str
    cms_id: int | None
    body: str


def _sample(archive: Archive, sample: int, seed: int) -> Iterator[_Sampled]:
    """Articles that are on the site, as many of each edition as chance wants."""
    sql = "SELECT id FROM articles WHERE gone_at IS NULL ORDER BY id"
    ids = [row[0] for row in archive.db.execute(sql)]
    one = (
        "SELECT articles.id, articles.url, articles.edition, ifnull(listings.cms_id, articles.cms_id), body"
        " FROM articles LEFT JOIN listings USING (key) WHERE articles.id = ?"
    )
    for article_id in sorted(random.Random(seed).sample(ids, min(sample, len(ids)))):
        yield _Sampled(*archive.db.execute(one, (article_id,)).fetchone())


def _address(root: str, article: _Sampled) -> str:
    """Where the API at `root` gives an article, if it knows it."""
    slug = urlsplit(article.url).path.strip("/").rpartition("/")[2]
    which = {"slug": slug} if article.cms_id is None else {"include": str(article.cms_id)}
    joint = "&" if "?" in root else "?"
    query = urlencode({**which, "_fields": "link,content"}, safe="%,")
    return f"{root}wp/v2/posts{joint}{query}"


def _rendered(answer: Fetched) -> str | None:
    """The HTML of the article in the API's answer; None if it knows no such article."""
    try:
        posts: list[Row] = json.loads(answer.body)
        return next((str(post["content"]["rendered"]) for post in posts), None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _api_root(archive: Archive, article: _Sampled) -> str:
    """Where a crawl found the API of an article's edition; else where it is on most hosts."""
    sql = (
        "SELECT url FROM pages WHERE edition = ? AND last_status = 200 AND instr(url, 'wp/v2/posts') LIMIT 1"
    )
    row = archive.db.execute(sql, (article.edition,)).fetchone()
    return str(row[0]).partition("wp/v2/posts")[0] if row else urljoin(article.url, "/wp-json/")


def _not_held(archive: Archive) -> Iterator[str]:
    """Posts that the site lists and the archive does not hold."""
    for (edition,) in archive.db.execute("SELECT DISTINCT edition FROM listings ORDER BY 1").fetchall():
        yield from (
            f"{url}: the site lists it, and it is not held" for url in missing_posts(archive.db, edition)
        )
