"""An invented site whose furniture is set like text, inside the article's own box: hard for the general method.

The articles are those of the demo site; frame, appeals and boxes are written for this. `page` sets one article.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dimash_archive.demo import DemoSite
from dimash_archive.demo.truth import Truth

APPEAL = (
    "Our newsroom answers to its readers alone. If you value what we do, join the twelve thousand people who "
    "get our morning letter: it comes at seven, costs nothing and tells you what the day in town will bring."
)
PROMO = (
    "The winter programme of the Steppe Hall is out. Thirty evenings of song and dance await you from November "
    "until the thaw, and whoever books before the first snow pays half."
)
NOTE = "This text was prepared by our desk. Seen a mistake in it? Select the words and tell us what is wrong."
AUTHORS = (
    "Dana Sozbekova has written about music in the town since she left the conservatory. She plays the dombra "
    "badly, as she says, and listens well.",
    "Temir Aulbekov covers the river, the weather and everybody who works outdoors. Before that he drove a bus "
    "for eleven years.",
    "Saltanat Kyrgauyl follows the town's schools. Two of her reports led to new roofs, one of them to a new school.",
)
BIO = "The author was a guest of the festival. Travel and board were paid for by this paper."


@dataclass(frozen=True, slots=True)
class Style:
    """How the pages of a time are set."""

    box: str = "story"
    """Class of the article's box."""
    appeal: bool = True
    """An appeal amid the text, another text in the middle, a note at its end."""
    menu: str = "News Culture Sport Archive"
    """Words of the menu."""


USUAL = Style()


def articles(lang: str = "en", count: int = 60) -> list[Truth]:
    """What the articles really say."""
    site = DemoSite()
    return [truth for _, truth in sorted(site.truth(lang).items())][:count]


def page(truth: Truth, number: int, style: Style = USUAL, more: Sequence[str] = (), extra: str = "") -> str:
    """The page of an article; `more` are paragraphs of its own, `extra` is markup around it."""
    texts = [f"<p>{escape(text)}</p>".replace("\n", "<br>") for text in (*truth.paragraphs, *more)]
    if style.appeal:
        texts.insert(len(texts) // 2, f"<p>{PROMO}</p>")
        texts.insert(min(2, len(texts)), f"<p>{APPEAL}</p>")
        texts.append(f"<p>{NOTE}</p>")
        texts.append(f'<div class="who"><p>{AUTHORS[number % len(AUTHORS)]}</p></div>')
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in style.menu.split())
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(truth.title)}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(truth.title)}">'
        f'</head><body><ul class="menu">{menu}</ul>{extra}<main class="{style.box}" id="post-{number}">'
        f"<h1>{escape(truth.title)}</h1>{''.join(texts)}</main><footer><p>The paper of the town.</p></footer>"
        "</body></html>"
    )
