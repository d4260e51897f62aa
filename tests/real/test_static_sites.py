"""Sites that Hugo, Nikola and Pelican build, crawled as a user would."""

import shutil
from pathlib import Path

import pytest
from crawling import crawl, write_profile
from judge.report import compare
from judge.rows import of_archive
from needs import need
from static_sites import BUILDERS
from static_sites.serving import FolderServer

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("system", BUILDERS)
def test_a_static_site_is_archived_whole(system: str, tmp_path: Path) -> None:
    """Every story becomes an article with its text and facts, and at most one other page does."""
    builder = BUILDERS[system]
    programs = [builder.PROGRAM] if shutil.which(builder.PROGRAM) is None else []
    need(programs, 'Debian: apt-get install hugo; pip install "pelican[markdown]" nikola')
    (root := tmp_path / "root").mkdir()
    with FolderServer(root) as server:
        built = builder.build(tmp_path / "source", root, server.url)
        done = crawl(write_profile(tmp_path / "valley.toml", built.fronts), tmp_path / "data")
    assert done.returncode == 0, done.stderr
    report = compare(built.posts, of_archive(tmp_path / "data" / "archive.db"))
    assert (report.present, report.posts) == (90, 90)
    assert report.count("must_not_be") <= 1
    assert report.shares["body"] >= 0.97
    assert {name: share for name, share in report.shares.items() if name != "body" and share < 0.95} == {}
