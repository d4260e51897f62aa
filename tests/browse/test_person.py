"""The page of a person."""

import asyncio
from pathlib import Path

from datasette.app import Datasette
from river_town import everything, save

from dimash_archive.archive import Archive
from dimash_archive.browse.page_request import ROOT


def test_a_person_s_page_shows_all_languages(tmp_path: Path) -> None:
    """Names and speeches in every language, company in the reader's; a number that is nobody's is not found."""
    with Archive.open(tmp_path, create=True) as archive:
        save(archive, everything())
        archive.update_people()
        key = archive.db.execute("SELECT id FROM people WHERE name LIKE 'Гүлшат%'").fetchone()[0]

    async def pages() -> list[tuple[int, str]]:
        datasette = Datasette([str(tmp_path / "archive.db")])
        await datasette.invoke_startup()
        addresses = [f"/archive{ROOT}/people/{number}?ui=en" for number in (key, 999)]
        answers = [await datasette.client.get(address) for address in addresses]
        return [(answer.status_code, answer.text) for answer in answers]

    (status, text), (unknown, _) = asyncio.run(pages())
    assert (status, unknown) == (200, 404)
    assert all(
        name in text for name in ("Gulshat Oraz", "Гульшат Сабитовна Ораз", "Viktor Lunin", "Lars Høiberg")
    )
    assert text.count("<blockquote") == 3
