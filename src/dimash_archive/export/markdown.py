"""A folder of Markdown files, `edition/year/month/slug-id.md`, each with its facts as YAML on top."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dimash_archive.export.source import ExportSource
from dimash_archive.records import Row

_FACTS = (
    "id", "url", "title", "edition", "lang", "story_id", "section", "author", "published", "modified", "first_seen",
    "last_seen", "gone_at", "version", "tags",
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w-]+")
_SLUG = 60  # characters; with the number and Cyrillic letters well below what file systems take
# What would begin a list, a heading, a quotation, or be read as markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_OPENER = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)


def write_tree(source: ExportSource, folder: Path) -> int:
    """Write one file per article below `folder`, which may hold files of an earlier export; returns how many."""
    count = 0
    for count, row in enumerate(source.rows(), start=1):
        path = folder / _place(row)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(row), "utf-8")
    return count


def _place(row: Row) -> str:
    year, month = (row["published"] or "undated-").split("-")[:2]
    slug = unquote(urlsplit(row["url"]).path).strip("/").rpartition("/")[2]
    name = _UNSAFE.sub("-", slug)[:_SLUG].strip("-")
    return "/".join(filter(None, (row["edition"], year, month, f"{name}-{row['id']}.md".lstrip("-"))))


def page(row: Row) -> str:
    """An article, as `Archive.article` gives it, as Markdown with its facts on top."""
    # A JSON value is a YAML value.
    facts = "".join(f"{name}: {json.dumps(row[name], ensure_ascii=False)}\n" for name in _FACTS if row[name])
    parts = [
        f"# {_plain(row['title'])}",
        *([f"*{_plain(row['lead'])}*"] if row["lead"] else []),
        _plain(row["body"]),
    ]
    for image in row["images"]:
        caption = image["caption"] or image["alt"] or ""
        parts.append(f"![{_plain(caption)}](<{image['url'].replace('>', '%3E')}>)")
    return f"---\n{facts}---\n\n" + "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is; a line break inside a paragraph stays one."""
    escaped = _OPENER.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", escaped)
