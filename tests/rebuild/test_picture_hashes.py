"""How pictures look: copies are known in any size and format, others are told apart, and nothing in them does harm."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from archive_desk import Desk, article
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dimash_archive.archive import Archive
from dimash_archive.archive.merge import merge
from dimash_archive.archive.stories import image_hash as hashing
from dimash_archive.archive.stories.image_hash import ALIKE, distance, image_hash
from dimash_archive.demo.theme.drawings import picture
from dimash_archive.rebuild import picture_hashes
from dimash_archive.rebuild.picture_hashes import hash_pictures
from dimash_archive.records import Fetched
from dimash_archive.records import Image as Shown
from dimash_archive.warc.writer import WarcWriter

DAY = datetime(2024, 6, 14, tzinfo=UTC)


def copy(content: bytes, size: tuple[int, int], kind: str) -> bytes:
    """A picture in another size and format."""
    out = BytesIO()
    with Image.open(BytesIO(content)) as opened:
        opened.convert("RGB").resize(size).save(out, kind, quality=60)
    return out.getvalue()


def of(content: bytes) -> int:
    """The hash of a picture that has one."""
    found = image_hash(content)
    assert found is not None
    return found


@pytest.mark.parametrize(("size", "kind"), [((300, 200), "JPEG"), ((150, 100), "PNG"), ((1200, 800), "WEBP")])
def test_a_copy_is_known(size: tuple[int, int], kind: str) -> None:
    """Thumbnails, other formats, other compression."""
    for name in map(str, range(20)):
        first = picture(f"{name}.jpg", 1024, 683)
        assert distance(of(first), of(copy(first, size, kind))) <= ALIKE


def test_pictures_of_one_kind_are_told_apart() -> None:
    """Thirty landscapes, all with sky, hills and a sun."""
    hashes = [of(picture(f"{number}.jpg", 1024, 683)) for number in range(30)]
    assert all(distance(one, other) > ALIKE for one in hashes for other in hashes if one is not other)


@pytest.mark.parametrize("shade", [0, 200])
def test_a_surface_has_no_hash(shade: int) -> None:
    """All surfaces look alike."""
    out = BytesIO()
    Image.new("RGB", (400, 300), (shade, shade, shade)).save(out, "PNG")
    assert image_hash(out.getvalue()) is None


def test_a_bomb_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that claims more pixels than a page may show is not decoded."""
    monkeypatch.setattr(hashing, "_PIXELS", 1000)
    assert image_hash(picture("a.png", 100, 100)) is None


@given(st.binary(max_size=200), st.integers(0, 400))
def test_nothing_in_a_file_does_harm(junk: bytes, place: int) -> None:
    """Damaged files have a hash or none."""
    good = bytearray(picture("a.png", 64, 48))
    good[place : place + len(junk)] = junk
    image_hash(bytes(good))
    image_hash(junk)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An archive of two short articles whose pages show one picture, under other names, in other sizes; kept both."""
    made = Desk(tmp_path / "one")
    shown = picture("steppe.jpg", 1024, 683)
    with made.archive:
        writer = WarcWriter(tmp_path / "one" / "warc", info={"isPartOf": "demo"}, now=lambda: DAY)
        for lang, body in (("en", shown), ("ru", copy(shown, (300, 200), "JPEG"))):
            url = f"https://{lang}.a.org/{lang}-1.jpg"
            answer = Fetched(url, 200, "OK", (("Content-Type", "image/jpeg"),), body, body, DAY)
            made.archive.record(None, writer.write(answer))
            words = "One two three." if lang == "en" else "Раз два."
            images = (Shown(url),)
            made.save(article(f"https://{lang}.a.org/1", "T", words, lang=lang, images=images, published=DAY))
        writer.close()
        (tmp_path / "one" / "warc" / "dimash-1.warc.gz").touch()  # where the pages would be
        yield made


def test_a_picture_links_articles_that_share_no_name(desk: Desk) -> None:
    """It is evidence like a shared upload; without it these two are no story."""
    assert desk.archive.link_stories() == 0
    assert hash_pictures(desk.archive) == 2
    assert desk.archive.link_stories(again=True) == 1


def test_each_picture_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that ended the process: it was noted before it was read."""

    def end(_: bytes) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(picture_hashes, "image_hash", end)
    with pytest.raises(KeyboardInterrupt):
        hash_pictures(desk.archive)
    monkeypatch.undo()
    assert hash_pictures(desk.archive) == 1
    assert hash_pictures(desk.archive) == 0


def test_without_the_library_nothing_is_hashed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with it all is, later."""
    monkeypatch.setattr(picture_hashes, "available", lambda: False)
    assert hash_pictures(desk.archive) == 0
    monkeypatch.undo()
    assert hash_pictures(desk.archive) == 2


def test_a_picture_that_is_missing_stops_nothing(desk: Desk) -> None:
    """The WARC file is gone: `verify` says so, not this."""
    for file in (desk.archive.path.parent / "warc").iterdir():
        file.unlink()
    assert hash_pictures(desk.archive) == 0


def test_a_merge_takes_hashes_along(desk: Desk, tmp_path: Path) -> None:
    """So that what is merged is linked by them at once."""
    hash_pictures(desk.archive)
    with Archive.open(tmp_path / "two", create=True) as ours:
        merge(ours, desk.archive)
        assert ours.db.execute("SELECT count(dhash) FROM picture_hashes").fetchone() == (2,)
        assert ours.db.execute("SELECT count(*) FROM story_links").fetchone() == (2,)


def test_a_picture_that_breaks_its_decoder_stops_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a decoder raises costs that picture its hash, and it is not tried again."""

    def broken(_: bytes) -> int:
        raise TypeError("a field of a mutated TIFF")

    monkeypatch.setattr(picture_hashes, "image_hash", broken)
    assert hash_pictures(desk.archive) == 0
    monkeypatch.undo()
    assert hash_pictures(desk.archive) == 0
