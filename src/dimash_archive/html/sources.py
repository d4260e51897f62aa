"""Content of a page's source that readers see but a parser skips: shadow roots, text without scripts or from them."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

# No tag goes beyond the next `<`: so a page of nothing but open tags is read in time that grows with its length.
_TEMPLATE: Final = re.compile(r"<(/?)template\b([^<>]*)>", re.IGNORECASE)
_TAGS: Final = ("<template", "<TEMPLATE", "<Template")
"""Spellings of the tag: a quick check that saves the slow one."""
_OPENS_ROOT: Final = re.compile(r"\bshadowroot(?:mode)?\b", re.IGNORECASE)
_NOSCRIPT: Final = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
_OPEN: Final = re.compile(r"<script\b", re.IGNORECASE)
_CLOSE: Final = re.compile("</script", re.IGNORECASE)
_IS_DATA: Final = re.compile(r"\btype\s*=\s*[\"']?application/json\b", re.IGNORECASE)
"""The attribute of the JSON from which scripts of frameworks such as Next.js render a page."""
_PARAGRAPH: Final = "</p>"
_LITERAL: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
"""A string in a script, as JSON and JavaScript write it; one that never ends is read once, and is no JSON."""
_ESCAPED: Final = ("\\u003c/p", "\\u003C/p", "<\\/p")
"""The end of a paragraph in such a string: what streams a page to its scripts, as Next.js does, writes it so."""


def with_shadow_roots(html: str | bytes) -> str | bytes:
    """The page with its declarative shadow roots opened: browsers show what is in them."""
    if isinstance(html, bytes):
        html = html.decode("utf-8", "replace")
    tags = [tag for tag in _TAGS if tag in html]
    if not any(_OPENS_ROOT.search(rest.partition(">")[0]) for tag in tags for rest in html.split(tag)[1:]):
        return html
    opened: list[bool] = []

    def replaced(match: re.Match[str]) -> str:
        if match[1]:
            return "</div>" if opened and opened.pop() else match[0]
        opened.append(bool(_OPENS_ROOT.search(match[2])))
        return "<div>" if opened[-1] else match[0]

    return _TEMPLATE.sub(replaced, html)


def without_scripts(html: str) -> str | None:
    """The page as a browser without scripts shows it; None if it has nothing for such browsers."""
    shown, count = _NOSCRIPT.subn("", html)
    return shown if count else None


def texts_of_scripts(html: str) -> Iterator[str]:
    """The texts with paragraphs, as HTML, in a page's data for its scripts, and in the strings of the scripts themselves."""
    for attributes, content in _scripts(html):
        if _IS_DATA.search(attributes):
            yield from _texts_of_data(content)
        elif any(mark in content for mark in _ESCAPED):
            yield from _texts_of_literals(content)


def _scripts(html: str) -> Iterator[tuple[str, str]]:
    """The attributes and the content of each script, in time that grows with the length of the page."""
    end = 0
    while opening := _OPEN.search(html, end):
        start = html.find(">", opening.end())
        closing = _CLOSE.search(html, start) if start >= 0 else None
        if closing is None:
            return
        end = closing.end()
        yield html[opening.end() : start], html[start + 1 : closing.start()]


def _texts_of_data(content: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [json.loads(content, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and _PARAGRAPH in each:
            yield each


def _texts_of_literals(content: str) -> Iterator[str]:
    for literal in _LITERAL.findall(content):
        if not any(mark in literal for mark in _ESCAPED):
            continue
        try:
            text = json.loads(literal, strict=False)
        except ValueError:
            continue
        if _PARAGRAPH in text:
            yield text
