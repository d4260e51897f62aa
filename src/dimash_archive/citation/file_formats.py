"""Citations for programs: BibTeX (biblatex's `@online`), RIS, CSL JSON."""

import json
import re
from typing import Final

from dimash_archive.citation.reference import Reference

_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(reference: Reference) -> str:
    """A biblatex entry: braces around title and author, so that neither is changed or taken apart."""
    fields = {
        "title": f"{{{_latex(reference.title)}}}",
        "author": f"{{{_latex(reference.author)}}}" if reference.author else "",
        "organization": f"{{{_latex(reference.site)}}}",
        "date": reference.day or "",
        "year": (reference.day or "")[:4],
        "url": _address(reference.url),
        "urldate": reference.archived_day,
        "langid": reference.lang,
        "note": _latex(_note(reference)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def ris(reference: Reference) -> str:
    """A RIS record, type NEWS: two letters, two spaces, a hyphen, a space; lines end with CR LF."""
    fields = [
        ("TY", "NEWS"),
        ("TI", reference.title),
        ("AU", reference.author),
        ("T2", reference.site),
        ("SE", reference.section),
        ("PY", (reference.day or "")[:4]),
        ("DA", f"{reference.day.replace('-', '/')}/" if reference.day else None),
        ("UR", reference.url),
        ("Y2", f"{reference.archived_day.replace('-', '/')}/"),
        ("LA", reference.lang),
        ("DB", reference.permalink),
        ("AN", f"{reference.number}.{reference.version}"),
        ("N1", _note(reference)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value or tag == "ER")


def csl(reference: Reference) -> str:
    """A list with one CSL 1.0.2 item as JSON, type `article-newspaper`."""
    item = {
        "id": reference.key,
        "type": "article-newspaper",
        "title": reference.title,
        "author": [{"literal": reference.author}] if reference.author else None,
        "container-title": reference.site,
        "section": reference.section,
        "issued": _date(reference.day),
        "accessed": _date(reference.archived_day),
        "URL": reference.url,
        "language": reference.lang,
        "archive": reference.permalink,
        "archive_location": reference.warc,
        "note": _note(reference),
    }
    return (
        json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)
        + "\n"
    )


def _note(reference: Reference) -> str:
    return (
        f"Archived {reference.archived} at {reference.permalink}; payload {reference.digest}; WARC {reference.warc}; "
        f"text SHA-256 {reference.text_digest}"
    )


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _latex(text: str | None) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in _line(text))


def _address(url: str) -> str:
    """An address for a `url` field, which is read verbatim: only a brace could end it."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", url)
