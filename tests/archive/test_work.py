"""How much work it is to keep an article, counted and not timed."""

from pathlib import Path

from archive_desk import Desk, article

MOST_STATEMENTS = 34
"""An article with a quotation takes 32, its capture included. The ceiling only ever sinks."""


def test_an_article_is_kept_with_few_statements(tmp_path: Path) -> None:
    """As many for the hundredth as for the tenth."""
    desk = Desk(tmp_path / "data")
    statements: list[str] = []
    counts = []
    with desk.archive:
        desk.archive.db.conn.set_trace_callback(statements.append)
        for number in range(100):
            statements.clear()
            speech = f"We sing at {number},"
            text = f"“{speech}” said Dana Marsh of choir {number}."
            desk.save(
                article(
                    f"https://en.example.org/{number}",
                    f"Choir {number} sings",
                    text,
                    speech=[("Dana Marsh", speech)],
                )
            )
            counts.append(len(statements))
    assert counts[99] <= counts[9] <= MOST_STATEMENTS
