"""Real publishing systems on loopback, crawled, and held against what is true of their posts.

    python benchmarks/publishing.py hugo pelican nikola
    python benchmarks/publishing.py wordpress [--theme T] [--permalinks P] [--no-rest] [--layout L] [--changes]
    python benchmarks/publishing.py all

`all` also tries three themes of WordPress, four forms of permalinks, the REST API closed, and editions that are paths.
`--changes` then edits, moves, protects, removes and restores posts of a WordPress, gives all of them other addresses,
and says what the archive made of each. `--magazine` makes every seventh post one of a
type of its own, nests categories, gives pages of three posts and comments, another time zone, a page for a front, and
a plugin's sitemaps. `--theme` is one of WordPress's, one that Pelican (`simple`) or Nikola
(`bootstrap4`) bring, or for Hugo a folder. `--show FIELD` prints each deviation of a field (`missing`, `must_not_be`,
`body`, `section` …), `--keep DIR` leaves the sites and archives there. WordPress needs Debian's packages
(`tests/real/wordpress/services.py` names them), Hugo Debian's `hugo`, the others
`pip install "pelican[markdown]" nikola`.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "real"))

from crawling import crawl, write_profile
from judge.report import Report, compare
from judge.rows import address, of_archive
from judge.truth import Truth
from static_sites import BUILDERS
from static_sites.serving import FolderServer
from wordpress import services
from wordpress.folder import Layout
from wordpress.sites import PERMALINKS, THEMES, Settings, WordPress

_EDITS = (
    ("edit", ""),
    ("retitle", "A bridge of 24 planks"),
    ("slug", "twenty-four-planks"),
    ("category", "1"),
    ("password", "reed"),
)
"""What editors do: an action of `WordPress.change` and its value."""
_OTHER_OPTIONS: dict[str, str | int | float] = {
    "timezone_string": "",
    "gmt_offset": -3.5,
    "posts_per_page": 3,
    "posts_per_rss": 4,
    "page_comments": 1,
    "comments_per_page": 1,
    "date_format": "d/m/y",
}
"""What `--magazine` sets besides."""


def main() -> None:
    """Run what the arguments name."""
    wish = _arguments()
    systems = [*BUILDERS, "wordpress"] if "all" in wish.systems else wish.systems
    for system in systems:
        if system != "wordpress":
            with _folder(wish.keep, system) as folder:
                _try_static(system, folder, wish)
            continue
        if missing := services.missing():
            packages = " ".join(services.PACKAGES)
            raise SystemExit(f"Not installed: {', '.join(missing)}. Debian: apt-get install {packages}")
        chosen = Settings(
            wish.theme or THEMES[0],
            wish.permalinks,
            wish.rest,
            wish.layout,
            options=_OTHER_OPTIONS if wish.magazine else {},
            magazine=wish.magazine,
        )
        for number, settings in enumerate(_scenarios() if "all" in wish.systems else [chosen]):
            with _folder(wish.keep, f"wordpress-{number}") as folder:
                _try_wordpress(settings, folder, wish)


def _scenarios() -> Iterator[Settings]:
    for theme in THEMES:
        yield Settings(theme)
    for permalinks in ("dated", "category", "plain"):
        yield Settings(permalinks=permalinks)
    yield Settings(rest=False)
    yield Settings(permalinks="plain", rest=False)
    yield Settings("twentytwentytwo", layout="paths")
    yield Settings("twentytwentyone", layout="directories")


def _try_static(system: str, folder: Path, wish: argparse.Namespace) -> None:
    print(f"\n== {system}{f', {wish.theme}' if wish.theme else ''}", flush=True)
    root = folder / "root"
    root.mkdir(exist_ok=True)
    with FolderServer(root) as server:
        built = BUILDERS[system].build(folder / "source", root, server.url, wish.theme)
        profile, data = write_profile(folder / "valley.toml", built.fronts), folder / "data"
        _crawl_twice(profile, data, lambda: len(server.requests))
    _print(compare(built.posts, of_archive(data / "archive.db")), wish.show)


def _try_wordpress(settings: Settings, folder: Path, wish: argparse.Namespace) -> None:
    print(
        f"\n== {settings.theme}, {settings.permalinks}, rest={settings.rest}, layout={settings.layout}, magazine={settings.magazine}",
        flush=True,
    )
    with WordPress.start(folder / "site", settings) as site:
        profile, data = write_profile(folder / "valley.toml", site.fronts), folder / "data"
        _crawl_twice(profile, data, site.requests)
        _print(compare(site.truth(), of_archive(data / "archive.db")), wish.show)
        if wish.changes:
            _change(site, profile, data)


def _crawl_twice(profile: Path, data: Path, requests: Callable[[], int]) -> None:
    for turn in ("first", "second"):
        before, began = requests(), time.monotonic()
        done = crawl(profile, data)
        spent = time.monotonic() - began
        print(f"{turn} crawl: {requests() - before} requests, {spent:.0f} s, exit {done.returncode}")


def _change(site: WordPress, profile: Path, data: Path) -> None:
    """An editor's changes, then another form of every address; each is crawled, and articles must keep their rows."""
    for edition in site.fronts:
        public = [post.story for post in site.truth() if post.edition == edition and post.article]
        for story, (action, value) in zip(public[1::5], _EDITS, strict=False):
            site.change(edition, story, action, value)
    _crawl_changed("editors changed 15 posts", site, profile, data)
    site.set_permalinks("dated")
    _crawl_changed("every post got another address", site, profile, data)


def _crawl_changed(what: str, site: WordPress, profile: Path, data: Path) -> None:
    held, before = _numbers(site.truth(), data), site.requests()
    done = crawl(profile, data)
    truth = site.truth()
    report, now = compare(truth, of_archive(data / "archive.db")), _numbers(truth, data)
    kept = sum(now.get(post) == number for post, number in held.items())
    print(f"\n{what}: {site.requests() - before} requests, exit {done.returncode}")
    print(f"{kept} of {len(held)} articles kept their number, {report.count('doubles')} doubles")
    print(
        f"{report.present} of {report.posts} posts, {report.count('must_not_be')} that must not be",
        flush=True,
    )
    for field in ("title", "body", "section"):
        print(f"{field:28}{report.shares[field]:8.3f}")


def _numbers(posts: list[Truth], data: Path) -> dict[tuple[str, int], int]:
    """By edition and story, the number of the article that is where the post is or was."""
    rows = {address(row["url"]): row["id"] for row in of_archive(data / "archive.db")}
    places = {(post.edition, post.story): [post.url, *post.former] for post in posts if post.article}
    found = {
        post: next((rows[key] for key in map(address, urls) if key in rows), None)
        for post, urls in places.items()
    }
    return {post: number for post, number in found.items() if number is not None}


def _print(report: Report, show: list[str]) -> None:
    print("\n".join(report.lines()), flush=True)
    for each in report.deviations:
        if each.field in show:
            want, got = (json.dumps(side, ensure_ascii=False) for side in (each.want, each.got))
            print(
                f"\n{each.field}: {each.edition} {each.story} {each.kind} {each.url}\n  want {want}\n  got  {got}"
            )


@contextmanager
def _folder(keep: Path | None, name: str) -> Iterator[Path]:
    """An empty folder that is gone afterwards, unless it was asked for by name."""
    folder = keep / name if keep else Path(tempfile.mkdtemp())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("systems", nargs="+", choices=[*BUILDERS, "wordpress", "all"])
    parser.add_argument("--theme")
    parser.add_argument("--permalinks", default="pretty", choices=PERMALINKS)
    parser.add_argument("--no-rest", dest="rest", action="store_false")
    parser.add_argument("--layout", default="hosts", choices=get_args(Layout))
    parser.add_argument("--magazine", action="store_true")
    parser.add_argument("--changes", action="store_true")
    parser.add_argument("--show", nargs="*", default=[], metavar="FIELD")
    parser.add_argument("--keep", type=Path, metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    main()
