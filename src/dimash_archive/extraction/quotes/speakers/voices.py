"""What a narrator's clause says about the speaker, and clauses in which somebody is only heard."""

import re
from typing import NamedTuple

from dimash_archive.extraction.quotes.attribution import WORD
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers.personal_names import names

_VOICE_OF = re.compile(r"\b(?:from|of|от|від|голос\w?|крик\w?)\s+(?:[^\W\d_]+\s+){0,2}\Z")


class Who(NamedTuple):
    """What a clause says about the speaker."""

    text: str | None
    """Name or office as written; None if the clause gives neither."""
    pronoun: str | None = None
    """The pronoun that refers to an earlier name."""


NOBODY = Who(None)
"""The result for a clause that names nobody."""
SEVERAL = Who(None, "they")
"""The result for a clause whose subject is not one person: several, somebody, a voice."""


def heard_in(body: str, start: int, end: int, words: Words) -> Who | None:
    """Who is heard if a clause says that somebody is: nobody in `раздалось сзади`, Ann Poe in `came a cry
    from Ann Poe`."""
    tokens = WORD.findall(body, start, end)
    if not any(map(words.sounding, tokens)):
        return None
    for name in names(body, start, end, words):
        if not name.doubtful and not name.first:
            return None
        if not name.short and _VOICE_OF.search(body, start, name.start):
            return Who(body[name.start : name.end])
    return None if any(map(words.office, tokens)) else SEVERAL
