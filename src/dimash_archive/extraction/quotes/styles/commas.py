"""The narrator's words between commas within the marks, as in French: « Le toit tient, assure Ana, pour
l'instant. »"""

import re

from dimash_archive.extraction.quotes.attribution import WORD, reporting
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.styles.dashes import Spoken

_CLAUSE = re.compile(r"[,!?…]\s+(?P<clause>[^\W\d_][^,.!?…:;«»“”\"]{2,90})(?=[,.!?…]|\s*\Z)")
_VERB_FROM = 2
"""Words before the verb of saying: none, or the `a` of `a répondu`."""


def part(body: str, start: int, end: int, words: Words) -> Spoken | None:
    """The speech between two offsets without the narrator's first clause between commas; None if there is no
    such clause.

    The clause begins with its verb of saying, as inserted clauses do in French.
    """
    text = body[start:end]
    for match in _CLAUSE.finditer(text):
        bounds = start + match.start("clause"), start + match.end("clause")
        clause = reporting(body, bounds, words, ended=True, dash=False)
        if clause is None or clause.verb is None:
            continue
        before = WORD.findall(body, bounds[0], clause.verb[0])
        if len(before) < _VERB_FROM and all(map(words.helper, before)):
            length = match.start() + (text[match.start()] != ",")
            stop = bounds[1] + (body[bounds[1]] == "." and body[bounds[1] + 1 : end].strip() != "")
            return Spoken(((start, start + length), (stop, end)), clause)
    return None
