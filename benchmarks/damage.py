"""Whether `verify` finds damage anywhere: single bits are flipped at random in a real archive, one at a time.

    python benchmarks/damage.py [--flips 300] [--stories 8] [--seed 1]

The demo site is crawled into an archive. Then bits of the database and of its WARC file are flipped, each alone and put
back afterwards; prints how many of them were found, and where those are that were not. In a WARC file a bit may mean
nothing, as those that fill up the last byte of a compressed record do: it counts only if it changes what is read.
"""

import argparse
import gzip
import random
import sys
import tempfile
import zlib
from pathlib import Path

from dimash_archive.archive import FILE
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, serve


def flip(path: Path, at: int, bit: int) -> None:
    """Turn one bit of a file around."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def content(path: Path) -> bytes | None:
    """What a compressed file holds, or None if it cannot be read; the database as it is."""
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error):
        return None


def main() -> None:
    """Crawl, flip, look, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flips", type=int, default=300, help="For each file.")
    parser.add_argument("--stories", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, missed = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as name, serve(DemoSite(options.stories)) as server:
        data = Path(name)
        for _ in Crawl(server.site, data).run():
            pass
        assert not list(verify(data)), "the archive is whole before"
        for path in (data / FILE, *sorted((data / "warc").iterdir())):
            size, whole, found, harmless = path.stat().st_size, content(path), 0, 0
            for _ in range(options.flips):
                at, bit = rng.randrange(size), rng.randrange(8)
                flip(path, at, bit)
                if any(verify(data)):
                    found += 1
                elif content(path) == whole:
                    harmless += 1
                else:
                    print(f"MISSED {path.name} byte {at} bit {bit}")
                    missed += 1
                flip(path, at, bit)
            print(
                f"{path.name}: {size:,} bytes, {options.flips} flips: {found} found, {harmless} change nothing"
            )
        assert not list(verify(data)), "the archive is whole afterwards"
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
