"""An archivist's day, step by step, with the commands that the manual names: what each prints, and how it ends.

    python benchmarks/archivist_day.py [--stories 6] [--keep FOLDER]

The demo site is crawled on loopback. The crawl is killed, a byte of its WARC file is damaged, another crawl finishes it;
the archive is verified, repaired, copied, moved to a read-only disk (a read-only mount where that is permitted, else
folders without the right to write), published, lost, and restored: from a copy, from an older database with newer WARC
files, and from the WARC files alone. Every step prints its command, its exit code and the first lines it said. The exit
code is 1 if a step did not end as it should.
"""

import argparse
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from dimash_archive.demo import DemoSite, serve

LINES = 6
"""Lines of each command's output that are printed."""


class Day:
    """The steps done so far, and what went wrong."""

    def __init__(self, profile: Path) -> None:
        self.profile, self.number, self.wrong = profile, 0, list[str]()

    def step(self, text: str) -> None:
        """Begin a step."""
        self.number += 1
        print(f"\n{self.number}. {text}", flush=True)

    def require(self, holds: bool, what: str) -> None:
        """Note what must hold."""
        print(f"   {'yes' if holds else 'NO'}: {what}", flush=True)
        if not holds:
            self.wrong.append(f"step {self.number}: {what}")

    def run(self, *words: object, ends: Sequence[int] = (0,)) -> str:
        """One command; returns all it printed. `ends`: the exit codes that are right."""
        told = [str(word) for word in words]
        done = subprocess.run(
            [sys.executable, "-m", "dimash_archive", *told], capture_output=True, text=True, check=False
        )
        output = done.stdout + done.stderr
        print(f"   $ dimash-archive {' '.join(told)}   → {done.returncode}")
        for line in output.splitlines()[:LINES]:
            print(f"     {line[:110]}")
        if done.returncode not in ends or "Traceback" in output:
            self.wrong.append(f"step {self.number}: {told[0]} ended with {done.returncode}: {output[-300:]}")
        return output


def texts(data: Path) -> list[tuple[str, str]]:
    """The articles of an archive: address and text."""
    uri = f"{(data / 'archive.db').absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as db:
        return db.execute("SELECT url, body FROM articles ORDER BY url").fetchall()


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def killed_crawl(day: Day, data: Path) -> int:
    """A crawl that gets SIGKILL when it has a few articles; returns how many answers were known then."""
    words = [
        sys.executable,
        "-m",
        "dimash_archive",
        "crawl",
        str(day.profile),
        "--data",
        str(data),
        "--rate",
        "0",
    ]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and _number(data, "articles") < 5:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    return _number(data, "captures")


def _number(data: Path, table: str) -> int:
    try:
        with closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as db:
            return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 0


def damage(data: Path) -> str:
    """Flip a byte in the middle of an article's record that the database knows; returns its address."""
    with closing(sqlite3.connect(data / "archive.db")) as db:
        sql = (
            "SELECT c.url, warc_file, warc_offset, warc_length FROM captures AS c JOIN articles ON capture_id = c.id"
            " WHERE revisit_of IS NULL ORDER BY c.id LIMIT 1"
        )
        url, name, offset, length = db.execute(sql).fetchone()
    path = next(path for path in (data / "warc").iterdir() if path.name.startswith(name))
    with path.open("r+b") as file:
        file.seek(offset + length // 2)
        byte = file.read(1)[0]
        file.seek(offset + length // 2)
        file.write(bytes((byte ^ 0xFF,)))
    return str(url)


@contextmanager
def read_only(folder: Path) -> Iterator[bool]:
    """The folder cannot be written to meanwhile; yields whether that holds for root too, as on a mounted disk."""
    bound = (
        subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode == 0
    )
    ready = bound and subprocess.run(
        ["mount", "-o", "remount,ro,bind", folder], capture_output=True, check=False
    )
    paths = [folder, *folder.rglob("*")]
    if not bound:
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield bool(ready) or os.geteuid() != 0
    finally:
        if bound:
            subprocess.run(["umount", folder], check=True)
        else:
            for path in paths:
                path.chmod(0o755 if path.is_dir() else 0o644)


def morning(day: Day, data: Path) -> None:
    """Crawl, kill, damage, crawl, verify, repair."""
    day.step("A crawl is killed in the middle, without warning.")
    known = killed_crawl(day, data)
    day.run("status", "--data", data)
    day.require(known > 0, f"the database knows {known} answers of the dead run")
    day.step("A byte of the WARC file is damaged meanwhile; the next crawl finishes the work.")
    url = damage(data)
    day.run("crawl", day.profile, "--data", data, "--rate", "0")
    day.require(_number(data, "captures") > known, "it went on from there")
    day.require(
        any(each == url for each, _ in texts(data)), f"the article of the damaged record is there: {url}"
    )
    day.step("verify names what is damaged; --repair changes nothing that cannot be put right, and says so.")
    told = day.run("verify", "--data", data, ends=(5,))
    day.require(url in told, "the damaged record is named")
    before = len(texts(data))
    day.run("verify", "--repair", "--data", data, ends=(5,))
    day.require(len(texts(data)) == before, "no article was lost by the repair")


def noon(day: Day, data: Path, folder: Path) -> Path:
    """Copy, list, move to a read-only disk, publish; returns the copy."""
    day.step("A copy is made, compact and of one moment, with a list of all files.")
    copy = folder / "copy"
    copy.mkdir()
    day.run("copy", copy / "archive.db", "--data", data)
    shutil.copytree(data / "warc", copy / "warc")
    day.run("manifest", "--output", folder / "copy.sha256", "--data", copy)
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", folder / "copy.sha256"], cwd=copy, check=False
    )
    day.require(checked.returncode == 0, "sha256sum agrees with the list")
    day.step("It lies on a read-only disk now, and is read there.")
    before = sums(copy)
    with read_only(copy) as for_root:
        print(
            f"   read-only for every user: {'yes' if for_root else 'no, this is root without the right to mount'}"
        )
        day.run("status", "--data", copy)
        day.run("search", "choir", "--limit", "2", "--data", copy)
        day.run("show", "1", "--data", copy)
        day.run("export", "jsonl", "-o", folder / "articles.jsonl", "--data", copy)
        day.run("export", "wacz", "-o", folder / "published.wacz", "--data", copy, ends=(0, 5))
    day.require(sums(copy) == before, "not a byte of it was changed by reading")
    day.require(
        (folder / "articles.jsonl").read_text("utf-8").count("\n") == len(texts(data)),
        "all articles came out",
    )
    return copy


def evening(day: Day, data: Path, copy: Path, folder: Path, change: Callable[[], None]) -> None:
    """Lose everything, and restore it in three ways."""
    change()
    day.step("A week later the site has news; the crawl brings them.")
    day.run("crawl", day.profile, "--data", data, "--rate", "0", "--full")
    now = texts(data)
    day.step("The machine is lost. From the copy: the archive of that day.")
    restored = folder / "restored"
    shutil.copytree(copy, restored)
    day.run("verify", "--data", restored, ends=(5,))
    day.require(len(texts(restored)) > 0, "its articles are there")
    day.step("The older database, the newer WARC files: the records that it does not know are taken in.")
    for path in (data / "warc").iterdir():
        if not (restored / "warc" / path.name).exists():
            shutil.copy2(path, restored / "warc")
    day.run("verify", "--repair", "--data", restored, ends=(5,))
    day.run("reextract", "--data", restored, ends=(0, 7))
    day.require(texts(restored) == now, "every article is what it was on the day of the loss")
    day.step("The WARC files alone: an archive is made of them.")
    files = sorted((data / "warc").glob("*.warc.gz"))
    day.run("cluster", "extract", *files, "--as", "archive", "--site", day.profile, "--out", folder / "made",
            "--workers", 1, ends=(0, 7))  # fmt: skip
    made = sorted(path for path in (folder / "made").iterdir() if (path / "archive.db").exists())
    day.run("merge", *made, "--data", folder / "joined")
    held = {url for url, _ in now}
    day.require(
        len(held - {url for url, _ in texts(folder / "joined")}) <= 1,
        "all its articles are there but that of the damaged record",
    )


def main() -> None:
    """Live through the day, and tell how it was."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=6)
    parser.add_argument("--keep", type=Path, help="Where its files go, and stay.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve(DemoSite(options.stories)) as town:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        profile, data = folder / "town.toml", folder / "data"
        profile.write_text(town.profile_text.replace('"demo"', '"town"'), "utf-8")
        day = Day(profile)
        morning(day, data)
        copy = noon(day, data, folder)
        evening(day, data, copy, folder, lambda: town.move_to(1))
    print("\n" + ("\n".join(day.wrong) or "Every step ended as it should."))
    sys.exit(bool(day.wrong))


if __name__ == "__main__":
    main()
