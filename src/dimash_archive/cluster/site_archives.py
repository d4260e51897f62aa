"""WARC files of a site read into archives on many machines, each file on one; `merge` joins them."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from math import ceil
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import fsspec

from dimash_archive.archive import Archive
from dimash_archive.backfill.warc_files import take_in
from dimash_archive.cluster.dispatch import ClusterOptions, Progress, client, spread
from dimash_archive.errors import CaptureError
from dimash_archive.site import Site, distinct
from dimash_archive.warc.files import WARC_FOLDER

_UNFINISHED: Final = ".part"


def extract(sources: Sequence[str], out: Path, site: Site, options: ClusterOptions) -> Iterator[Progress]:
    """Make an archive below `out` from each WARC file; yields after each. `out` is a folder that all workers see.

    An archive is put in place as a whole: stopped and started again, it continues with the files that have none. Raises
    CaptureError for a file that cannot be read, UsageError for two files of the same name.
    """
    distinct([name(source) for source in sources])
    todo = [source for source in sources if not (out / name(source)).exists()]
    done = len(sources) - len(todo)
    yield Progress("reading files", done, len(sources))
    with ExitStack() as stack:
        workers: Any = client(stack, options) if todo else None
        readers = _readers(workers, len(todo)) if todo else 0

        def submit(source: str) -> Any:
            key = f"archive-{name(source)}"
            return workers.submit(work, source, str(out.absolute()), site, readers, key=key, pure=False)

        for _ in spread(workers, todo, submit) if todo else ():
            done += 1
            yield Progress("reading files", done, len(sources))


def _readers(workers: Any, files: int) -> int:
    """How many processes may read the pages of a file: more than one where a machine has more workers than files."""
    hosts = Counter(urlsplit(address).hostname for address in workers.nthreads())
    return max(1, min(hosts.values()) // ceil(files / len(hosts)))


def name(source: str) -> str:
    """The name of a WARC file's archive: that of the file without its extensions."""
    return (
        source.rstrip("/").rpartition("/")[2].removesuffix(".gz").removesuffix(".warc").removesuffix(".arc")
    )


def made(sources: Sequence[str], out: Path) -> dict[str, int]:
    """How many `archives` there are of these files, and how many `errors` were met making them, in this or a former run."""
    folders = [folder for source in sources if (folder := out / name(source)).exists()]
    errors = 0
    for folder in folders:
        with Archive.open_for_reading(folder) as archive:
            errors += archive.db.execute("SELECT ifnull(sum(failed), 0) FROM runs").fetchone()[0]
    return {"archives": len(folders), "errors": errors}


def work(source: str, out: str, site: Site, readers: int = 1) -> dict[str, int]:
    """Make the archive of one WARC file; what runs on a worker. What an earlier worker left half done is started over."""
    unfinished = Path(out) / f"{name(source)}{_UNFINISHED}"
    shutil.rmtree(unfinished, ignore_errors=True)
    warc = unfinished / WARC_FOLDER / source.rpartition("/")[2]
    warc.parent.mkdir(parents=True)
    try:
        fs, path = fsspec.core.url_to_fs(source)
        fs.get_file(path, str(warc))
    except (OSError, ValueError, ImportError) as error:
        raise CaptureError(f"{source} cannot be read: {error}.") from error
    counts = take_in(site, unfinished, workers=readers)
    unfinished.rename(Path(out) / name(source))
    return counts
