"""The two forms of a headline: as typed, and as typeset by WordPress. Strings in, strings out."""

import re

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-"})
_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(\[«“‘—–-]))([\"'])(?=\S)")


def straight(text: str) -> str:
    """The headline as typed: straight quotation marks and hyphens. Guillemets and em dashes are typed as they are."""
    return text.translate(_STRAIGHT)


def typographic(text: str) -> str:
    """The headline as typeset: curly marks by position, an en dash for a hyphen between spaces."""
    opened = _OPENING.sub(lambda match: "“" if match[1] == '"' else "‘", text)
    return opened.replace('"', "”").replace("'", "’").replace(" - ", " – ")


def cut(text: str, words: int) -> str:
    """The first `words` words, with three ASCII dots attached if there were more."""
    parts = text.split()
    return text if len(parts) <= words else " ".join(parts[:words]) + "..."
