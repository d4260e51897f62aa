"""What people see: articles, versions, hits and figures as text on a terminal or in a pipe."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from dimash_archive.archive import Hit
from dimash_archive.archive.articles import differences
from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.archive.quality.health import Health
from dimash_archive.cli.outcome_words import in_words
from dimash_archive.records import Row, Summary
from dimash_archive.text.controls import escaped_in_json, without_controls

Value = TypeVar("Value")
MARKS = ("\x02", "\x03")
"""Put around a hit by the search, and never in a text: turned into colour, or taken out."""
_PIPE_WIDTH = 200
_SOURCES = {"sitemap": "the sitemap", "feed": "the feed", "wordpress": "the REST API"}


def as_json(value: object) -> str:
    """A value for machines, readable for people."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    return escaped_in_json(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2, default=_plain))


def _plain(value: Any) -> object:
    """Records and moments as JSON knows them."""
    if isinstance(value, datetime):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}


def tell(value: Value, machines: bool, view: Callable[[Console, Value], None]) -> None:
    """Print a value on stdout: as JSON for machines, otherwise as `view` shows it."""
    if machines:
        click.echo(as_json(value))
    else:
        view(out(), without_controls(value))


def out() -> Console:
    """Standard output. In a pipe nothing is wrapped or cut to a terminal's width."""
    piped = not sys.stdout.isatty()
    return Console(
        highlight=False, markup=False, emoji=False, soft_wrap=piped, width=_PIPE_WIDTH if piped else None
    )


def hits(console: Console, results: Sequence[Hit], *, more: bool = False) -> None:
    """The results of a search, best first; `more` if there are further ones."""
    for hit in results:
        console.print(Text(hit.title, "bold"), Text(f"  {hit.lang} · {hit.id}", "dim"), sep="")
        console.print(Text(hit.url, "cyan"))
        console.print(highlighted(hit.snippet), "\n", sep="")
    rest = "; there are more: see --limit" if more else ""
    console.print(Text(f"{len(results):,} {'shown' if more else 'found'}{rest}", "dim"))


def article(console: Console, row: Row) -> None:
    """One article, whole."""
    published = row["published"] and when(row["published"])
    facts = [row["section"], row["author"], published, row["lang"], f"version {row['version']}"]
    console.print(Text(row["title"], "bold"))
    console.print(Text(" · ".join(str(each) for each in facts if each), "dim"))
    console.print(Text(row["url"], "cyan"))
    for each in row["addresses"][:-1]:
        console.print(Text(f"Formerly at {each['url']}, last seen there {when(each['last_seen'])}.", "dim"))
    if row["gone_at"]:
        console.print(Text(f"No longer on the site since {when(row['gone_at'])}.", "red"))
    for text in filter(None, (row["lead"], row["body"])):
        console.print(Text(f"\n{text}"))
    for quote in row["quotes"]:
        console.print(Text(f"\n{quote['speaker'] or 'Speech'}:", "bold"), Text(quote["text"], "italic"))


def explanation(console: Console, row: Row) -> None:
    """Every block of a page with what became of it, then how much was kept."""
    for fate in row["fates"]:
        style, what = ("green", "kept   ") if fate["kept"] else ("red", "dropped")
        reason = f"[{fate['reason']}]" if fate["reason"] else ""
        console.print(Text(what, style), Text(fate["text"]), Text(reason, "dim"))
    summary = f"\n{row['share']:.0%} of the page's text kept: {row['kept_words']:,} of {row['words']:,} words"
    console.print(Text(summary, "bold"))
    for warning in filter(None, (row["refusal"], row["warning"])):
        console.print(Text(warning, "red"))


def history(console: Console, versions: Sequence[Row]) -> None:
    """Every version of an article, and what each changed word by word."""
    before: Row | None = None
    for each in versions:
        place = f"{each['warc_file']}:{each['warc_offset']}"
        seen = f"seen {when(each['seen_at'])}, {place}"
        if each["modified"]:
            seen += f", the site says: changed {when(each['modified'])}"
        kind = differences.KINDS[each["kind"]]
        console.print(Text(f"Version {each['version']}", "bold"), kind, Text(seen, "dim"), sep=" · ")
        for name in ("title", "lead", "body"):
            if before is None and name == "title":
                console.print(Text(each["title"]))
            elif before is not None and before[name] != each[name]:
                console.print(Text(f"{name}:", "dim"), difference(before[name] or "", each[name] or ""))
        for sentence in differences.absences(each):
            console.print(Text(sentence, "red"))
        before = each


def difference(old: str, new: str) -> Text:
    """What changed, word by word: `[-gone-]` red, `{+come+}` green; `…` for what stayed."""
    styles = {"same": "", "removed": "red", "added": "green"}
    text = Text()
    for part in differences.shortened(differences.differences(old, new)):
        text.append(differences.plain([part]), styles[part.kind])
    return text


def findings(console: Console, findings: Sequence[Finding]) -> None:
    """What a check found, and what to do about it."""
    for each in findings:
        style = "green" if each.repaired else "red" if each.severity == "error" else "yellow"
        console.print(Text(f"{each.subject}: {each.problem}", style))
        console.print(Text("  repaired" if each.repaired else f"  {each.mend}", "dim"))
    errors = sum(each.severity == "error" and not each.repaired for each in findings)
    console.print(
        Text(
            f"{number(errors, 'error')}, {number(len(findings) - errors, 'other')}"
            if findings
            else "All is well.",
            "bold",
        )
    )


def _coverage(posts: int, not_held: int) -> str:
    """How many of the posts that a site lists are held, as a sentence says it."""
    if posts == 1:
        return f"the one post that the site lists is {'not ' if not_held else ''}held"
    if not not_held:
        return f"all {posts:,} posts that the site lists are held"
    verb = "is" if not_held == 1 else "are"
    return f"{not_held:,} of the {posts:,} posts that the site lists {verb} not held"


def status(console: Console, figures: Row) -> None:
    """What an archive holds, what the last runs did, and what needs attention."""
    holdings(console, figures)
    if figures["months"]:
        console.print(_months(figures["months"], list(figures["editions"])))
    for edition, listed in figures["listed"].items():
        style = "yellow" if listed["not_held"] else ""
        console.print(Text(f"{edition}: {_coverage(**listed)}", style))
    for dates in figures["dates"]:
        console.print(Text(_trust(dates), "yellow" if dates["missed"] else ""))
    console.print(Text("Last runs", "bold"))
    for run in figures["runs"]:
        console.print(f"  {when(run['started'])}  {run['site']}: {in_words(run)}", _ended(run))
    needs = {"no longer on the site": figures["gone"], "without a date": figures["undated"]}
    counts = ", ".join(f"{count:,} {what}" for what, count in needs.items())
    console.print(Text("Needs attention", "bold"), counts)
    for page in figures["failures"]:
        reason = f"answered {page['last_status']}" if page["last_status"] else "did not answer"
        console.print(Text(f"  {page['url']} {reason}, {number(page['attempts'], 'attempt')}", "red"))


_STOPS = {
    "limit": "The limit has been reached",
    "time": "The time limit has been reached",
    "size": "The size limit has been reached",
    "interrupted": "Stopped",
}


def summary(console: Console, done: Summary) -> None:
    """How a crawl ended, in words."""
    for note in done.notes:
        console.print(Text(note, "yellow"))
    more = f", {done.assets:,} pictures and other parts of pages" if done.assets else ""
    console.print(Text(in_words(asdict(done)), "bold"), f"({number(done.requests, 'request')}{more})")
    if done.stopped:
        why = _STOPS[done.stopped]
        console.print(f"{why}; {done.left:,} pages are left. The same command continues from here.")


def health(console: Console, report: Health) -> None:
    """Whether an archive is well maintained, in one line."""
    if report.alarms:
        console.print(Text(f"ALARM: {' '.join(report.alarms)}", "red"), soft_wrap=True)
    else:
        console.print(f"OK: the last good run ended {report.last_good}.", soft_wrap=True)


def counts(console: Console, by_kind: Mapping[str, int]) -> None:
    """Outcomes in a sentence."""
    console.print(Text(in_words(by_kind), "bold"))


def links(console: Console, made: Row) -> None:
    """How many links were made."""
    console.print(Text(f"{made['links']:,} links made; {made['stories']:,} stories now", "bold"))


def merged(console: Console, done: Row) -> None:
    """What was merged from another archive."""
    what = ", ".join(f"{each} {done[each]:,}" for each in ("articles", "versions", "captures", "files"))
    console.print(Text(f"New from {done['from']}: {what}", "bold"))


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo has to show."""

    run: Summary
    """What its crawl did."""
    archive: Row
    """What the archive holds now, as `Archive.status` gives it."""
    data: str
    """The archive's folder."""


def demo(console: Console, report: DemoReport) -> None:
    """What the demo archived, and how to look at it."""
    data = report.data
    summary(console, report.run)
    console.print(f"\nIn {data} there are now")
    holdings(console, report.archive)
    program = "dimash-archive" if shutil.which("dimash-archive") else sys.argv[0]
    console.print("\nTo look at it:")
    for command in ("search концерт", "show 1", "status", "serve"):
        console.print(Text(f"  {program} {command} --data {data}", "cyan"))


def holdings(console: Console, figures: Row) -> None:
    """What an archive holds, in two lines."""
    tables, editions = figures["tables"], figures["editions"]
    by_edition = ", ".join(f"{lang} {count:,}" for lang, count in editions.items())
    console.print(Text(f"{tables['articles']:,} articles", "bold"), f"({by_edition or 'none yet'})")
    kinds = ("stories", "quotes", "images", "versions", "captures", "pages")
    console.print(", ".join(f"{tables[each]:,} {each}" for each in kinds))


def _trust(dates: Row) -> str:
    """Whether a source's dates are believed, and what follows."""
    edits = number(dates["told"] + dates["missed"], "edit")
    source = _SOURCES.get(dates["source"], dates["source"])
    seen = f"{dates['edition']}: the dates of {source} announced {dates['told']:,} of {edits}"
    if not dates["missed"]:
        return seen
    return f"{seen}; they are not trusted: every run requests some articles again, in turn"


def _ended(run: Row) -> str:
    return "(not finished)" if run["exit"] is None else f"(exit {run['exit']})"


def _months(rows: Iterable[Row], editions: Sequence[str]) -> Table:
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["month"] or "undated", {})[row["edition"]] = row["articles"]
    table = Table(Column("Articles in"), *(Column(lang, justify="right") for lang in editions), box=None)
    for month in sorted(counts):
        table.add_row(month, *(f"{counts[month].get(lang, 0):,}" for lang in editions))
    return table


def number(count: int, what: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def when(moment: str) -> str:
    """A time of the archive as people read it."""
    return f"{moment[:16].replace('T', ' ')} UTC"


def highlighted(snippet: str) -> Text:
    """A snippet with its hits in colour."""
    text = Text()
    for number, part in enumerate(re.split(f"[{MARKS[0]}{MARKS[1]}]", snippet)):
        text.append(part, "bold yellow" if number % 2 else "")
    return text
