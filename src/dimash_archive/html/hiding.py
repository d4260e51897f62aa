"""How pages hide content from readers: attributes, inline styles, well-known classes, style sheets."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<!-)opacity\s*:\s*0*(?:\.0+)?\s*(?:!|;|\Z)"
    r"|(?:left|right|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*(?:0|1px)|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)"
    r"|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:!|;|\Z)|transform\s*:\s*scale\(\s*0\s*\)|content-visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_FLAT: Final = re.compile(
    r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px|em|rem)?\s*(?:!|;|\Z)", re.IGNORECASE
)
"""No height or width: hides only together with `overflow: hidden`."""
NAMES: Final = re.compile(
    r"(?:^|\s)(?:sr-?only|visually-?hidden|screen-?reader(?:s|-text|-only|-response)?|screenreader-only|assistive-text|a11y-hidden"
    r"|element-invisible|(?:u|is|display|d|uk)-?(?:hidden|none|invisible)|hidden|invisible|hide-?(?:text|all|me)?"
    r"|(?:print|show-for-print|visible-print)(?:-only|-block)?|only-print)(?!\S)"
)
"""Classes by which frameworks hide; those for narrow screens alone, such as `hidden-xs`, are not included."""
_SHOWN_AGAIN: Final = re.compile(r"(?:^|\s)(?:d-|\w+:)\S*(?:block|flex|grid|inline|table|visible)")
"""Classes that show on wide screens what `d-none` or `hidden` hides."""
_AT_RULE: Final = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR: Final = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#][\w-]+)\s*\Z", re.IGNORECASE)
ATTRIBUTES: Final = frozenset(("hidden", "style"))
"""Attributes that can hide an element, whatever its name."""
LONGEST_SHEET: Final = 8_000
"""Longest style sheet in a page that is read, in characters: longer ones are a theme's, with rules for
scripts to undo."""

Attributes = Mapping[str, str | None]


def names_hidden_by(sheet: str) -> frozenset[str]:
    """The classes (`.name`) and ids (`#name`), lower case, that a style sheet hides always and without
    further conditions."""
    if len(sheet) > LONGEST_SHEET or ("none" not in sheet and "hidden" not in sheet):
        return frozenset()
    return _hidden_by(sheet)


@lru_cache(maxsize=1 << 7)
def _hidden_by(sheet: str) -> frozenset[str]:
    """The same for a sheet worth reading; cached, as the pages of a site share theirs."""
    rules = _RULE.findall(_AT_RULE.sub("", sheet))
    hiding = (selectors for selectors, style in rules if _STYLE.search(style))
    matches = (
        _SELECTOR.match(part) for selectors in hiding for part in selectors.rpartition("*/")[2].split(",")
    )
    return frozenset(match[1].lower() for match in matches if match)


def is_hidden(attributes: Attributes, hidden_names: frozenset[str] = frozenset()) -> bool:
    """Whether an element is hidden from readers; `hidden_names` are the names that the page's style sheets hide.

    `aria-hidden` hides nothing visually, and does not count.
    """
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if (style := attributes.get("style")) and hides(style):
        return True
    names = (attributes.get("class") or "").lower()
    if names and _hides_by_name(names):
        return True
    return bool(hidden_names) and _is_named(names, attributes.get("id"), hidden_names)


@lru_cache(maxsize=1 << 12)
def _hides_by_name(names: str) -> bool:
    return bool(NAMES.search(names)) and not _SHOWN_AGAIN.search(names)


@lru_cache(maxsize=1 << 12)
def hides(style: str) -> bool:
    """Whether an inline style hides its element."""
    return bool(_STYLE.search(style) or (_FLAT.search(style) and "hidden" in style))


def _is_named(names: str, identity: str | None, hidden: frozenset[str]) -> bool:
    if identity is not None and f"#{identity.lower()}" in hidden:
        return True
    return not hidden.isdisjoint(map(".".__add__, names.split()))
