"""Parallel sentences as files that the field's own tools read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from river_town import everything, save

from dimash_archive.archive import Archive
from dimash_archive.archive.parallel.pairs import PairCounts, parallel_pairs
from dimash_archive.cli import main
from dimash_archive.records import Article

PAIR = ("Лунинге 91 жаста.", "Лунину 91 год.")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The river town's archive."""
    with Archive.open(tmp_path / "data", create=True) as archive:
        save(archive, everything())
    yield tmp_path / "data"


def written(data: Path, form: str, langs: str = "kk,ru") -> Path:
    """The file that `parallel` writes."""
    target = data / f"out.{form}"
    command = ["parallel", "--langs", langs, "--format", form, "-o", str(target), "--data", str(data)]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return target


def test_translate_toolkit_reads_the_tmx(data: Path) -> None:
    """Every unit has source and target, in the order asked for."""
    tmx = pytest.importorskip("translate.storage.tmx")
    target = written(data, "tmx")
    with target.open("rb") as file:
        store = tmx.tmxfile(file, "kk", "ru")
    assert PAIR in [(unit.source, unit.target) for unit in store.units]
    assert len(store.units) >= 26
    assert "Mean score" in (data / "out.tmx.card.md").read_text("utf-8")


def test_moses_has_line_by_line_the_same(data: Path) -> None:
    """Two files of as many lines."""
    target = written(data, "moses", "ru,kk")
    lines = [Path(f"{target}.{lang}").read_text("utf-8").splitlines() for lang in ("kk", "ru")]
    assert PAIR in list(zip(*lines, strict=True))


def test_pandas_and_duckdb_read_the_rest(data: Path) -> None:
    """JSON lines and Parquet hold the same pairs, typed."""
    rows = [json.loads(line) for line in written(data, "jsonl").read_text("utf-8").splitlines()]
    assert PAIR in [(row["source_text"], row["target_text"]) for row in rows]
    target = written(data, "parquet")
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    assert (
        len(pandas.read_json(data / "out.jsonl", lines=True)) == len(rows) == len(pandas.read_parquet(target))
    )
    sql = f"SELECT count(*) FROM '{target}' WHERE score >= 0.8 AND source_url LIKE 'https://kk.%'"
    assert duckdb.sql(sql).fetchall()[0][0] == len(rows)


def test_noise_is_left_out(tmp_path: Path) -> None:
    """Pairs that came before, sentences of many stories, and such in another language are counted, not given away."""

    def article(lang: str, number: int, *texts: str) -> Article:
        return Article(f"https://{lang}.river.example/{number}", f"{lang} {number}", texts, lang)

    often = {
        "ru": "Подпишитесь на нашу рассылку: 300 новостей в неделю.",
        "en": "Subscribe to our letter: 300 news a week.",
    }
    told = [
        [article("ru", n, f"В {n}00 метрах от города нашли {n} монет.", often["ru"]),
         article("en", n, f"At {n}00 metres from the town {n} coins were found.", often["en"])]
        for n in range(11, 17)
    ]  # fmt: skip
    twin = [replace(each, url=f"{each.url}0") for each in told[0]]
    with Archive.open(tmp_path, create=True) as archive:
        save(archive, [each for pair in [*told, twin] for each in pair])
        archive.update_alignments()
        counts = PairCounts()
        pairs = list(parallel_pairs(archive.db, ("ru", "en"), counts))
    assert [pair.target.text for pair in pairs if pair.target.text == often["en"]] == []
    assert (counts.repeated, counts.boilerplate, counts.written) == (1, 7, 6)


def test_two_languages_are_needed(data: Path) -> None:
    """One, three, or the same twice is said to be wrong, and how it is done."""
    for langs in ("kk", "kk,ru,en", "ru,ru"):
        result = CliRunner().invoke(main, ["parallel", "--langs", langs, "--data", str(data)])
        assert result.exit_code == 2
        assert "--langs kk,ru" in result.output
