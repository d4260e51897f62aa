"""Where a role ends in the narrator's words, and an addressee, a manner, a time or a place follows."""

import re

from dimash_archive.extraction.quotes.lexicon import Words

_END = re.compile(
    r"[,;:()—–«“\"]|\s(?:who|whose|that|when|while|as|and|after|before|during|in an?|in h\w\w|on \w+day|with an?|at an?"
    r"|through|across|over|without|later|afterwards|again|yesterday|today|then|too|to (?:his|her|their|me|us)"
    r"|(?:в|во|на|при|после|с|по) (?:ход|разговор|бесед|интервью|ответ|встреч|эфир|комментари|суд|совещани|заседани|брифинг|собрани"
    r"|церемони|телефон|пресс-конф|прощани|бегу|сход)\w*"
    r"|у вход\w*|у двер\w*|из (?:зала|толпы|очереди|ряд\w+)|через|сквозь|накануне|вчера|сегодня|позже|потом|тогда|наконец"
    r"|(?:end|begin|open|clos|start)\w* with|\w+ly\Z"
    r"|котор\w+|когда|после|во время|и \w+(?:[её]т|ит|ся|л|ла|ли))(?!\w)"
    r"| \w+(?:л|ла|ли) и(?: |$)"
    r"|(?<=\w) \w+ed (?=to|at|into|on|the|his|her|up)"
)
_DATIVE_PLURAL = re.compile(r"(?<=\w) [а-яёіїє]{2,}[ая]м(?: \w+)?\Z")
_DATIVE_FIRST = re.compile(r"[а-яёіїє]{3,}[ая]м (?=\w)")
_ADVERB = re.compile(r"(?<=\w) [а-яёіїє]{3,}[^т\W]о\Z")
_DATIVE = re.compile(r"[а-яё]{2}(?:[^оеи]е|у|ю|[ая]м)\Z")
_FOREIGN = {
    "de": re.compile(r"(?<=[a-zäöüß]) (?:den|dem|ihren|ihrem|seinen|seinem) (?=[A-ZÄÖÜ])"),
    "fr": re.compile(r" (?:aux|à (?:ses|son|sa)|a|ont|est|avait|était) (?=\w)"),
    "es": re.compile(r" (?:a (?:los|las|sus|su)|[^\W\d_]{3,}ó) (?=\w)"),
    "uk": re.compile(r" [а-яіїєґ]{3,}(?:[аиіїуєя]в|[аиіїуєя]ла) (?=\w)"),
    "pl": re.compile(r"(?:(?<=\w) \w{3,}om|(?:\A|(?<=\w) )\w{3,}(?:i|owi|om|ą))\Z"),
}
"""Addressees in other languages: `die Fahrerin | den Fahrgästen`, `la conductrice | aux passagers`."""


def role(text: str, words: Words) -> str:
    """The part of a text that says who spoke: `губернатор | журналистам`, `the driver | over his shoulder`."""
    if cut := _END.search(text, 1):
        text = text[: cut.start()]
    if foreign := _FOREIGN.get(words.lang):
        addressee = foreign.search(text)
        return text[: addressee.start()] if addressee else text
    if not words.slavic:
        return text
    if addressee := _DATIVE_FIRST.match(text):
        text = text[addressee.end() :]  # слушателям | коллега
    for pattern in (_ADVERB, _DATIVE_PLURAL):
        if tail := pattern.search(text):
            text = text[: tail.start()]
    first, _, rest = text.partition(" ")
    to_whom = words.office(first) and _DATIVE.search(rest.partition(" ")[0])  # мальчик | маме
    return first if to_whom else text
