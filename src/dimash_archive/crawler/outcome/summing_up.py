"""How a run ended: its counts, its notes, its exit code."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dimash_archive.archive.crawl_memory.coverage import shortfalls
from dimash_archive.crawler.context import RunContext, RunReport
from dimash_archive.crawler.outcome.budget import Cut
from dimash_archive.crawler.state import RunState
from dimash_archive.errors import ExitCode
from dimash_archive.records import Summary

_COLUMNS = ("found", "fetched", "new", "changed", "unchanged", "gone", "skipped", "failed")


def columns(context: RunContext) -> dict[str, int]:
    """The counts of a run, by column of table `runs`."""
    return {name: context.report.counts[name] for name in _COLUMNS}


def sum_up(state: RunState, fronts: Mapping[str, str], cut: Cut | None, now: datetime) -> Summary:
    """The summary of a run that crawled these front pages, by edition; `cut` is why it ended early."""
    context = state.context
    report, queries = context.report, context.queries
    counts, langs = report.counts, list(fronts)
    left = sum(queries.number_due(lang, now, front) for lang, front in fronts.items())
    stopped = cut or ("limit" if state.left == 0 and left > 0 else None)
    barred = {} if stopped == "interrupted" else _barred(state, langs, is_cut=stopped is not None)
    seen = queries.number_of_articles([lang for lang in langs if lang not in barred])
    counts["unchanged"] = max(0, seen - counts["new"] - counts["changed"])
    short = () if stopped else tuple(shortfalls(context.archive.db, langs))
    code = _exit_code(report, stopped, is_barred=bool(barred), is_short=bool(short))
    return Summary(
        site=context.site.name,
        started=context.started,
        finished=now,
        requests=counts["requests"],
        assets=counts["assets"],
        left=left,
        notes=(*barred.values(), *report.notes, *short, *_doubts(report)),
        stopped=stopped,
        exit=code,
        **columns(context),
    )


def _exit_code(report: RunReport, stopped: Cut | None, *, is_barred: bool, is_short: bool) -> ExitCode:
    if stopped == "interrupted":
        return ExitCode.INTERRUPTED
    if is_barred:
        return ExitCode.NO_ACCESS
    if stopped:
        return ExitCode.LIMIT
    if report.counts["failed"] or report.has_trouble:
        return ExitCode.FAILURES
    return ExitCode.SHORTFALL if is_short else ExitCode.DONE


def _barred(state: RunState, langs: Sequence[str], *, is_cut: bool) -> dict[str, str]:
    """A sentence for each edition that could not be crawled; that it is empty is said of a whole run alone."""
    notes = {}
    for lang in langs:
        health = state.health[lang]
        reason = health.barred_by()
        if reason is None and not is_cut:
            reason = health.emptiness(state.context.queries.number_of_articles([lang]))
        if reason is not None:
            notes[lang] = f"{lang} could not be crawled: {reason.rstrip('.')}."
    return notes


def _doubts(report: RunReport) -> list[str]:
    """A sentence on articles that may lack text: losing it in silence would be worse than saying it in vain."""
    number = report.counts["doubtful"]
    if not number:
        return []
    what = "article may lack" if number == 1 else "articles may lack"
    return [f"{number:,} {what} much text. To see why: dimash-archive extract --explain {report.doubtful[0]}"]
