"""Small boxes beside the text that say what they are: paid content, a cookie notice, an appeal for support."""

import re
from collections.abc import Iterator
from typing import Final

from dimash_archive.extraction.content.outline import ITEMS, Outline
from dimash_archive.extraction.metadata import layout
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

_MOST_LINES: Final = 8
_LARGEST: Final = 0.34
"""A box with a larger share of the text is not a notice beside it."""
_LONGEST_LABEL: Final = 80
_PAID: Final = re.compile(
    r"[\W_]*(?:paid\s+(?:content|post|partnership|program)|sponsored(?:\s+(?:content|post|by)\b)?|partner\s+content|advertorial"
    r"|advertisement|promoted|brand\s*voice|presented\s+by|реклама|на\s+правах\s+рекламы|партн[её]рск\w+\s+(?:материал|проект|пост)"
    r"|материал\s+партн[её]ра|спецпроект|промо\b|жарнама|серіктес(?:тік)?\s+(?:жобасы|материалы|мазмұны)|жарнамалық\s+материал"
    r"|спонсорск\w+\s+(?:материал|проект|контент)|демеуші\s+материалы|contenu\s+(?:sponsorisé|partenaire)|publi-?(?:reportage|rédactionnel|rreportaje)|en\s+partenariat\s+avec"
    r"|bezahlter?\s+(?:inhalt|beitrag)|contenido\s+(?:patrocinado|pagado)|conteúdo\s+patrocinado|annonssamarbete|materiał\s+(?:sponsorowany|partnera)|спонсорований"
    r"|anzeige|werbung|publicité|publicidad|patrocinado|contenuto\s+sponsorizzato|reklam|إعلان|विज्ञापन|広告|广告|광고)",
    re.IGNORECASE,
)
"""Beginnings of labels of paid content in a few languages: a hint, followed only in a small box of its own."""
_MARK: Final = re.compile(r"\berid\s*[:：]|\bИНН\s*\d{8,}", re.IGNORECASE)
"""Marks that Russian law puts on advertisements."""
_COOKIES: Final = re.compile(
    r"cookie|куки\b|кукиз|персональных\s+данных|дербес\s+дерект|ملفات تعريف الارتباط|คุกกี้", re.IGNORECASE
)
_APPEAL: Final = re.compile(
    r"subscri|support(?:-|_|\W+)?(?:us|our|/|\Z)|\bdonat|\bmember(?:ship|s?/)|\bpledge|\bcontribut|abonn?(?:e|ier|ez|ati|ar\b)|unterstütz|soutenez|faire\s+un\s+don"
    r"|spende|suscr[ií]b|ap[oó]y[ea]|assine|destek|abone|prenumerer|подпис|подпиш|поддерж|пожертв|передплат|підтрима|жазыл|қолдау|қайырымдылық",
    re.IGNORECASE,
)
"""What a link that asks for support says, or where it leads: a hint, followed only in a small box unlike the
text's."""
_CHANNEL: Final = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)?(?:(?:t|telegram)\.me/(?:s/|joinchat/|\+)?[\w+-]+|(?:facebook|instagram|twitter|x|threads|vk|tiktok|ok|dzen)\.(?:com|net|ru)/@?[\w.+-]+"
    r"|youtube\.com/(?:@|c/|channel/|user/)[^/]+|(?:whatsapp\.com/channel|chat\.whatsapp\.com|wa\.me|invite\.viber\.com)/\S+|news\.google\.com/(?:publications/|s/)?\S+)/?(?:\?[^/]*)?\Z",
    re.IGNORECASE,
)
"""The page of somebody who publishes on a network, not a single post."""
_FOLLOW: Final = re.compile(
    r"[\W_]*(?:follow|join|subscribe|like\s+us|find\s+us|подпис|подпиш|следите|читайте\s+нас|присоедин|вступайте|жазыл|қосыл|бізді|suivez|rejoignez|retrouvez|abonne|folgen|abonn"
    r"|s[ií]ga|únete|siga|segui|iscrivit|takip|bizi|підпис|стежте|obserwuj|dołącz)",
    re.IGNORECASE,
)
"""How a line begins that asks readers to follow somebody: a hint, followed only if it ends in a link to a network."""
_LONGEST_APPEAL: Final = 300
_LONGEST_CALL: Final = 160
_MOST_OF_APPEAL: Final = 3
"""Lines of a box that asks for support: a heading, the appeal, a link."""
_MARKS: Final = " .!»›→>"
_CONTROLS: Final = frozenset(("button", "form"))


def lines(outline: Outline) -> Iterator[int]:
    """The lines of notices, and what a mark in the text's own flow says about the next paragraph."""
    page = outline.page
    most = _LARGEST * max(outline.chars(outline.remaining), 1)
    text = "\n".join([line.text for line in page.lines]).lower()
    is_marked = "erid" in text or "инн" in text
    for i, line in enumerate(page.lines):
        if is_marked and len(line.text) <= 2 * _LONGEST_LABEL and _MARK.search(line.text):
            yield i
            if i + 1 < len(page.lines) and page.lines[i + 1].links and outline.home(i) == outline.home(i + 1):
                yield i + 1
        if len(line.text) <= _LONGEST_LABEL and _PAID.match(line.text):
            yield from _around(outline, i, most, begins=True)
    yield from _appeals(outline)
    yield from _channels(outline)
    for box in page.boxes.of(*_CONTROLS):
        if page.lasts[box] > page.firsts[box]:
            notice = list(_around(outline, page.firsts[box], most, begins=False))
            if any(_COOKIES.search(page.lines[i].text) for i in notice):
                yield from notice


def _around(outline: Outline, index: int, most: float, *, begins: bool) -> range:
    """The lines of the largest small box around a line that is not the text's own; optionally it has to begin
    with the line."""
    page, largest = outline.page, range(0)
    around_root = set(page.ancestors(outline.root))
    for box in page.ancestors(page.lines[index].box):
        inside = range(page.firsts[box], page.lasts[box])
        if (
            box in around_root
            or len(inside) > _MOST_LINES
            or outline.chars(inside) > most
            or (begins and inside.start != index)
        ):
            break
        largest = inside
    return largest if len(largest) > 1 else range(0)


def _appeals(outline: Outline) -> Iterator[int]:
    """The lines of small boxes inside the text, unlike its own, that end in a link to where readers can
    support the site."""
    page, text = outline.page, outline.root or outline.main
    around, path = set(page.ancestors(text)), outline.path(outline.main)
    for link in layout.links(page, range(page.firsts[text], page.lasts[text])):
        at, _, anchor = page.anchors[link]
        home = outline.home(at)
        inside = range(page.firsts[home], page.lasts[home])
        if (
            home in around
            or home == outline.main
            or outline.path(home) == path
            or len(inside) > _MOST_OF_APPEAL
        ):
            continue
        asks = _APPEAL.search(f"{dom.text_of(anchor)} {dom.href(anchor)}") or _CHANNEL.match(dom.href(anchor))
        if asks and at == inside[-1] and _ends(page, link) and outline.chars(inside) <= _LONGEST_APPEAL:
            yield from inside


def _ends(page: HtmlDocument, link: int) -> bool:
    """Whether a link ends its line."""
    at, _, anchor = page.anchors[link]
    return page.lines[at].text.rstrip(_MARKS).endswith(dom.text_of(anchor).rstrip(_MARKS))


def _channels(outline: Outline) -> Iterator[int]:
    """Paragraphs inside the text that only ask readers to follow the site elsewhere: a link to its channel,
    or a line ending in one."""
    page, text = outline.page, outline.root or outline.main
    for link in layout.links(page, range(page.firsts[text], page.lasts[text])):
        at, _, anchor = page.anchors[link]
        line = page.lines[at]
        if line.links > 1 or len(line.text) > _LONGEST_CALL or page.tags[line.box] in ITEMS:
            continue
        asks = 10 * line.link_chars >= 7 * len(line.text) or _FOLLOW.match(line.text)
        if asks and _ends(page, link) and _CHANNEL.match(dom.href(anchor)):
            yield at
