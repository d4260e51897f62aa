"""What pages need to look right: each once, the site's own only, and none of it at the cost of articles."""

from pathlib import Path

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, fake_extractor, rows, run
from demo_stories import small_site
from dying import Killed, dying

from dimash_archive.archive import Archive
from dimash_archive.crawler import Crawl, engine
from dimash_archive.demo import serve
from dimash_archive.errors import Refused, Unreachable
from dimash_archive.http.client import Fetcher
from dimash_archive.records import Failed, Fetched, Image

pytestmark = pytest.mark.whole

__all__ = ["fake_extractor"]
PICTURE = httpx.Response(200, content=b"\x89PNG", headers={"Content-Type": "image/png"})


def site_with_assets() -> FakeSite:
    """Two articles with one theme, a picture each, one of them of another site."""
    site = FakeSite()
    theme = '<link rel="stylesheet" href="/theme.css"><script src="/gone.js"></script>'
    site.article(f"{EN}/a/", links=theme + '<img src="/a.png"><img src="https://cdn.example.com/x.png">')
    site.article(f"{EN}/b/", links=theme + '<img src="/moved.png"><img src="/private/p.png">')
    site.list(f"{EN}/", "/a/", "/b/")
    css = b"@font-face{src:url(font.woff2)} a{background:url(/bg.png)}"
    site.pages |= {
        f"{EN}/robots.txt": httpx.Response(200, text="User-agent: *\nDisallow: /private/\n"),
        f"{EN}/theme.css": httpx.Response(200, content=css, headers={"Content-Type": "text/css"}),
        f"{EN}/moved.png": httpx.Response(301, headers={"Location": "/b.png"}),
        **{f"{EN}/{name}": PICTURE for name in ("a.png", "b.png", "bg.png", "font.woff2")},
    }
    return site


def asked(site: FakeSite) -> list[str]:
    """The files asked for, whatever their order."""
    paths = (url.removeprefix(EN).partition("?")[0] for url in site.asked)
    return sorted(path for path in paths if "." in path and "map" not in path)


@pytest.mark.usefixtures("fake_extractor")
def test_images_or_all_are_kept_once(tmp_path: Path) -> None:
    """Nothing by default; pictures; then all: what is held is not asked for again, nor what is not there."""
    site, clock = site_with_assets(), Clock()
    _, done = run(site, tmp_path, clock)
    assert (asked(site), done.summary.assets) == (["/robots.txt"], 0)
    site.forget()
    clock.pass_days(0.1)
    _, done = run(site, tmp_path / "images", clock, assets="images")
    assert asked(site) == ["/a.png", "/b.png", "/moved.png", "/robots.txt"]
    assert (done.summary.assets, done.summary.failed, done.summary.skipped) == (2, 0, 1)
    site.forget()
    _, done = run(site, tmp_path / "page", clock, assets="page")
    expected = "/a.png /b.png /bg.png /font.woff2 /gone.js /moved.png /robots.txt /theme.css".split()
    assert asked(site) == expected
    assert rows(tmp_path / "page", "SELECT state FROM pages WHERE url LIKE '%/private/%'") == [("refused",)]
    site.forget()
    clock.pass_days(0.1)
    run(site, tmp_path / "page", clock, assets="page", full=True)
    assert asked(site) == ["/robots.txt"]


@pytest.mark.usefixtures("fake_extractor")
def test_limit_and_failures(tmp_path: Path) -> None:
    """A limit counts pages, not their pictures; a picture that fails is no failed page, and is tried again later."""
    site, clock = site_with_assets(), Clock()
    site.pages[f"{EN}/a.png"] = httpx.Response(500)
    outcomes, done = run(site, tmp_path, clock, assets="images", limit=1)
    assert not [each for each in outcomes if isinstance(each, Failed)]
    assert (done.summary.exit, done.summary.assets) == (9, 0)
    assert site.count(f"{EN}/a.png") == 4  # the fetcher's attempts
    run(site, tmp_path, clock, limit=1)
    assert site.count(f"{EN}/a.png") == 4
    clock.pass_days(0.1)
    site.pages[f"{EN}/a.png"] = PICTURE
    run(site, tmp_path, clock, assets="images")
    assert site.count(f"{EN}/a.png") == 5
    assert rows(tmp_path, "SELECT state FROM pages WHERE url = ?", f"{EN}/a.png") == [("done",)]


@pytest.mark.usefixtures("fake_extractor")
def test_pictures_of_articles_stored_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run that wants pictures asks for those of the articles we hold, though their pages are not due."""
    site, clock = site_with_assets(), Clock()
    run(site, tmp_path, clock)
    with Archive.open(tmp_path) as archive, archive.batch():
        image = Image(f"{EN}/a.png")
        archive.db.execute("INSERT INTO images (article_id, position, url) VALUES (1, 0, ?)", (image.url,))
    _, done = run(site, tmp_path, clock, assets="images")
    assert done.summary.assets == 1


def test_the_demo_site_whole(tmp_path: Path) -> None:
    """Theme, pictures in all their sizes: everything the demo's pages name is there, asked for once."""
    site = small_site(4)
    with serve(site) as server:
        job = Crawl(server.site, tmp_path, workers=0, assets="page")
        list(job.run())
        files = [
            (each.edition, each.path, each.status) for each in server.requests if "/wp-content/" in each.path
        ]
    assert len(files) == len(set(files)) == job.summary.assets
    assert {status for _, _, status in files} == {200}
    assert {path.partition("?")[0].rpartition(".")[2] for _, path, _ in files} >= {"css", "js", "png", "jpg"}


@pytest.mark.usefixtures("fake_extractor")
@pytest.mark.parametrize("at", [14, 18, 22])
def test_a_killed_run_asks_for_no_asset_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """What a dead run had received counts; a spelling that redirects is followed; the rest is asked for once."""
    site = site_with_assets()
    site.pages[f"{EN}/bg.png"] = httpx.Response(301, headers={"Location": "/bg.png?utm_source=1"})
    site.pages[f"{EN}/bg.png?utm_source=1"] = PICTURE
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_BATCH", 1)
        patch.setattr(Archive, "visited", dying(Archive.visited, at))
        with pytest.raises(Killed):
            run(site, tmp_path, Clock(), assets="page")
    _, done = run(site, tmp_path, Clock(), assets="page")
    again = [
        url for url in asked(site) if asked(site).count(url) > 1 and url not in ("/robots.txt", "/bg.png")
    ]
    assert again == []
    sql = "SELECT state, count(*) FROM pages WHERE kind = 'asset' GROUP BY 1 ORDER BY 1"
    assert rows(tmp_path, sql) == [("done", 6), ("gone", 1), ("refused", 1)]
    assert done.summary.exit == 0


@pytest.mark.usefixtures("fake_extractor")
def test_an_asset_without_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cannot be had waits for the next run, one that may not be asked for is left; neither is a failed page."""
    site = site_with_assets()
    ask = Fetcher.get

    def get(fetcher: Fetcher, url: str, **conditions: str | None) -> Fetched:
        if url.endswith(".png"):
            raise (Refused if "a.png" in url else Unreachable)("No.", url=url)
        return ask(fetcher, url, **conditions)

    monkeypatch.setattr(Fetcher, "get", get)
    _, done = run(site, tmp_path, Clock(), assets="images")
    assert (done.summary.exit, done.summary.failed) == (0, 0)
    sql = "SELECT state FROM pages WHERE kind = 'asset' ORDER BY url"
    assert [state for (state,) in rows(tmp_path, sql)] == ["refused", "failed", "refused"]
