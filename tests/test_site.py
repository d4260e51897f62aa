"""Profiles are checked when they are read: what is wrong is named with file and line."""

from pathlib import Path

import pytest

from dimash_archive.errors import ProfileError
from dimash_archive.site import Site

GOOD = 'name = "town"\n[editions.en]\nurl = "https://town.example/"\n'


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (GOOD.replace('"town"', '"../../evil"'), "town.toml, line 1", "names files"),
        (GOOD.replace('"town"', '"a/b"'), "town.toml, line 1", "names files"),
        (GOOD.replace('"town"', '".hidden"'), "town.toml, line 1", "names files"),
        (GOOD.replace("editions.en", "editions.english"), "town.toml, line 2", "language code"),
        (GOOD + "[crawl]\nrate = inf\n", "town.toml, line 5", "0 or more"),
        (GOOD + "[crawl]\nrate = nan\n", "town.toml, line 5", "0 or more"),
        (GOOD + '[crawl]\ncontact = "қала@town.example"\n', "town.toml, line 5", "ASCII"),
        (GOOD + '[crawl]\nskip = ["/a/", "shop"]\n', "town.toml, line 5", "path prefixes"),
        (GOOD + "[crawl]\nsources = []\n", "town.toml, line 5", "one or more"),
        (GOOD + "[crawl]\nspeed = 3\n", "town.toml, line 5", "is unknown"),
        (GOOD + '[extract]\ncontent = "div > p.text"\n', "town.toml, line 5", "one class"),
        (GOOD + '[extract]\ncontent = "article[role=main]"\n', "town.toml, line 5", "one class"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(text: str, place: str, what: str) -> None:
    """Names that leave the folder, languages that are none, rates without end, contacts that no header holds,
    selectors that would be ignored."""
    with pytest.raises(ProfileError) as caught:
        Site.parse(text, "town.toml")
    assert str(caught.value).startswith(f"{place}: ")
    assert what in str(caught.value)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Editors of Windows write one."""
    path = tmp_path / "town.toml"
    path.write_text(GOOD, "utf-8-sig")
    assert Site.load(path).name == "town"
    assert Site.parse("\ufeff" + GOOD).name == "town"
