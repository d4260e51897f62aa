"""Small real pictures computed from numbers: a steppe of coloured stones, as PNG or JPEG, always the same."""

import math
import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from random import Random

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""
STONE = 8
"""Width and height of a stone in pixels: a JPEG block, so that one number per stone is enough."""


@lru_cache(32)
def picture(name: str, width: int, height: int) -> bytes:
    """A picture of this size in pixels; `name` determines the landscape and, by its extension, the format."""
    columns, rows = -(-width // STONE), -(-height // STONE)
    stones = _landscape(name, columns, rows)
    return _png(stones, width, height) if name.endswith(".png") else _jpeg(stones, width, height)


def _landscape(name: str, columns: int, rows: int) -> list[list[Colour]]:
    """Sky, a sun, three ranges of hills."""
    chance = Random(name)
    hue, sun_x, sun_y = chance.random(), chance.random(), 0.15 + 0.3 * chance.random()
    top, horizon = _tint(hue, 0.9), _tint(hue + 0.1, 0.7)
    ranges = [_hills(columns, 0.45 + 0.17 * nearness, chance) for nearness in range(3)]
    colours = [_tint(hue + 0.45, 0.62 - 0.17 * nearness) for nearness in range(3)]

    def stone(column: int, row: int) -> Colour:
        x, y = column / columns, row / rows
        for nearness in (2, 1, 0):
            if y > ranges[nearness][column]:
                return colours[nearness]
        in_the_sun = (x - sun_x) ** 2 + (0.67 * (y - sun_y)) ** 2 < 0.008
        return (252, 240, 200) if in_the_sun else _between(top, horizon, y)

    return [[_shade(stone(x, y), chance.randrange(-6, 7)) for x in range(columns)] for y in range(rows)]


def _hills(columns: int, height: float, chance: Random) -> list[float]:
    """Distance from the top, as a share, at which a range of hills begins in each column."""
    pace, phase = 1.5 + 2 * chance.random(), 6.3 * chance.random()
    return [height + 0.07 * math.sin(pace * 6.3 * column / columns + phase) for column in range(columns)]


def _tint(hue: float, light: float) -> Colour:
    """A muted colour of this hue (0 to 1, cyclic) and lightness (0 to 1)."""
    red, green, blue = (round(255 * light * (0.8 + 0.2 * math.cos(6.283 * (hue - k / 3)))) for k in range(3))
    return red, green, blue


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _shade(colour: Colour, by: int) -> Colour:
    red, green, blue = (min(255, max(0, part + by)) for part in colour)
    return red, green, blue


def _png(stones: list[list[Colour]], width: int, height: int) -> bytes:
    lines = bytearray()
    for y in range(height):
        row = b"".join(bytes(colour) * STONE for colour in stones[y // STONE])
        lines += b"\0" + row[: 3 * width]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


# The code lengths of the standard luminance table for the first number of a block (ITU T.81, table K.3), and
# a table with the one code that a flat block needs: "nothing more in this block".
_FIRST = bytes((0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)) + bytes(range(12))
_NOTHING_MORE = bytes((1, *[0] * 15)) + b"\0"
_CODES = (0b00, 0b010, 0b011, 0b100, 0b101, 0b110, 0b1110, 0b11110, 0b111110)
_LENGTHS = (2, 3, 3, 3, 3, 3, 4, 5, 6)


def _jpeg(stones: list[list[Colour]], width: int, height: int) -> bytes:
    """A baseline JPEG of flat blocks: a block is its colour's difference from the previous one."""
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"".join(bytes((i, 0x11, 0)) for i in (1, 2, 3))
    segments = (
        (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        (0xDB, b"\0" + bytes([STONE] * 64)),
        (0xC0, frame),
        (0xC4, b"\0" + _FIRST),
        (0xC4, b"\x10" + _NOTHING_MORE),
        (0xDA, b"\x03\x01\0\x02\0\x03\0\0\x3f\0"),
    )
    head = b"".join(bytes((0xFF, kind)) + struct.pack(">H", len(data) + 2) + data for kind, data in segments)
    return b"\xff\xd8" + head + _scan(colour for row in stones for colour in row) + b"\xff\xd9"


def _scan(colours: Iterable[Colour]) -> bytes:
    """The colours as a JPEG's coded data, padded with ones; a zero byte follows each FF."""
    before, bits = [0, 0, 0], []
    for colour in colours:
        for part, value in enumerate(_ycc(colour)):
            bits.append(_coded(value - before[part]) + "0")
            before[part] = value
    line = "".join(bits)
    line += "1" * (-len(line) % 8)
    return int(line, 2).to_bytes(len(line) // 8, "big").replace(b"\xff", b"\xff\0")


def _coded(difference: int) -> str:
    """The number of bits that the difference needs, as a code, and those bits; negative ones are counted from
    below."""
    size = abs(difference).bit_length()
    code = f"{_CODES[size]:0{_LENGTHS[size]}b}"
    rest = difference if difference > 0 else difference + (1 << size) - 1
    return code + (f"{rest:0{size}b}" if size else "")


def _ycc(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = colour
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(light) - 128, round(0.564 * (blue - light)), round(0.713 * (red - light))
