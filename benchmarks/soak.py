"""Whether memory stays flat over a long run: the demo's pages are extracted again and again.

    python benchmarks/soak.py [--parses 20000] [--json FILE]

Prints the resident memory of the process at twenty points as a small plot, and by how many bytes per page it grew
over the second half, when everything is loaded and caches are full. Needs /proc (Linux).
"""

import argparse
import json
import resource
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from dimash_archive import extract
from dimash_archive.demo import DemoSite

POINTS = 20
WIDTH = 40


def resident() -> int:
    """Resident memory of this process in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def pages(site: DemoSite) -> list[tuple[bytes, str]]:
    """Every article page of the demo site, with its address."""
    return [
        (site.respond(lang, urlsplit(url).path, {})[2], url)
        for lang in ("kk", "ru", "en")
        for url in site.truth(lang)
    ]


def soak(parses: int) -> list[tuple[int, int]]:
    """How many pages were extracted, and the resident memory in bytes, at each point."""
    stream = cycle(pages(DemoSite()))
    found = []
    for point in range(1, POINTS + 1):
        for html, url in islice(stream, parses // POINTS):
            extract(html, url)
        found.append((point * (parses // POINTS), resident()))
    return found


def growth(found: list[tuple[int, int]]) -> float:
    """Bytes a page over the second half."""
    (first, before), (last, after) = found[len(found) // 2], found[-1]
    return (after - before) / (last - first)


def main() -> None:
    """Soak, plot, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parses", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = soak(options.parses)
    most = max(size for _, size in found)
    for count, size in found:
        print(f"{count:7,} pages {size / 2**20:7.1f} MiB {'█' * round(WIDTH * size / most)}")
    print(f"second half: {growth(found):+.0f} bytes per page")
    if options.json:
        options.json.write_text(
            json.dumps({"points": found, "bytes per page": growth(found)}) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
