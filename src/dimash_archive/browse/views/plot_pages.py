"""The archive in plots; each bar links to what it counts."""

from typing import Final

from datasette.utils.asgi import Response

from dimash_archive.browse import localization, queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.layout import plots
from dimash_archive.browse.layout.plots import Plot
from dimash_archive.browse.page_request import COLOURS, PageRequest
from dimash_archive.records import Row

_KINDS: Final = (("new", "new"), ("changed", "changed_count"), ("failed", "failed"))
_BIN: Final = 100
_MOST_BINS: Final = 40
_MOST_SECTIONS: Final = 24


async def charts(r: PageRequest) -> Response:
    """All plots of the archive."""

    async def drawn() -> Row:
        makers = (_by_month, _coverage, _by_section, _speakers, _lengths, _crawls)
        plots = [await make(r) for make in makers]
        return {"charts": [plot for plot in plots if plot.bars]}

    return await r.page("charts", plots=await r.fragment("plots", drawn))


def _languages(r: PageRequest) -> list[tuple[str, str, str]]:
    """The editions as series: one colour per language on every page."""
    return [
        (each, localization.language_name(r.lang, each), f"c{place % COLOURS}")
        for place, each in enumerate(r.profile.editions)
    ]


async def _by_month(r: PageRequest) -> Plot:
    rows = await r.rows(queries.MONTHS, source="by_month", cached=True)
    counts = {(row["month"], row["edition"]): row["count"] for row in rows}
    span = plots.months(rows[0]["month"], rows[-1]["month"]) if rows else []
    labels = [
        (month, localization.day(r.lang, month), month[:4] if month.endswith("-01") else "") for month in span
    ]
    return plots.plot(
        "by_month",
        "up",
        labels,
        _languages(r),
        counts,
        lambda month, edition: r.path("timeline", edition=edition, month=month),
    )


async def _coverage(r: PageRequest) -> Plot:
    rows = await r.rows(queries.COVERAGE, source="coverage", cached=True)
    labels = [
        (
            row["langs"],
            ", ".join(localization.language_name(r.lang, each) for each in row["langs"].split()),
            "",
        )
        for row in rows
    ]
    counts = {(row["langs"], ""): row["count"] for row in rows}
    series = [("", words(r.lang)["stories"], "k-stories")]
    return plots.plot(
        "coverage", "across", labels, series, counts, lambda langs, _: r.path("stories", langs=langs)
    )


async def _by_section(r: PageRequest) -> Plot:
    rows = await r.rows(queries.SECTIONS, source="by_section", cached=True)
    most = sorted(rows, key=lambda row: (row["edition"], -row["count"]))
    each = _MOST_SECTIONS // max(1, len(r.profile.editions))
    chosen = [
        row for code in r.profile.editions for row in [row for row in most if row["edition"] == code][:each]
    ]
    labels = [(f"{row['edition']}\t{row['section']}", row["section"], "") for row in chosen]
    counts = {(key, row["edition"]): row["count"] for (key, _, _), row in zip(labels, chosen, strict=True)}
    return plots.plot(
        "by_section", "across", labels, _languages(r), counts,
        lambda key, edition: r.path("sections", edition=edition, section=key.partition("\t")[2]),
    )  # fmt: skip


async def _speakers(r: PageRequest) -> Plot:
    rows = await r.rows(queries.VOICES, {"lang": r.lang}, source="who", cached=True)
    years = _span(rows)
    names = {str(row["who"]): row["speaker"] for row in rows}
    series = [(who, name, f"p{place % COLOURS}") for place, (who, name) in enumerate(names.items())]
    counts = {(row["year"], str(row["who"])): row["count"] for row in rows}

    return plots.plot(
        "who", "up", [(year, year, year) for year in years], series, counts,
        lambda year, who: r.path("people", who, year=year),
    )  # fmt: skip


def _span(rows: list[Row]) -> list[str]:
    years = [int(row["year"]) for row in rows if row["year"].isdecimal()]
    return [str(year) for year in range(min(years), max(years) + 1)] if years else []


async def _lengths(r: PageRequest) -> Plot:
    rows = await r.rows(queries.LENGTHS, source="lengths", cached=True)
    most = min(max((row["characters"] for row in rows), default=-_BIN), _BIN * _MOST_BINS)
    labels = [(str(low), f"{low}–{low + _BIN - 1}", str(low)) for low in range(0, most + _BIN, _BIN)]
    counts = {(str(row["characters"]), ""): row["count"] for row in rows}
    series = [("", words(r.lang)["quotes"], "k-quotes")]
    return plots.plot("lengths", "up", labels, series, counts, lambda low, _: r.path("quotes", length=low))


async def _crawls(r: PageRequest) -> Plot:
    rows = (await r.rows(queries.RUNS, source="runs"))[::-1]
    every = len(rows) // 8 + 1
    labels = [
        (
            str(row["id"]),
            localization.instant(r.lang, local),
            localization.short_day(r.lang, local) if n % every == 0 else "",
        )
        for n, row in enumerate(rows)
        if (local := localization.local(row["started"], r.profile.zone))
    ]
    counts: dict[tuple[str, str], int] = {
        (str(row["id"]), kind): row[kind] for row in rows for kind, _ in _KINDS
    }
    series = [(kind, words(r.lang)[key], f"k-{kind}") for kind, key in _KINDS]
    return plots.plot("runs_chart", "up", labels, series, counts, lambda number, _: r.path("runs", number))
