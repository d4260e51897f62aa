"""Alignments in the archive, brought up to date."""

from dataclasses import replace
from pathlib import Path

from river_town import everything, save

from dimash_archive.archive import Archive

ROWS = "SELECT * FROM alignments ORDER BY 4, 8, 6"


def test_sentences_are_read_from_the_view(tmp_path: Path) -> None:
    """Each pair comes with both texts, whole, and the versions they are of."""
    with Archive.open(tmp_path, create=True) as archive:
        save(archive, everything())
        assert archive.update_alignments() == 12
        sql = "SELECT text_a, text_b, version_a FROM parallel_sentences WHERE lang_a = 'kk' AND text_a LIKE 'Лунинге%'"
        assert archive.db.execute(sql).fetchall() == [("Лунинге 91 жаста.", "Лунину 91 год.", 1)]


def test_only_what_changed_is_aligned_again(tmp_path: Path) -> None:
    """A new text is aligned with the other editions of its story, as its new version; nothing else is touched."""
    with Archive.open(tmp_path, create=True) as archive:
        articles = everything()
        save(archive, articles)
        archive.update_alignments()
        assert archive.update_alignments() == 0
        changed = replace(articles[0], paragraphs=(*articles[0].paragraphs, "Көпір түнде де ашық."))
        save(archive, [changed])
        assert archive.update_alignments() == 2
        assert archive.db.execute(
            "SELECT DISTINCT version_a FROM alignments WHERE article_a = 1"
        ).fetchall() == [(2,)]


def test_articles_that_part_lose_their_alignments(tmp_path: Path) -> None:
    """What is no longer one story is not parallel, and a story that changes its number keeps its pairs."""
    with Archive.open(tmp_path, create=True) as archive:
        save(archive, everything())
        archive.update_alignments()
        archive.db.execute("INSERT INTO stories DEFAULT VALUES")
        archive.db.execute("UPDATE articles SET story_id = (SELECT max(id) FROM stories) WHERE id = 1")
        archive.update_alignments()
        assert (
            archive.db.execute(
                "SELECT count(*) FROM alignments WHERE 1 IN (article_a, article_b)"
            ).fetchone()[0]
            == 0
        )
        wrong = "SELECT count(*) FROM alignments JOIN articles ON id = article_a WHERE alignments.story_id != articles.story_id"
        assert archive.db.execute(wrong).fetchone()[0] == 0


def test_the_order_of_articles_changes_nothing(tmp_path: Path) -> None:
    """The same pairs of texts come out whichever article was stored first, all at once or one by one."""
    texts = "SELECT lang_a, lang_b, text_a, text_b, score FROM parallel_sentences ORDER BY 1, 2, 3, 4"
    with Archive.open(tmp_path / "a", create=True) as archive:
        save(archive, everything())
        archive.update_alignments()
        one = archive.db.execute(texts).fetchall()
    with Archive.open(tmp_path / "b", create=True) as archive:
        for article in reversed(everything()):
            save(archive, [article])
            archive.update_alignments()
        assert archive.db.execute(texts).fetchall() == one
        archive.update_alignments(again=True)
        assert archive.db.execute(texts).fetchall() == one
