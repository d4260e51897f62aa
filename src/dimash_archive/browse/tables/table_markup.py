"""Adds what Datasette 0.65's own pages lack for screen readers and keyboards: names, heading levels, tab stops.

Its templates are not ours: what they render is completed, and no part of them is copied here.
"""

import re
from typing import Final

from markupsafe import Markup

from dimash_archive.browse.layout import headings

_CONTROL: Final = re.compile(
    r'<(?:select|input type="text"|textarea id="sql-editor") ?name="([a-z_]+?)(?:_\d+)?"'
)
_CONTROL_NAMES: Final = {
    "_filter_column": "Column", "_filter_op": "Comparison", "_filter_value": "Value", "_sort": "Sort by",
    "sql": "SQL query",
}  # fmt: skip
"""Labels for the controls that have none, by the names of their fields."""
_SCROLLED: Final = {
    '<dl class="column-descriptions"': '<dl class="column-descriptions" tabindex="0"',
    '<div class="table-wrapper"': '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows"',
    '<pre id="sql-query"': '<pre id="sql-query" tabindex="0"',
    '<pre class="wrapped-sql"': '<pre class="wrapped-sql" tabindex="0"',
}
"""What scrolls, and must therefore be reachable by keyboard."""
_CROSS: Final = ' class="cross">'


def completed(html: str) -> Markup:
    """The content of one of Datasette's pages, with what it lacks added; any other HTML unchanged."""
    text = _CONTROL.sub(_named, str(html))
    for opening, better in _SCROLLED.items():
        text = text.replace(opening, better)
    text = text.replace(_CROSS, f' aria-label="Remove"{_CROSS}')
    return Markup(headings.levelled(text))


def _named(control: re.Match[str]) -> str:
    name = _CONTROL_NAMES.get(control[1])
    return control[0] if name is None else f'{control[0]} aria-label="{name}"'
