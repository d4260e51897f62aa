"""The commonest words of news in several languages: which ideas a word stands for. Words in, ideas out."""

from functools import cache, lru_cache
from importlib import resources

_LANGS = ("kk", "ru", "en")
"""The languages of the list, in the order of its fields."""
_STEM = 4
"""Letters from which a word of the list stands for all that begin with it."""
_WORDS = 100_000  # words remembered, some 20 MB


@lru_cache(maxsize=_WORDS)
def ideas(word: str, lang: str) -> frozenset[str]:
    """The ideas that a word of a text in `lang` may stand for, by their lines in the list: `=17`; none of any other word."""
    entries = _entries().get(lang, {})
    lowered = word.lower().replace("ё", "е")
    if lowered in entries:
        return entries[lowered]
    stems = (lowered[:length] for length in range(len(lowered) - 1, _STEM - 1, -1))
    return next((entries[stem] for stem in stems if stem in entries), frozenset())


@cache
def _entries() -> dict[str, dict[str, frozenset[str]]]:
    """By language the ideas of each word, or stem."""
    entries: dict[str, dict[str, frozenset[str]]] = {lang: {} for lang in _LANGS}
    text = resources.files(__package__).joinpath("glossary.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        if line.startswith("#"):
            continue
        for lang, words in zip(_LANGS, line.split("|"), strict=True):
            for word in words.split():
                entries[lang][word] = entries[lang].get(word, frozenset()) | {f"={number}"}
    return entries
