"""The questions of docs/questions.md, the archive they are asked of, and their answers.

    .venv/bin/python tests/questions.py

writes the answers into the page anew.
"""

import re
import sqlite3
import tempfile
from datetime import UTC
from pathlib import Path

from paths import ROOT

from dimash_archive.archive import FILE
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, serve

PAGE = ROOT / "docs" / "questions.md"
STORIES, DAYS = 24, (0, 6)
"""The site, and the days on which it is visited; the page says the same."""
_BLOCK = re.compile(r"^## (.+?)\n(.*?)```sql\n(.+?)```\n(?:\n```text\n(.*?)```\n)?", re.MULTILINE | re.DOTALL)


def questions() -> list[tuple[str, str, str]]:
    """Title, SQL and answer of each."""
    return [(title, sql, told) for title, _, sql, told in _BLOCK.findall(PAGE.read_text("utf-8"))]


def crawled(data: Path) -> sqlite3.Connection:
    """The demo site, visited on its days."""
    with serve(DemoSite(STORIES)) as server:
        for number in DAYS:
            server.move_to(number)
            moment = server.demo.room.now.astimezone(UTC)
            for _ in Crawl(server.site, data, now=lambda m=moment: m).run():  # type: ignore[misc]
                pass
    return sqlite3.connect(data / FILE)


def answer(database: sqlite3.Connection, sql: str) -> str:
    """What the sqlite3 program prints with headers on."""
    cursor = database.execute(sql)
    rows = [[column[0] for column in cursor.description], *cursor.fetchall()]
    return "".join("|".join("" if value is None else str(value) for value in row) + "\n" for row in rows)


def main() -> None:
    """Write the answers into the page."""
    with tempfile.TemporaryDirectory() as folder:
        database = crawled(Path(folder))

        def answered(found: re.Match[str]) -> str:
            return f"## {found[1]}\n{found[2]}```sql\n{found[3]}```\n\n```text\n{answer(database, found[3])}```\n"

        PAGE.write_text(_BLOCK.sub(answered, PAGE.read_text("utf-8")), "utf-8")
        database.close()


if __name__ == "__main__":
    main()
