"""How fast a site is crawled, and with how much memory: ours beside Scrapy, in one run on one machine.

    pip install scrapy trafilatura
    python benchmarks/crawl.py [--pages 1000] [--repeat 2] [--json FILE]
    python benchmarks/crawl.py --memory 2000 20000

Both crawl the same three editions (see `loadsite.py`) without a gap between requests, from a server in a process of
its own, in turns; the best run of each counts. Ours writes WARC, extracts, follows links and keeps the search index;
Scrapy finds the pages by the same sitemaps, obeys robots.txt, and stores address, title and body in SQLite, and no
WARC; once it looks for links on every page, as ours does, and once it does not. Scrapy "with the same work" follows links,
writes every answer to WARC (warcio), extracts with trafilatura's fast mode, and indexes title and body with FTS5, all in
its one process, as its manual has it. Only articles are counted. Memory is
the most physical memory (PSS) that all processes of a crawl had together, looked at five times a second; needs /proc
(Linux). Processor time tells more than pages per second where others use the machine as well.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
_LOOK = 0.2

SPIDER = """
import io, sqlite3, sys
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import SitemapSpider

AT_WORK = sys.argv[1] == "work"
if AT_WORK:
    import trafilatura
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter
    warc = WARCWriter(open(sys.argv[2] + ".warc.gz", "wb"), gzip=True, warc_version="WARC/1.1")

def keep(response):
    headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs]
    http = StatusAndHeaders(f"{response.status} OK", headers, protocol="HTTP/1.1")
    warc.write_record(warc.create_warc_record(response.url, "response", io.BytesIO(response.body), http_headers=http))

class Store:
    def open_spider(self, spider=None):
        self.db = sqlite3.connect(sys.argv[2])
        self.db.execute("CREATE TABLE articles (url TEXT PRIMARY KEY, title TEXT, body TEXT)")
        if AT_WORK:
            self.db.execute("CREATE VIRTUAL TABLE words USING fts5(title, body)")
    def process_item(self, item, spider=None):
        self.db.execute("INSERT INTO articles VALUES (?, ?, ?)", (item["url"], item["title"], item["body"]))
        if AT_WORK:
            self.db.execute("INSERT INTO words VALUES (?, ?)", (item["title"], item["body"]))
        return item
    def close_spider(self, spider=None):
        self.db.commit()

class News(SitemapSpider):
    name = "news"
    sitemap_urls = [base + "robots.txt" for base in sys.argv[3:]]
    sitemap_rules = [("/story-", "parse")]
    custom_settings = {"ITEM_PIPELINES": {Store: 1}, "LOG_ENABLED": False, "ROBOTSTXT_OBEY": True,
                       "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False}
    links = LinkExtractor(allow_domains=["127.0.0.1"]) if sys.argv[1] != "sitemap" else None
    def parse(self, response):
        if AT_WORK:
            keep(response)
        if self.links:
            for link in self.links.extract_links(response):
                yield response.follow(link, self.parse)
        if response.status == 200 and "/story-" in response.url:
            yield self.item(response)
    def item(self, response):
        if AT_WORK:
            body = trafilatura.extract(response.body, fast=True) or ""
            return {"url": response.url, "title": response.css("h1::text").get(), "body": body}
        return {"url": response.url, "title": response.css("h1::text").get(),
               "body": "\\n\\n".join("".join(p.css("::text").getall()) for p in response.css(".td-post-content p"))}

process = CrawlerProcess()
process.crawl(News)
process.start()
"""


class Run(NamedTuple):
    """One crawl."""

    pages: int
    """Articles in its database."""
    seconds: float
    """From the start of its process to its end."""
    peak: int
    """Bytes of memory."""
    main: int
    """Bytes of memory of the first process alone."""
    cpu: float
    """Processor seconds of all its processes."""


@contextmanager
def site(pages: int, kilobytes: int = 100) -> Iterator[dict[str, str]]:
    """The addresses of a site's editions by language, while it is served."""
    command = [
        sys.executable,
        str(HERE / "loadsite.py"),
        "--pages",
        str(pages),
        "--kilobytes",
        str(kilobytes),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield json.loads(server.stdout.readline())
        server.stdin.close()


def ours(bases: dict[str, str], folder: Path) -> Run:
    """The command line, as a user starts it."""
    editions = "".join(f'[editions.{lang}]\nurl = "{base}"\n' for lang, base in bases.items())
    (folder / "load.toml").write_text(f'name = "load"\n{editions}', "utf-8")
    wishes = [str(folder / "load.toml"), "--data", str(folder / "data"), "--rate", "0", "--json"]
    command = [sys.executable, "-c", "from dimash_archive.cli import main; main()", "crawl", *wishes]
    figures = measured(command)
    return Run(counted(folder / "data" / "archive.db"), *figures)


def scrapy(mode: str, bases: dict[str, str], folder: Path) -> Run:
    """A spider as Scrapy's manual writes it; `mode`: `links` follows those of every page too, `sitemap` does not, and
    `work` does all that ours does."""
    (folder / "spider.py").write_text(SPIDER, "utf-8")
    command = [sys.executable, str(folder / "spider.py"), mode, str(folder / "scrapy.db"), *bases.values()]
    figures = measured(command)
    return Run(counted(folder / "scrapy.db"), *figures)


def counted(database: Path) -> int:
    """How many articles a database holds."""
    with sqlite3.connect(database) as db:
        return int(db.execute("SELECT count(*) FROM articles WHERE url LIKE '%/story-%'").fetchone()[0])


def measured(command: list[str]) -> tuple[float, int, int, float]:
    """Run a command to its end: what a `Run` tells of it besides pages."""
    began, cpu = time.monotonic(), processor()
    ended, peaks = threading.Event(), [0, 0]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:

        def watch() -> None:
            while not ended.wait(_LOOK):
                sizes = [memory(pid) for pid in family(process.pid)]
                peaks[:] = max(peaks[0], sum(sizes)), max(peaks[1], sizes[0])

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = process.wait()
        seconds = time.monotonic() - began
        ended.set()
        watcher.join()
    if code:
        raise SystemExit(f"{command[:3]} ended with {code}")
    return seconds, peaks[0], peaks[1], processor() - cpu


def processor() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                found += family(int(child))
    return found


def memory(pid: int) -> int:
    """The bytes of physical memory of a process, what it shares divided among the sharers; 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def told(name: str, run: Run) -> None:
    """A line of the table."""
    cpu = 1000 * run.cpu / max(run.pages, 1)
    print(
        f"{name:17} {run.pages:7,} pages {run.seconds:7.1f} s {run.pages / run.seconds:7.1f} pages/s"
        f" {cpu:6.1f} ms of processor per page {run.peak / 1e6:5.0f} MB ({run.main / 1e6:.0f} in the first process)",
        flush=True,
    )


CRAWLERS = (
    ("Scrapy", partial(scrapy, "links")),
    ("Scrapy, no links", partial(scrapy, "sitemap")),
    ("Scrapy, same work", partial(scrapy, "work")),
    ("dimash-archive", ours),
)


def compared(pages: int, repeat: int) -> dict[str, Run]:
    """Ours and Scrapy in turns; the best run of each."""
    best: dict[str, Run] = {}
    for _ in range(repeat):
        for name, crawler in CRAWLERS:
            with site(pages) as bases, tempfile.TemporaryDirectory() as folder:
                run = crawler(bases, Path(folder))
            told(name, run)
            best[name] = min(best.get(name, run), run, key=lambda each: each.seconds / max(each.pages, 1))
    return best


def main() -> None:
    """Measure what was asked for, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000, help="pages an edition")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument(
        "--memory", type=int, nargs="+", metavar="N", help="ours alone at these numbers of pages"
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.memory:
        best = {}
        for pages in options.memory:
            with site(-(-pages // 3)) as bases, tempfile.TemporaryDirectory() as folder:
                best[f"{pages:,} pages"] = run = ours(bases, Path(folder))
            told("dimash-archive", run)
    else:
        best = compared(options.pages, options.repeat)
        rates = {name: run.pages / run.seconds for name, run in best.items()}
        for name in list(rates)[:-1]:
            print(f"{rates['dimash-archive'] / rates[name]:.2f} times the pages per second of {name}")
    if options.json:
        options.json.write_text(
            json.dumps({name: run._asdict() for name, run in best.items()}) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
