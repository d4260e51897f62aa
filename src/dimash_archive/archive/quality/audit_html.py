"""An audit as one HTML file with plots: a record in, a page out that needs nothing else."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from dimash_archive.archive.quality.audit import FACTS, AuditReport, Check, Month

_WIDTH, _HEIGHT, _LEFT, _FOOT = 720, 140, 44, 18
_COLOURS = {"title": "#57606a", "date": "#0969da", "author": "#8250df", "quote": "#bf3989", "body": "#1a7f37"}
# Dashes tell the lines apart without colour.
_DASHES = {"title": "1 3", "date": "8 3", "author": "4 2 1 2", "quote": "3 3", "body": "none"}
_STYLE = """
:root{color-scheme:light dark;--ink:#1f2328;--page:#fff;--rim:#d0d7de;--bar:#54aeff;--bad:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--page:#0d1117;--rim:#3d444d;--bar:#388bfd;--bad:#ff8f87}}
body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--page)}
svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--ink)}svg .axis{stroke:var(--rim)}svg rect{fill:var(--bar)}
svg path{fill:none;stroke-width:2}table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
.alarm{border:.15rem solid var(--bad);padding:.5rem 1rem}li{overflow-wrap:anywhere}.key{font-size:.9rem}
"""


def page(report: AuditReport, site: str) -> str:
    """The page; `site` is what the archive is of."""
    alarms = "".join(f'<p class="alarm" role="alert">{escape(each)}</p>\n' for each in report.alarms)
    langs = "".join(
        _language(lang, list(months)) for lang, months in groupby(report.months, key=lambda m: m.lang)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Audit of {escape(site)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Audit of {escape(site)}</h1>\n<p>{report.articles:,} articles.</p>\n{alarms}"
        f"<h2>What looks wrong</h2>\n{''.join(_check(each, report.articles) for each in report.checks)}{langs}</body>\n</html>\n"
    )


def _check(check: Check, articles: int) -> str:
    share = f"{check.count:,} ({check.count / articles:.1%})" if articles else "0"
    if not check.count:
        return f"<p>0: {escape(check.name)}</p>\n"
    items = "".join(
        f'<li><a href="{escape(each["url"])}">{each["id"]}</a>: {escape(each["what"])}</li>\n'
        for each in check.examples
    )
    return f"<details><summary>{share}: {escape(check.name)}</summary>\n<ul>\n{items}</ul>\n</details>\n"


def _language(lang: str, months: Sequence[Month]) -> str:
    dated = [each for each in months if each.month != "undated"]
    total = sum(each.articles for each in months)
    rows = "".join(
        f"<tr><th>{name}</th><td>{sum(each.shares[name] * each.articles for each in months) / total:.1%}</td></tr>\n"
        for name in FACTS
    )
    plots = ""
    if len(dated) > 1:
        names = [each.month for each in dated]
        key = ", ".join(f'<span style="color:{_COLOURS[name]}">{name}</span>' for name in FACTS)
        plots = (
            f"<h3>Articles a month</h3>\n{_bars(names, [each.articles for each in dated])}"
            f"<h3>Words, median</h3>\n{_bars(names, [each.words for each in dated])}"
            f'<h3>Share that has it, percent</h3>\n<p class="key">{key}</p>\n{_lines(dated)}'
        )
    return f"<h2>{escape(lang)}: {total:,} articles</h2>\n<table>\n{rows}</table>\n{plots}"


def _bars(names: Sequence[str], values: Sequence[int]) -> str:
    most, step = max(1, *values), (_WIDTH - _LEFT) / len(values)
    bars = "".join(
        f'<rect x="{_LEFT + place * step:.1f}" y="{_HEIGHT - value / most * _HEIGHT:.1f}" width="{step * 0.8:.1f}"'
        f' height="{value / most * _HEIGHT:.1f}"><title>{name}: {value:,}</title></rect>\n'
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    )
    return _plot(bars, names, f"{most:,}")


def _lines(months: Sequence[Month]) -> str:
    step = (_WIDTH - _LEFT) / (len(months) - 1)
    drawn = ""
    for name in FACTS:
        points = " L".join(
            f"{_LEFT + place * step:.1f} {_HEIGHT - each.shares[name] * _HEIGHT:.1f}"
            for place, each in enumerate(months)
        )
        drawn += (
            f'<path d="M{points}" stroke="{_COLOURS[name]}" stroke-dasharray="{_DASHES[name]}">'
            f"<title>{name}</title></path>\n"
        )
    return _plot(drawn, [each.month for each in months], "100")


def _plot(content: str, names: Sequence[str], top: str) -> str:
    """A plot with its axes: the first and last month, zero and the highest value."""
    below = _HEIGHT + _FOOT - 4
    return (
        f'<svg viewBox="0 -8 {_WIDTH} {_HEIGHT + _FOOT + 8}" role="img" aria-label="{names[0]} to {names[-1]}, up to {top}">\n'
        f'<line class="axis" x1="{_LEFT}" y1="{_HEIGHT}" x2="{_WIDTH}" y2="{_HEIGHT}"/>\n{content}'
        f'<text x="0" y="8">{top}</text><text x="0" y="{_HEIGHT}">0</text><text x="{_LEFT}" y="{below}">{names[0]}</text>'
        f'<text x="{_WIDTH}" y="{below}" text-anchor="end">{names[-1]}</text>\n</svg>\n'
    )
