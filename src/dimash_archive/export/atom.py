"""An Atom feed (RFC 4287): one entry per article, the newest first, its whole text as HTML."""

import re
from html import escape
from typing import BinaryIO

from dimash_archive.export.source import ExportSource
from dimash_archive.records import Row

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(source: ExportSource, out: BinaryIO) -> int:
    """Write the feed; returns the number of articles."""
    site = source.archive.site
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"{_element('id', f'urn:dimash-archive:{site}')}{_element('title', site)}"
        f"{_element('updated', _updated(source))}<author>{_element('name', site)}</author>\n"
    )
    out.write(head.encode())
    count = 0
    for count, row in enumerate(source.rows("newest"), start=1):
        out.write(_entry(row).encode())
    out.write(b"</feed>\n")
    return count


def _updated(source: ExportSource) -> str:
    sql = "SELECT max(coalesce(modified, published, first_seen)) FROM articles WHERE lang = ifnull(?, lang)"
    newest = source.archive.db.execute(sql, (source.lang,)).fetchone()[0]
    return newest or "1970-01-01T00:00:00Z"


def _entry(row: Row) -> str:
    published = row["published"] or row["first_seen"]
    updated = max(published, row["modified"] or published)
    author = f"<author>{_element('name', row['author'])}</author>\n" if row["author"] else ""
    labels = [label for label in (row["section"], *row["tags"]) if label]
    categories = "".join(f'<category term="{_text(label)}"/>\n' for label in labels)
    return (
        f'<entry xml:lang="{_text(row["lang"])}">\n{_element("id", row["url"])}{_element("title", row["title"])}'
        f'<link href="{_text(row["url"])}"/>\n{_element("published", published)}{_element("updated", updated)}'
        f"{author}{categories}"
        f"{_element('summary', row['lead']) if row['lead'] else ''}"
        f'<content type="html">{_text(_html(row["body"]))}</content>\n</entry>\n'
    )


def _html(body: str) -> str:
    """Paragraphs as HTML, line breaks inside them kept."""
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in body.split("\n\n")).replace("\n", "<br>")


def _element(name: str, value: str) -> str:
    return f"<{name}>{_text(value)}</{name}>\n"


def _text(value: str) -> str:
    """Text as XML takes it: escaped, without characters that XML does not know."""
    return escape(_NO_XML.sub("", value))
