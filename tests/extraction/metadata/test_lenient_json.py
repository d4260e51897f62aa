"""JSON-LD as pages write it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.extraction.metadata import lenient_json


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('{"a":"b",}', [{"a": "b"}]),
        ('{"a":"x" "b":{"c":"d"}}', [{"a": "x", "b": {"c": "d"}}]),
        ('{"a":"x", // who\n "b":"y" /* and */}', [{"a": "x", "b": "y"}]),
        (
            '{"a":"Театр "Кедры", "Сосны" и другие","b":"q"}',
            [{"a": 'Театр "Кедры", "Сосны" и другие', "b": "q"}],
        ),
        ('{"a":["Театр "Кедры"","b"]}', [{"a": ['Театр "Кедры"', "b"]}]),
        ('{"a":1}\n{"b":2}', [{"a": 1}, {"b": 2}]),
        ("{&quot;a&quot;:&quot;b&quot;}", [{"a": "b"}]),
        ('//<![CDATA[\n{"a":"b",}\n//]]>', [{"a": "b"}]),
        ('{"a":{"b":["x","y",],},"c":"d"', [{"a": {"b": ["x", "y"]}, "c": "d"}]),
        ('{"a":"x\\n\\u0430","b":"y",}', [{"a": "x\nа", "b": "y"}]),
        ("no value", []),
    ],
)
def test_what_is_not_quite_valid_is_read(script: str, expected: list[Any]) -> None:
    """Commas, comments, quotation marks, several values, escapes of HTML, a missing end."""
    assert list(lenient_json.values(script)) == expected


@given(st.text(alphabet='{}[]":,\\/* ab\n0', max_size=60))
def test_any_text_is_read_without_an_error(script: str) -> None:
    """Whatever stands in a script, reading it ends and raises nothing."""
    list(lenient_json.values(script))
