"""A sentence is marked in all languages of its story."""

import asyncio
import re
from pathlib import Path

from datasette.app import Datasette
from river_town import everything, save

from dimash_archive.archive import Archive
from dimash_archive.browse.page_request import ROOT

_MARKED = re.compile(r'<a class="sentence same"[^>]*>(.*?)</a>', re.DOTALL)


def test_a_chosen_sentence_is_marked_in_every_language(tmp_path: Path) -> None:
    """By its link, without a script; from the concordance by where a hit stands; nonsense marks nothing."""
    with Archive.open(tmp_path, create=True) as archive:
        save(archive, everything())
        archive.update_alignments()
        story, key, body = archive.db.execute(
            "SELECT story_id, id, body FROM articles WHERE lang = 'ru' AND body LIKE '%Лунину 91 год.%'"
        ).fetchone()
    address = f"/archive{ROOT}/stories/{story}"
    at = f"{key}.{body.index('91')}"

    async def pages() -> list[str]:
        datasette = Datasette([str(tmp_path / "archive.db")])
        await datasette.invoke_startup()
        asked = [f"?sentence={each}" for each in (at, "x", "1.2.3", "9" * 99)]
        paths = [*(f"{address}{each}" for each in asked), f"/archive{ROOT}/concordance?q=Лунину"]
        answers = [await datasette.client.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == {200}
        number = re.search(r'same" data-sentence="(\d+)"', answers[0].text)
        assert number is not None
        by_number = await datasette.client.get(f"{address}?sentence={number[1]}")
        return [*(answer.text for answer in answers), by_number.text]

    found, *nonsense, concordance, by_number = asyncio.run(pages())
    texts = "".join(_MARKED.findall(found))
    assert all(each in texts for each in ("Лунинге 91 жаста", "Лунину 91 год", "91"))
    assert len(_MARKED.findall(found)) >= 3
    assert found.count('id="sentence"') == 1
    assert [_MARKED.findall(each) for each in nonsense] == [[], [], []]
    assert _MARKED.findall(by_number) == _MARKED.findall(found)
    assert re.search(rf"sentence={key}\.\d+#sentence", concordance)
