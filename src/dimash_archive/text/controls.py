"""Control characters: those that a terminal, a spreadsheet or another program would act upon instead of showing."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar

Value = TypeVar("Value")

# C0 without tab, line feed and the two marks that a search puts around a hit; DEL and C1, which some terminals obey.
_CONTROLS = re.compile("[\x00\x01\x04-\x08\x0b-\x1f\x7f-\x9f]")
_TEXTLESS: Final = frozenset((int, float, bool, type(None), datetime))
"""The most common types that hold no text."""


def without_controls(value: Value) -> Value:
    """A text, or all texts in a record, list or mapping, with every control character replaced by a space:
    lengths stay."""
    return _cleaned(value) if _CONTROLS.search("\n".join(_texts(value))) else value


def _texts(value: object) -> list[str]:
    """All texts in a value: hardly any has such a character, and checking them together is quick."""
    texts: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        each = waiting.pop()
        kind: Any = type(each)
        if kind in _TEXTLESS:
            continue
        if issubclass(kind, str):
            texts.append(each)
        elif issubclass(kind, (list, tuple)):
            waiting += each
        elif names := _field_names(kind):
            waiting += [getattr(each, name) for name in names]
        elif isinstance(each, Mapping):
            waiting += each.values()
    return texts


def _cleaned(value: Value) -> Value:
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = _CONTROLS.sub(" ", value) if _CONTROLS.search(value) else value
    elif value is None or isinstance(value, int):
        return value
    elif isinstance(value, Mapping):
        cleaned = {key: _cleaned(each) for key, each in value.items()}
    elif isinstance(value, list | tuple):
        items = [_cleaned(each) for each in value]
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        cleaned = type(value)(items) if changed and type(value) in (list, tuple) else value
    elif is_dataclass(value) and not isinstance(value, type):
        named = {name: getattr(value, name) for name in _field_names(type(value))}
        new = {name: _cleaned(each) for name, each in named.items()}
        changes = {name: each for name, each in new.items() if each is not named[name]}
        cleaned = replace(value, **changes) if changes else value
    return cleaned  # type: ignore[no-any-return]


@cache
def _field_names(record: type) -> tuple[str, ...]:
    """The fields of a record that its constructor accepts; none if the value is not a record."""
    return tuple(each.name for each in fields(record) if each.init) if is_dataclass(record) else ()


def escaped_in_json(text: str) -> str:
    """JSON text with escapes such as `\\u0080` for characters that JSON allows unescaped and a terminal would obey."""
    return re.sub("[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text)
