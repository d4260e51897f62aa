"""What an audit found, as people see it."""

from itertools import groupby

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from dimash_archive.archive.quality.audit import FACTS, AuditReport
from dimash_archive.probe.compare_with_api import Live

_EXAMPLES = 3
_WORST = 5


def audit(console: Console, report: AuditReport) -> None:
    """Shares and lengths by language and month, what looks wrong with examples, and last the alarms, which are read first."""
    for lang, group in groupby(report.months, key=lambda month: month.lang):
        shares = (Column(name, justify="right") for name in FACTS)
        table = Table(
            Column(f"{lang}: with"),
            Column("articles", justify="right"),
            *shares,
            Column("words", justify="right"),
            box=None,
        )
        for month in group:
            percentages = (f"{month.shares[name]:.0%}" for name in FACTS)
            table.add_row(month.month, f"{month.articles:,}", *percentages, f"{month.words:,}")
        console.print(table)
    for check in report.checks:
        style = "yellow" if check.count else "green"
        console.print(Text(f"{check.count:,}", style), check.name)
        for example in check.examples[:_EXAMPLES]:
            console.print(Text(f"  {example['id']}: {example['what']}", "dim"))
    for alarm in report.alarms:
        console.print(Text(f"ALARM {alarm}", "bold red"))
    console.print(Text(f"{report.articles:,} articles examined, {len(report.alarms)} alarms", "bold"))


def live(console: Console, report: Live) -> None:
    """How much of the site's own texts is in ours, and the worst cases."""
    for missed in report.missed:
        console.print(Text(missed, "yellow"))
    for each in report.compared[:_WORST]:
        if not each.is_good:
            console.print(
                f"{each.id}: recall {each.recall:.1%}, precision {each.precision:.1%}", Text(each.url, "cyan")
            )
    good = sum(each.is_good for each in report.compared)
    summary = f"{len(report.compared)} articles compared: recall {report.recall:.2%}, precision {report.precision:.2%}; {good} good"
    console.print(Text(summary, "bold"))
