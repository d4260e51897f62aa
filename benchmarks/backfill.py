"""Whether the past comes home whole from other programs: pywb, `wacz create`, wget; and what a kill in the middle costs.

    python benchmarks/backfill.py --judges VENV [--stories 2] [--days 5] [--files FOLDER]

VENV is a virtual environment with the packages wacz and pywb; wget must be installed. The demo site is crawled once a
day; what that archive holds is served by pywb, packed by `wacz create`, and taken over from each into an empty
archive: every text and every removal must be as in the first. wget makes a WARC file of the site as it is today: every
article of today must come out of it. Files that other programs wrote years ago come with pywb, and FOLDER may hold more
(`test/data` of warcio's source): whatever warcio reads of them must come in. Prints a line for each; exits with 1 if anything differs.
"""

import argparse
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from dimash_archive.archive import Archive
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions, BackfillSummary
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Holdings, Wanted
from dimash_archive.backfill.sources.replaying_archives import archive_at
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.http.client import Fetcher
from dimash_archive.site import Site
from past_site import Past, account, crawl_days
from replay import answered

OLD_SITE = Site.parse('name = "example"\n[editions.en]\nurl = "http://example.com/"\n')


@contextmanager
def pywb(files: Path, judges: Path, folder: Path) -> Iterator[str]:
    """A pywb that serves the WARC files of a folder; gives the address of its CDX server."""
    folder.mkdir()
    manager = [judges / "bin" / "wb-manager"]
    for words in (["init", "past"], ["add", "past", *sorted(files.glob("*.warc.gz"))]):
        subprocess.run([*manager, *words], cwd=folder, check=True, capture_output=True)
    port = _free_port()
    command = [str(judges / "bin" / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while answered(port, "/") is None:
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/past/cdx"
    finally:
        server.terminate()
        server.wait()


def bring_in(past: Past, data: Path, holdings: Holdings) -> BackfillSummary:
    """A backfill of everything, to its end."""
    run = Backfill(past.site, data, holdings, Wanted(capture_selection.fronts(past.site)), BackfillOptions())
    for _ in run.run():
        pass
    return run.summary


def packed(past: Past, judges: Path, folder: Path) -> Path:
    """The WARC files of an archive as one package, made by `wacz create`."""
    package = folder / "past.wacz"
    files = sorted((past.data / "warc").glob("*.warc.gz"))
    subprocess.run(
        [judges / "bin" / "wacz", "create", "-o", package, *files], check=True, capture_output=True
    )
    return package


def fetched_by_wget(town: DemoServer, folder: Path) -> Path:
    """A WARC file that wget made of the site as it is today."""
    fronts = [edition.url for edition in town.site.editions]
    command = [
        "wget",
        "--quiet",
        "--recursive",
        "--level=6",  # the site has a calendar without an end
        "--no-parent",
        "--warc-file=wget",
        "--delete-after",
    ]
    subprocess.run(
        [*command, *fronts], cwd=folder, check=False, capture_output=True
    )  # its code tells of a 404
    return folder / "wget.warc.gz"


def read_by_warcio(folder: Path) -> set[tuple[str, str]]:
    """Address and second of every answer of example.com in the packed files of a folder, and in ARC files."""
    answers = set()
    for path in (
        *folder.glob("*.warc.gz"),
        *folder.glob("example.arc*"),
    ):  # plain WARC files lost their line ends
        with path.open("rb") as file, suppress(ArchiveLoadFailed):  # it gives up at the first damage
            for record in ArchiveIterator(file, arc2warc=True):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                status = record.http_headers.get_statuscode() if record.http_headers is not None else ""
                if (
                    record.rec_type in ("response", "revisit")
                    and status == "200"
                    and OLD_SITE.edition_of(url)
                ):
                    answers.add((url, record.rec_headers.get_header("WARC-Date")[:19]))
    return answers


def old_files(files_of_others: Path, folder: Path) -> tuple[bool, str]:
    """Whether files that other programs wrote come in whole."""
    theirs = read_by_warcio(files_of_others)
    files = ForeignFiles(str(files_of_others))
    run = Backfill(OLD_SITE, folder, files, Wanted(capture_selection.fronts(OLD_SITE)), BackfillOptions())
    list(run.run())
    with Archive.open(folder, readonly=True) as archive:
        ours = {(each.url, f"{each.fetched_at:%Y-%m-%dT%H:%M:%S}") for _, each in archive.captures()}
    return theirs <= ours, f"{len(theirs & ours)} of {len(theirs)} answers that warcio reads"


def standing(data: Path) -> set[str]:
    """Addresses of the articles that were there when an archive last asked for them."""
    last = "SELECT status FROM captures WHERE captures.url = articles.url ORDER BY fetched_at DESC, id DESC LIMIT 1"
    with Archive.open(data, readonly=True) as archive:
        return {url for (url,) in archive.db.execute(f"SELECT url FROM articles WHERE ({last}) < 400")}


def killed(past: Past, data: Path, profile: Path) -> bool:
    """A backfill by the command line that was killed at several moments, then finished; whether all came out."""
    program = Path(sys.executable).with_name("dimash-archive")
    words = (program, "backfill", profile, "--from", past.data / "warc", "--data", data)
    command = [str(word) for word in words]
    for seconds in (1.0, 2.0, 3.0, 4.0):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, capture_output=True)
    return account(data) == account(past.data)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _line(name: str, good: bool, more: str) -> bool:
    print(f"{'ok  ' if good else 'FAIL'}  {name}: {more}", flush=True)
    return good


def main() -> None:
    """Try each, print, and exit with 1 if anything differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--judges", type=Path, required=True)
    parser.add_argument("--stories", type=int, default=2)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--files", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve(DemoSite(args.stories)) as town:
        folder = Path(name)
        crawl_days(town, town.site, folder / "then", range(args.days))
        past = Past(town.site, folder / "then", folder / "then")
        want = account(past.data)
        edited = sum(len(texts) > 1 for texts, _ in want.values())
        away = sum(bool(times) for _, times in want.values())
        print(f"the archive of those days: {len(want)} articles, {edited} edited, {away} removed")
        good = []
        with pywb(past.data / "warc", args.judges, folder / "pywb") as index, Fetcher([index]) as fetcher:
            done = bring_in(past, folder / "of-pywb", archive_at(index, fetcher))
            same = account(folder / "of-pywb") == want
            good.append(_line("pywb", same, f"{done.captures} captures, {done.missing} could not be had"))
        done = bring_in(past, folder / "of-wacz", ForeignFiles(str(packed(past, args.judges, folder))))
        same = account(folder / "of-wacz") == want
        good.append(_line("wacz create", same, f"{done.captures} captures"))
        (folder / "wget").mkdir()
        done = bring_in(past, folder / "of-wget", ForeignFiles(str(fetched_by_wget(town, folder / "wget"))))
        missing = standing(past.data) - set(account(folder / "of-wget"))
        good.append(
            _line("wget", not missing, f"{done.captures} captures, {len(missing)} articles of today missing")
        )
        for number, files in enumerate((args.judges / "sample_archive" / "warcs", *args.files)):
            good.append(
                _line(f"old files, {files.name}", *old_files(files, folder / f"of-old-files-{number}"))
            )
        profile = folder / "town.toml"
        profile.write_text(town.profile_text)
        good.append(_line("killed four times", killed(past, folder / "of-killed", profile), "then finished"))
        shutil.rmtree(folder / "pywb")
    raise SystemExit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
