"""Control characters: what a terminal, a spreadsheet or another program would act upon instead of showing it."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

Value = TypeVar("Value")

# C0 without tab, line feed and the two marks that a search puts around a hit; DEL and C1, which some terminals obey.
_CONTROLS = re.compile("[\x00\x01\x04-\x08\x0b-\x1f\x7f-\x9f]")


def without_controls(value: Value) -> Value:
    """A text, or all texts in a record, list or mapping, with a space for every control character: lengths stay."""
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = _CONTROLS.sub(" ", value) if _CONTROLS.search(value) else value
    elif value is None or isinstance(value, int):
        return value
    elif isinstance(value, Mapping):
        cleaned = {key: without_controls(each) for key, each in value.items()}
    elif isinstance(value, list | tuple):
        items = [without_controls(each) for each in value]
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        cleaned = type(value)(items) if changed and type(value) in (list, tuple) else value
    elif is_dataclass(value) and not isinstance(value, type):
        named = {name: getattr(value, name) for name in _field_names(type(value))}
        new = {name: without_controls(each) for name, each in named.items()}
        changes = {name: each for name, each in new.items() if each is not named[name]}
        cleaned = replace(value, **changes) if changes else value
    return cleaned  # type: ignore[no-any-return]


@cache
def _field_names(record: type) -> tuple[str, ...]:
    """The fields of a record that may be given to make another like it."""
    return tuple(each.name for each in fields(record) if each.init)


def escaped_in_json(text: str) -> str:
    """JSON text with `\\u0080` for what JSON may hold as it is and a terminal would obey."""
    return re.sub("[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text)
