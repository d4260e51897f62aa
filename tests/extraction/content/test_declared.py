"""What a page declares to be its article's text."""

import numpy as np
import pytest

from dimash_archive.extraction.content import declared
from dimash_archive.html import dom

LINE = "The choir of the old mill sang “until the morning” and went home."
OTHER = "A line that nobody has declared to be the text of this article."


def mended(script: str) -> list[float]:
    """The likelihoods of two unlikely lines on a page with a script of linked data."""
    page = dom.parse(f'<script type="application/ld+json">{script}</script><p>{LINE}</p><p>{OTHER}</p>')
    return [round(float(each), 2) for each in declared.mend(page, np.array([0.1, 0.1], np.float32))]


@pytest.mark.parametrize(
    "script",
    [
        '{"articleBody": "The choir of the old mill sang \\"until the morning\\" and went home."}',
        '[{"@graph": [{"articleBody" : "Before. The  choir of the old mill sang until the morning and went home"}]}]',
    ],
)
def test_a_declared_line_is_as_likely_as_not(script: str) -> None:
    """Whatever its marks and spaces are; what is not declared stays as it was."""
    assert mended(script) == [0.5, 0.1]


@pytest.mark.parametrize(
    "script",
    [
        "{}",
        '{"articleBody": "Something else"}',
        '{"articleBody": "\\u00zz"}',
        '{"articleBody": 1}',
        '{"articleBody": "',
    ],
)
def test_what_says_nothing_changes_nothing(script: str) -> None:
    """Other texts, other values and broken notation are no evidence."""
    assert mended(script) == [0.1, 0.1]


def test_a_likely_line_stays_as_likely() -> None:
    """Evidence only adds."""
    page = dom.parse(
        f'<script type="application/ld+json">{{"articleBody": "{OTHER}"}}</script><p>{OTHER}</p>'
    )
    assert declared.mend(page, np.array([0.9], np.float32)).tolist() == [np.float32(0.9)]
