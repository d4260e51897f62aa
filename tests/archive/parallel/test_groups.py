"""Sentences that say the same in all editions of a story."""

from dataclasses import replace
from pathlib import Path

from river_town import everything, save

from dimash_archive.archive import Archive
from dimash_archive.archive.parallel.groups import group_at, sentence_groups


def test_a_sentence_has_one_group_in_all_languages(tmp_path: Path) -> None:
    """All three editions of a sentence share a number, numbers begin with 1, and an offset leads to it."""
    with Archive.open(tmp_path, create=True) as archive:
        save(archive, everything())
        archive.update_alignments()
        rows = archive.db.execute("SELECT id, story_id, body FROM articles WHERE body LIKE '%91%'").fetchall()
        groups = sentence_groups(archive.db.conn, rows[0][1])
        numbers = {group_at(groups[key], body.index("91")) for key, _, body in rows}
        assert len(rows) == 3
        assert len(numbers) == 1
        assert numbers != {None}
        assert min(number for spans in groups.values() for number, _, _ in spans) == 1
        assert group_at(groups[rows[0][0]], 10**6) is None


def test_a_text_that_changed_marks_nothing_until_it_is_aligned(tmp_path: Path) -> None:
    """Offsets of an older version would mark the wrong words."""
    with Archive.open(tmp_path, create=True) as archive:
        articles = everything()
        save(archive, articles)
        archive.update_alignments()
        story = archive.db.execute("SELECT story_id FROM articles WHERE id = 1").fetchone()[0]
        save(archive, [replace(articles[0], paragraphs=("Көпір түнде де ашық.", *articles[0].paragraphs))])
        assert 1 not in sentence_groups(archive.db.conn, story)
        archive.update_alignments()
        assert 1 in sentence_groups(archive.db.conn, story)
