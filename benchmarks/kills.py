"""Whether a crawl survives everything: killed at random moments, or at its N-th write, and started again.

    python benchmarks/kills.py [--kills 200] [--articles 300] [--faults 30] [--seed 1] [--damage] [--json FILE]

Random kills: crawls of the demo site are killed with SIGKILL again and again, each time after a random moment, until
they are done; then the archive must equal that of a crawl that was left in peace. Faults: the N-th write, for N = 1,
2, 3 …, of four kinds (killed in the middle of a WARC record, killed before the N-th statement of the database, no
space left in the middle of a WARC record, no space left for the database), then a run that is left in peace. Equal
means: the same articles, the same versions with the same texts, the same speeches, the same search results; and each
record in the WARC files known once, at its place. With `--damage` a byte of the WARC files is changed after each kill: as many
records may be unreadable then, `verify` must tell of them, and all else must be equal; and each run's clock is off by up to
a day, forth or back. The exit code is 1 if anything differs. Needs a system with fork.
"""

import argparse
import errno
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dimash_archive.archive import Archive
from dimash_archive.archive import connection as connections
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, serve
from dimash_archive.errors import ArchiveError, DiskFull, NotAnArticle
from dimash_archive.extraction import extract
from dimash_archive.site import Site
from dimash_archive.warc import reader, writer
from dimash_archive.warc.files import disk_errors

KINDS = ("warc-kill", "database-kill", "warc-full", "database-full")
_LONGEST = 120.0


def crawl(site: Site, data: Path, off: timedelta = timedelta()) -> int:
    """One run to its end, by a clock that is off by so much; returns its exit code."""
    job = Crawl(site, data, workers=0, rate=0, now=lambda: datetime.now(UTC) + off)
    try:
        for _ in job.run():
            pass
    except ArchiveError as error:
        return error.exit_code
    return job.summary.exit


def in_a_child(work: Callable[[], int], kill_after: float | None = None) -> int | None:
    """Do it in a forked process; returns its exit code, or None if it was killed."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    until = time.monotonic() + (kill_after or _LONGEST)
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    if kill_after is None:
        raise SystemExit(f"a run took more than {_LONGEST:.0f} seconds")
    return None


def faulty(kind: str, number: int, site: Site, data: Path) -> int:
    """A run whose write number `number` goes wrong; in a process of its own, as it patches what it runs."""
    calls = 0

    def is_it() -> bool:
        nonlocal calls
        calls += 1
        return calls >= number if kind.endswith("full") else calls == number

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if kind.startswith("warc"):
        write = writer.WarcWriter._append

        def append(self: Any, file: Any, content: bytes) -> int:
            if not is_it():
                return write(self, file, content)
            if kind == "warc-kill":
                file.write(content[: len(content) // 2])
                die()
            with disk_errors("the file"):
                raise OSError(errno.ENOSPC, "No space left on device")

        writer.WarcWriter._append = append  # type: ignore[assignment,method-assign]
    else:
        prepared = connections._prepared

        def prepare(connection: Any, path: Path) -> Any:
            db = prepared(connection, path)
            if kind == "database-full":
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count = {pages + number - 1}")
            else:
                connection.set_trace_callback(lambda _: die() if is_it() else None)
            return db

        connections._prepared = prepare
    return crawl(site, data)


def holdings(data: Path) -> dict[str, Any]:
    """What must be the same however often a crawl was killed."""
    with Archive.open(data, readonly=True) as archive:

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return list(archive.db.execute(sql).fetchall())

        return {
            "articles": ask("SELECT url, title, lead, body, version FROM articles ORDER BY url"),
            "versions": ask(
                "SELECT url, v.version, v.title, v.body FROM versions v JOIN articles a ON a.id = article_id"
                " ORDER BY 1, 2"
            ),
            "quotes": ask(
                "SELECT url, text, speaker FROM quotes JOIN articles a ON a.id = article_id ORDER BY 1, 2"
            ),
            "found": [
                sorted(hit.url for hit in archive.search(word, limit=500)) for word in ("choir", "хор", "ән")
            ],
        }


def damage(data: Path, chance: random.Random) -> bool:
    """Change one byte of a WARC file, whatever it stands for; False where there is none yet."""
    files = [path for path in sorted((data / "warc").glob("*.warc.gz*")) if path.stat().st_size]
    if not files:
        return False
    with chance.choice(files).open("r+b") as file:
        at = chance.randrange(file.seek(0, os.SEEK_END))
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes((byte ^ chance.randrange(1, 256),)))
    return True


def faults(data: Path, peace: dict[str, Any], damaged_bytes: int = 0) -> list[str]:
    """What is wrong with an archive, compared with that of a crawl left in peace."""
    told = [f"other {name}" for name, rows in holdings(data).items() if rows != peace[name]]
    files = sorted((data / "warc").glob("*.warc.gz"))
    places = [(each.warc_file, each.warc_offset) for path in files for each, _ in reader.read(path)]
    with Archive.open(data, readonly=True) as archive:
        known = [(each.warc_file, each.warc_offset) for _, each in archive.captures()]
        twice = archive.db.execute(
            "SELECT url FROM captures WHERE status = 200 AND url IN (SELECT url FROM pages WHERE due IS NOT NULL)"
            " GROUP BY url HAVING count(*) > 1"  # documents of discovery are read anew by every run
        ).fetchall()
        damaged = archive.db.execute("PRAGMA quick_check").fetchone()[0]
    unreadable = len(set(known) - set(places))
    if set(places) - set(known) or len(set(known)) < len(known) or unreadable > damaged_bytes:
        told += [f"{unreadable} records lost, or records that the database does not know, or knows twice"]
    if unreadable and not any(verify(data)):
        told += [f"{unreadable} records that cannot be read, and verify says nothing"]
    told += [f"{len(twice)} pages captured twice, such as {twice[0][0]}"] if twice else []
    told += ["a file left open"] if list((data / "warc").glob("*.open")) else []
    return told + ([f"database: {damaged}"] if damaged != "ok" else [])


def random_kills(site: Site, peace: dict[str, Any], seconds: float, options: argparse.Namespace) -> list[str]:
    """Crawls that are killed until there were enough kills; returns what went wrong."""
    chance, kills, crawls, wrong = random.Random(options.seed), 0, 0, []
    while kills < options.kills:
        with tempfile.TemporaryDirectory() as folder:
            data, here, damaged = Path(folder) / "data", 0, 0
            while kills < options.kills:
                off = timedelta(hours=chance.uniform(-24, 24) if options.damage else 0)
                wait = chance.uniform(0.02, seconds / 4)
                if in_a_child(lambda: crawl(site, data, off), wait) is not None:  # noqa: B023
                    break
                kills, here = kills + 1, here + 1
                damaged += options.damage and damage(data, chance)
            code = in_a_child(lambda: crawl(site, data, timedelta(days=2 if options.damage else 0)))  # noqa: B023
            told = faults(data, peace, damaged) + ([f"exit {code}"] if code else [])
        crawls += 1
        wrong += told
        print(
            f"crawl {crawls}: killed {here} times ({kills} in all): {'; '.join(told) or 'equal'}", flush=True
        )
    return wrong


def injected(kind: str, site: Site, peace: dict[str, Any], most: int) -> list[str]:
    """The N-th write of a kind goes wrong, for N = 1, 2, 3 …; returns what went wrong."""
    wrong, ended = [], Counter[str]()
    for step in range(most):
        # The first ones one by one; statements and pages of the database are many, so later ones in strides.
        number = 1 + step if kind.startswith("warc") or step < most // 2 else 1 + step * 37
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            code = in_a_child(lambda: faulty(kind, number, site, data))  # noqa: B023
            ended["killed" if code is None else f"exit {code}"] += 1
            if code not in (None, 0, DiskFull.exit_code):
                wrong.append(f"{kind} {number}: exit {code}")
            after = in_a_child(lambda: crawl(site, data))  # noqa: B023
            told = faults(data, peace) + ([f"exit {after}"] if after else [])
            wrong += [f"{kind} {number}: {each}" for each in told]
    print(f"{kind}: {most} runs ({dict(ended)}): {'; '.join(wrong[:3]) or 'equal'}", flush=True)
    return wrong


@contextmanager
def served(articles: int) -> Iterator[Site]:
    """The demo site in a process of its own, as this one has to fork."""
    command = [sys.executable, __file__, "--serve", str(articles)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield Site.parse(json.loads(server.stdout.readline()), "demo")
        server.stdin.close()


def peaceful(site: Site, data: Path) -> tuple[dict[str, Any], float]:
    """The holdings of a crawl left in peace, and how many seconds it took."""
    began = time.monotonic()
    in_a_child(lambda: crawl(site, data))
    return holdings(data), time.monotonic() - began


def main() -> None:
    """Kill, inject, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--faults", type=int, default=30, help="runs of each kind of fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--damage", action="store_true", help="change a byte after each kill, and the clock")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.serve:
        with serve(DemoSite(options.serve // 3 + options.serve // 80)) as server:
            print(json.dumps(server.profile_text), flush=True)
            sys.stdin.read()
        return
    with suppress(NotAnArticle):  # the children load what extraction needs once
        extract(b"<p>Warm</p>", "https://example.org/")
    wrong = []
    for articles in (options.articles if options.kills else 0, 24 if options.faults else 0):
        if not articles:
            continue
        with served(articles) as site, tempfile.TemporaryDirectory() as folder:
            peace, seconds = peaceful(site, Path(folder))
            print(f"in peace: {len(peace['articles'])} articles in {seconds:.1f} s", flush=True)
            if articles == options.articles and options.kills:
                wrong += random_kills(site, peace, seconds, options)
            else:
                for kind in KINDS:
                    wrong += injected(kind, site, peace, options.faults)
    if options.json:
        options.json.write_text(json.dumps({"wrong": wrong}) + "\n", "utf-8")
    print("; ".join(wrong) or "Every archive is equal.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
