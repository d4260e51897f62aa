"""Conversations between two people: who speaks in a line without a name, if the lines around it show whose
turn it is."""

from collections.abc import Iterator, Sequence

from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText

_SIDES = 2


def name_alternating(page: SpeechText, drafts: Sequence[QuoteCandidate]) -> None:
    """Give the unnamed turns at the end of a conversation their speakers; one amid named turns stays as it is
    in the text.

    Its turns follow each other paragraph by paragraph, two consecutive ones name two persons, and every other
    turn with a name has that of the person whose turn it is.
    """
    for turns in _conversations(page, drafts):
        pairs = {(turns[place].speaker, turns[place + 1].speaker) for place in range(len(turns) - 1)}
        if not any(one and other and one != other for one, other in pairs):
            continue
        sides = [{turn.speaker for turn in turns[side::_SIDES] if turn.speaker} for side in range(_SIDES)]
        if any(len(side) != 1 for side in sides) or sides[0] == sides[1]:
            continue
        last = max(place for place, turn in enumerate(turns) if turn.speaker)
        for place, turn in enumerate(turns[last + 1 :], last + 1):
            if turn.clause is None:
                turn.speaker = next(iter(sides[place % _SIDES]))


def _conversations(page: SpeechText, drafts: Sequence[QuoteCandidate]) -> Iterator[Sequence[QuoteCandidate]]:
    """Runs of three or more speeches; each but the first has a paragraph with its narrator's words to itself."""
    run: list[QuoteCandidate] = []
    for draft in drafts:
        opens = draft.open == page.bounds[draft.paragraph][0]
        if run and not (opens and draft.paragraph == run[-1].last + 1):
            yield from (run,) if len(run) > _SIDES else ()
            run = []
        run.append(draft)  # the first may follow the narrator's words
    if len(run) > _SIDES:
        yield run
