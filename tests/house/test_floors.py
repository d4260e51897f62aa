"""The benchmark of extraction: how it counts, and the floors that it must not fall below on the demo site."""

import gzip
import json
import tomllib
from pathlib import Path

import pytest
from paths import ROOT

import extraction
from dimash_archive.demo import DemoSite

pytestmark = pytest.mark.whole

FOLDER = ROOT / "benchmarks"


def test_the_demo_site_is_read_no_worse_than_the_floors() -> None:
    """Every floor is measured, and every measure has a floor."""
    floors = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))
    site = DemoSite(30)
    scores = extraction.score_demo(site) | extraction.score_flat(site)
    assert scores.keys() == floors.keys()
    assert {name: share for name, share in scores.items() if share < floors[name]} == {}


@pytest.mark.parametrize(
    ("found", "truth", "expected"),
    [
        ("a b", "a b", (1.0, 1.0, 1.0)),
        ("", "", (1.0, 1.0, 1.0)),
        ("a", "b", (0.0, 0.0, 0.0)),
        ("", "b", (0.0, 0.0, 0.0)),
        ("A a b c", "a b", (2 / 3, 0.5, 1.0)),
    ],
)
def test_word_f1(found: str, truth: str, expected: tuple[float, float, float]) -> None:
    """Words count as often as they stand, in any case."""
    assert extraction.word_f1(found, truth) == pytest.approx(expected)


def test_a_folder_of_pages_is_scored_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Body, fields and rates of a page with truth, as a table and as JSON; a half holds some of the pages."""
    truth, html = _page()
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "1.html.gz").write_bytes(gzip.compress(html))
    (tmp_path / "truth.jsonl").write_text(json.dumps({"id": "1", **truth}) + "\n", "utf-8")
    assert sum(len(extraction.pages(tmp_path, half)) for half in (0, 1)) == 1
    monkeypatch.setattr(extraction, "DemoSite", lambda: DemoSite(1))
    monkeypatch.setattr("sys.argv", ["extraction.py", str(tmp_path), "--json", str(tmp_path / "scores.json")])
    extraction.main()
    scores = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    ours = scores["pages"]["dimash-archive"]
    assert [ours[name] for name in ("f1", "titles", "dates", "authors")] == [1.0, 1.0, 1.0, 1.0]
    assert "bare parse" in capsys.readouterr().out


def _page() -> tuple[dict[str, str], bytes]:
    site = DemoSite(1)
    url, truth = next(iter(site.truth("en").items()))
    html = site.respond("en", "/" + url.split("/", 3)[3], {})[2]
    told = {
        "url": url,
        "title": truth.title,
        "author": truth.author or "",
        "published": truth.published.isoformat(),
        "body": truth.body,
    }
    return told, html
