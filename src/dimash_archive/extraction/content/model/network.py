"""A small network that says how likely each line of a page belongs to its article.

One hidden layer of rectified units over standardised rows of `features.rows`; several such networks, trained
from different starts, are averaged. The numbers are learned from annotated pages by `benchmarks/train.py` and
stored in `weights.npz`.
"""

from functools import cache
from importlib import resources
from typing import Final

import numpy as np

from dimash_archive.extraction.content.model.features import Floats

LIMIT: Final = 4.0
"""Standardised numbers are clipped to ±LIMIT, so that nothing odd on a page can drown out the rest."""
_BATCH: Final = 12
"""Rows multiplied at once. OpenBLAS uses a second thread if rows * columns * units exceeds 262,144 (its
interface/gemm.c), and that thread then spins idly for longer than the whole page takes."""


class Network:
    """The averaged networks. Immutable after loading."""

    def __init__(
        self, mean: Floats, scale: Floats, hidden: Floats, bias: Floats, out: Floats, shift: Floats
    ) -> None:
        self.mean, self.scale = mean, scale
        self.hidden, self.bias = hidden, bias
        self.out, self.shift = out, shift

    def likely(self, rows: Floats) -> Floats:
        """The likelihood of each row, 0 to 1; shape (rows,)."""
        count, width = rows.shape
        standard = np.zeros((-(-count // _BATCH), _BATCH, width), np.float32)
        np.clip((rows - self.mean) * self.scale, -LIMIT, LIMIT, out=standard.reshape(-1, width)[:count])
        active = np.maximum(standard @ self.hidden + self.bias, 0)
        logits = (active @ self.out + self.shift).reshape(-1, self.out.shape[1])[:count]
        likely: Floats = (1 / (1 + np.exp(-logits))).mean(axis=1)
        return likely


@cache
def load(name: str) -> Network:
    """The network stored in `weights.npz` under `name`."""
    with (
        (resources.files("dimash_archive.extraction.content.model") / "weights.npz").open("rb") as file,
        np.load(file) as data,
    ):
        fields = ("mean", "scale", "hidden", "bias", "out", "shift")
        return Network(*(data[f"{name}_{field}"] for field in fields))
