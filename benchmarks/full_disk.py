"""A disk without a free byte, command by command: how each ends, what it says, and whether anything is lost.

    python benchmarks/full_disk.py [--stories 6]

A small file system in memory is mounted (needs root on Linux). A crawl fills it; when room is made, the next one goes on, and
its archive must equal that of a crawl with room. Then it is filled to the last byte around a whole archive: commands that
read must answer or end with 8, commands that write must end with 8, in words; and with room again, each must end well and
every article must be as it was. The exit code is 1 if anything is not so, 2 where nothing can be mounted.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from archivist_day import texts
from dimash_archive.demo import DemoSite, serve
from dimash_archive.errors import DiskFull

# A crawl ends while there are 100 MB left; here it must go on until there is nothing.
_PROGRAM = (
    "from dimash_archive.crawler import run; run._SPARE = 0; from dimash_archive.cli import main; main()"
)
_FULL = DiskFull.exit_code
_PLENTY = "400m"


class Disk:
    """A file system of a few megabytes."""

    def __init__(self, place: Path) -> None:
        self.place, self._ballast = place, place / "ballast"

    def resize(self, size: str) -> None:
        """Give it another size, such as `4m`."""
        subprocess.run(["mount", "-o", f"remount,size={size}", self.place], check=True)

    def fill(self) -> None:
        """Leave not a byte free."""
        self.resize(f"{_used(self.place) // 1024 + 64}k")
        with suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while file.write(bytes(1024)):
                pass

    def make_room(self) -> None:
        """Leave plenty."""
        self._ballast.unlink(missing_ok=True)
        self.resize(_PLENTY)


def _used(place: Path) -> int:
    return shutil.disk_usage(place).used


@contextmanager
def mounted(place: Path) -> Iterator[Disk]:
    """A disk at a folder, as long as it is needed. Exits with 2 where nothing can be mounted."""
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_PLENTY}", "tmpfs", place], check=False)
    if done.returncode:
        sys.exit(2)
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "-l", place], check=True)


class Trial:
    """What was tried, and what was not as it must be."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def run(self, *words: object, ends: Sequence[int]) -> None:
        """One command, which must end so and say why."""
        told = [str(word) for word in words]
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *told], capture_output=True, text=True, check=False
        )
        sentence = (done.stderr or done.stdout).strip().partition("\n")[0][:100]
        print(f"  {' '.join(told[:2]):28.28} → {done.returncode}  {sentence}", flush=True)
        speaks = "full" in done.stderr or done.returncode != _FULL
        if done.returncode not in ends or "Traceback" in done.stderr or not speaks:
            self.wrong.append(f"{told[0]} ended with {done.returncode}: {done.stderr[-400:]}")

    def require(self, holds: bool, what: str) -> None:
        """What must hold."""
        print(f"  {'yes' if holds else 'NO'}: {what}", flush=True)
        self.wrong += [] if holds else [what]


def crawl_until_full(trial: Trial, disk: Disk, profile: Path, whole: Path) -> None:
    """A crawl on a disk that is too small, then on one that is not."""
    crawl = ("crawl", profile, "--rate", "0", "--data", disk.place / "new")
    for size in ("300k", "600k", "1m", "2m"):
        print(f"A crawl with {size}:")
        disk.resize(size)
        trial.run(*crawl, ends=(_FULL,))
    print("With room:")
    disk.make_room()
    trial.run(*crawl, ends=(0,))
    trial.run("verify", "--data", disk.place / "new", ends=(0,))
    trial.require(texts(disk.place / "new") == texts(whole), "the articles are those of a crawl with room")
    shutil.rmtree(disk.place / "new")


def commands_on_a_full_disk(trial: Trial, disk: Disk, whole: Path, aside: Path) -> None:
    """Every command on an archive around which the disk is full, and once more with room."""
    data = disk.place / "data"
    shutil.copytree(whole, data)
    before = texts(data)
    reading: list[tuple[object, ...]] = [
        ("status",), ("status", "--check"), ("search", "choir"), ("show", "1"), ("history", "1"), ("cite", "1"),
        ("verify",), ("audit",), ("people",), ("export", "jsonl", "-o", aside / "out.jsonl"),
        ("copy", aside / "copy.db"),
    ]  # fmt: skip
    writing: list[tuple[object, ...]] = [
        ("verify", "--repair"), ("reextract",), ("link", "--again"), ("people", "--again"), ("merge", aside / "other"),
        ("backfill", "--from", next((aside / "other" / "warc").glob("*.warc.gz")), aside / "town.toml"),
        ("export", "csv", "-o", data / "out.csv"), ("copy", data / "copy.db"),
    ]  # fmt: skip
    print("Reading on a full disk:")
    disk.fill()
    for words in reading:
        trial.run(*words, "--data", data, ends=(0, 1, _FULL) if "--check" in words else (0, _FULL))
    print("Writing on a full disk:")
    for words in writing:
        trial.run(*words, "--data", data, ends=(_FULL,))
    disk.make_room()
    trial.require(texts(data) == before, "every article is as it was")
    print("With room:")
    for words in writing:
        trial.run(*words, "--data", data, ends=(0,))
    trial.run("verify", "--data", data, ends=(0,))


def main() -> None:
    """Fill disks, and tell how it was."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=6)
    stories, trial = parser.parse_args().stories, Trial()
    with tempfile.TemporaryDirectory() as name, serve(DemoSite(stories)) as town:
        folder = Path(name)
        profile = folder / "town.toml"
        profile.write_text(town.profile_text.replace('"demo"', '"town"'), "utf-8")
        print("Crawls with room:")
        trial.run("crawl", profile, "--rate", "0", "--data", folder / "whole", ends=(0,))
        town.move_to(1)
        trial.run("crawl", profile, "--rate", "0", "--full", "--data", folder / "other", ends=(0,))
        town.move_to(0)
        with mounted(folder / "disk") as disk:
            crawl_until_full(trial, disk, profile, folder / "whole")
            commands_on_a_full_disk(trial, disk, folder / "whole", folder)
    print("; ".join(trial.wrong) or "Nothing was lost, and every command said why it ended.")
    sys.exit(bool(trial.wrong))


if __name__ == "__main__":
    main()
