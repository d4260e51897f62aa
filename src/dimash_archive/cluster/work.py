"""What runs on a worker: one part of WARC files read into Parquet files. The same part gives the same bytes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from dimash_archive.cluster import parquet_tables, plan
from dimash_archive.cluster.page_readings import Answer, pages, read
from dimash_archive.cluster.plan import WarcPart
from dimash_archive.cluster.shared_stats import LazyStats, Memory, recall, share, time_of
from dimash_archive.extraction import VERSION
from dimash_archive.html.repetition import BoilerplateStats

_TAUGHT: Final = 200
"""How many pages of one site and month in one part are learned from: enough to show what repeats."""


def learn(part: WarcPart, out: str) -> None:
    """Read a part's pages by the general method, and write what each adds to the memory of its site."""
    table = parquet_tables.Table(parquet_tables.OBSERVATIONS, order="share")
    for captured, reading in read(_few(pages(part, parquet_tables.Table(parquet_tables.ERRORS)))):
        time = time_of(captured)
        table.add(parquet_tables.observation_row(time, share(time[0]), reading.observations, captured))
    plan.put(out, part.observations, table.content())


def _few(answers: Iterator[Answer]) -> Iterator[Answer]:
    """The pages that are learned from."""
    seen: Counter[tuple[str, int]] = Counter()
    for captured, fetched in answers:
        time = time_of(captured)
        seen[time] += 1
        if seen[time] <= _TAUGHT:
            yield captured, fetched


def work(part: WarcPart, out: str, memory: Memory | None = None) -> dict[str, int]:
    """Read a part and write its contents; returns the counts `articles`, `skipped`, `errors`.

    A part already read with the same knowledge of its pages stays as it is. A part that is cut off leaves
    nothing; done again, it gives the same.
    """
    stats = recall(out, part, memory) if memory else LazyStats({})
    before = plan.done(out, part)
    same = before is not None and before.get("recalled") == stats.digest
    counts = plan.counts(before) if before and same else _write(part, out, stats)
    plan.finish(out, part, counts | {"memory": memory.name if memory else "", "recalled": stats.digest})
    return counts


def _write(part: WarcPart, out: str, memory: Mapping[str, BoilerplateStats]) -> dict[str, int]:
    articles, errors = (
        parquet_tables.Table(parquet_tables.ARTICLES),
        parquet_tables.Table(parquet_tables.ERRORS),
    )
    skipped = 0
    for captured, reading in read(pages(part, errors), memory):
        if reading.article is not None:
            articles.add(parquet_tables.article(reading.article, captured, VERSION))
        elif reading.failed:
            reason = reading.reason or "It could not be read."
            errors.add(parquet_tables.error(captured.url, reason, captured.warc_file, captured.warc_offset))
        else:
            skipped += 1
    for name, table in (("articles", articles), ("errors", errors)):
        path = f"{name}/{part.name}.parquet"
        if table.count:
            plan.put(out, path, table.content())
        else:
            plan.drop(out, path)
    return {"articles": articles.count, "skipped": skipped, "errors": errors.count}
