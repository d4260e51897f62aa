"""A real WordPress, crawled as a user would."""

from pathlib import Path

import pytest
from crawling import crawl, write_profile
from judge.report import compare
from judge.rows import of_archive
from needs import need
from wordpress import services
from wordpress.sites import Settings, WordPress

pytestmark = pytest.mark.whole


def test_a_wordpress_is_archived_whole(tmp_path: Path) -> None:
    """Every public post and nothing else becomes an article, with its text and facts; an unchanged site is asked little."""
    need(services.missing(), f"Debian: apt-get install {' '.join(services.PACKAGES)}")
    with WordPress.start(tmp_path / "site", Settings("twentytwentytwo", "category")) as site:
        profile, data = write_profile(tmp_path / "valley.toml", site.fronts), tmp_path / "data"
        done = crawl(profile, data)
        assert done.returncode == 0, done.stderr
        before = site.requests()
        crawl(profile, data)
        assert site.requests() - before <= 12
        report = compare(site.truth(), of_archive(data / "archive.db"))
    assert (report.present, report.count("doubles"), report.count("must_not_be")) == (report.posts, 0, 0)
    assert all(report.shares[name] == 1 for name in ("title", "published", "section", "language"))
    assert report.shares["body"] >= 0.97
    assert {name: share for name, share in report.shares.items() if share < 0.95} == {}
