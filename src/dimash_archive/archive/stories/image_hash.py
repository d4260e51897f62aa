"""A perceptual hash of a picture: the same for a copy in another size or format. Home of Pillow (extra `pictures`).

The difference hash by rows and columns: whether each of 8 x 8 places is brighter than the one to its left and the one
above (N. Krawetz, "Kind of Like That", 2013; both directions after B. Hoyt's `image_hash`). 128 bits.
"""

import warnings
from array import array
from collections.abc import Sequence
from io import BytesIO
from typing import Final

ALIKE: Final = 8
"""So many of the 128 bits may differ between copies of one picture."""

_SIDE: Final = 8
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")  # decoders that are hardened by long use
_PIXELS: Final = 60_000_000  # more is a bomb, or a map: not worth a gigabyte of memory
_CONTRAST: Final = 16  # of 256 shades: what differs less is a surface, and all surfaces are alike
_NOISE: Final = 3  # shades by which a copy may be off: places that differ by less count as alike


def available() -> bool:
    """Whether the library is there."""
    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return False
    return True


def image_hash(content: bytes) -> int | None:
    """The hash of a picture file; None for what cannot be read, is too large, or shows next to nothing."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata, and of sizes that are checked here
            with Image.open(BytesIO(content), formats=_FORMATS) as picture:
                if not 0 < picture.width * picture.height <= _PIXELS:
                    return None
                picture.draft("L", (8 * _SIDE, 8 * _SIDE))  # a JPEG is decoded no larger than needed
                small = (
                    picture.convert("L").convert("F").resize((_SIDE + 1, _SIDE + 1), Image.Resampling.LANCZOS)
                )
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return _bits(array("f", small.tobytes()))


def distance(one: int, other: int) -> int:
    """How many of the 128 bits differ."""
    return (one ^ other).bit_count()


def _bits(shades: Sequence[float]) -> int | None:
    if max(shades) - min(shades) < _CONTRAST:
        return None
    width, bits = _SIDE + 1, 0
    for step in (1, width):
        for row in range(_SIDE):
            for column in range(_SIDE):
                place = row * width + column
                bits = bits << 1 | (shades[place] + _NOISE < shades[place + step])
    return bits
