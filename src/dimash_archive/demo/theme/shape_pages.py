"""Pages of the sites in `shapes.py`: an HTML5 page, and one of tables and line breaks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from itertools import groupby

from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.newsroom.story import StoryPart, Telling
from dimash_archive.demo.vocabulary import section_name, word

PAGE = 10
"""Posts per page of a list."""
_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
Listed = Sequence[tuple[Post, str]]
"""Posts and their addresses."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with everything its page needs."""

    post: Post
    """The post."""
    telling: Telling
    """Its text."""
    url: str
    """Its address."""
    newest: tuple[tuple[str, str], ...]
    """Titles and addresses of other posts."""
    versions: tuple[tuple[str, str], ...]
    """Languages and addresses of the story's tellings, including its own."""


def xml(root: str, inner: str) -> bytes:
    """A document of the sitemap protocol."""
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>{inner}</{root}>\n'.encode()


def rss(posts: Listed) -> bytes:
    """A feed of titles and addresses."""
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{escape(url)}</link>"
        f"<pubDate>{format_datetime(post.published)}</pubDate></item>"
        for post, url in posts
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def html5_list(lang: str, bases: Mapping[str, str], posts: Listed, number: int) -> str:
    """A page of the list of an edition."""
    cards = "".join(
        f'<li class="card"><a href="{url}">{escape(post.title)}</a>'
        f'<time datetime="{post.published.isoformat()}">{post.published:%d.%m.%Y}</time></li>'
        for post, url in posts
    )
    more = f'<a rel="next" href="{bases[lang]}?page={number + 1}">→</a>' if len(posts) == PAGE else ""
    inner = f'<main id="main"><ol class="cards">{cards}</ol>{more}</main>'
    return _html5(lang, word(lang, "latest"), "", bases, tuple(bases.items()), inner)


def html5_article(shown: Shown, bases: Mapping[str, str]) -> str:
    """The page of a post."""
    post, telling = shown.post, shown.telling
    dek = f'<p class="dek">{escape(telling.lead)}</p>' if telling.lead else ""
    by = f'<span class="by">{escape(post.author)}</span> ' if post.author else ""
    blocks = "\n".join(_html5_blocks(shown, bases))
    newest = "".join(f'<li><a href="{url}">{escape(title)}</a></li>' for title, url in shown.newest)
    inner = (
        f'<main id="main"><article class="story"><header class="masthead"><p class="kicker">'
        f"{escape(section_name(post.lang, post.section))}</p><h1>{escape(post.title)}</h1>{dek}"
        f'<p class="meta">{by}<time datetime="{post.published.isoformat()}">{post.published:%d.%m.%Y %H:%M}</time></p>'
        f'</header><section class="prose">\n{blocks}\n</section></article>'
        f'<aside class="more"><h2>{escape(word(post.lang, "latest"))}</h2><ul>{newest}</ul></aside></main>'
    )
    return _html5(post.lang, post.title, _head(shown), bases, shown.versions, inner)


def _head(shown: Shown) -> str:
    """The page's metadata for programs."""
    post = shown.post
    metadata = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "datePublished": post.published.isoformat(),
        "dateModified": post.modified.isoformat(),
        "articleSection": section_name(post.lang, post.section),
    } | ({"author": {"@type": "Person", "name": post.author}} if post.author else {})
    data = json.dumps(metadata, ensure_ascii=False).replace("<", "\\u003c")
    links = "".join(f'<link rel="alternate" hreflang="{lang}" href="{url}">' for lang, url in shown.versions)
    return (
        f'<link rel="canonical" href="{shown.url}">{links}<script type="application/ld+json">{data}</script>'
    )


def _html5(
    lang: str,
    title: str,
    head: str,
    bases: Mapping[str, str],
    versions: Sequence[tuple[str, str]],
    inner: str,
) -> str:
    languages = "".join(f'<a lang="{each}" href="{url}">{_NAMES[each]}</a>' for each, url in versions)
    pages = "".join(f'<li><a href="{bases[lang]}?page={number}">{number}</a></li>' for number in range(1, 4))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)} · Tasqonyr</title>{head}'
        f'</head><body><header class="top"><a class="home" href="{bases[lang]}">Tasqonyr</a>'
        f'<nav class="pages"><ul>{pages}</ul></nav><nav class="tongues">{languages}</nav></header>\n{inner}\n'
        f'<footer class="bottom"><p>© Tasqonyr. {escape(word(lang, "motto"))}</p></footer></body></html>'
    )


def _html5_blocks(shown: Shown, bases: Mapping[str, str]) -> list[str]:
    blocks, position = [], 0
    for kind, group in groupby(shown.telling.parts, key=lambda part: part.kind):
        parts = list(group)
        if kind == "item":
            blocks.append("<ul>" + "".join(f"<li>{_lines(part)}</li>" for part in parts) + "</ul>")
            continue
        for part in parts:
            if kind in ("image", "glued"):
                position += 1
            blocks.append(_html5_block(part, f"{bases['kk']}media/{shown.post.slug}-{position}.jpg"))
    return [each for each in blocks if each]


def _html5_block(part: StoryPart, picture: str) -> str:
    if part.kind in ("image", "glued"):
        words = " ".join(filter(None, (part.caption, f"Photo: {part.credit}" if part.credit else None)))
        caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
        return f'<figure><img src="{picture}" alt="" loading="lazy">{caption}</figure>'
    if part.kind == "subhead":
        return f"<h2>{_lines(part)}</h2>"
    if part.kind == "quote":
        return f"<blockquote><p>{_lines(part)}</p></blockquote>"
    return f"<p>{_lines(part)}</p>" if part.is_text else ""


def table_list(lang: str, base: str, posts: Listed, number: int) -> str:
    """A page of the list of a site in the style of earlier years."""
    rows = "".join(
        f'<tr><td><font size="2">{post.published:%d.%m.%Y}</font></td><td><a href="{url}">{escape(post.title)}</a></td></tr>'
        for post, url in posts
    )
    more = f'<a href="{base}archive.php?page={number + 1}">&gt;&gt;</a>' if len(posts) == PAGE else ""
    return _table(lang, base, word(lang, "latest"), f'<table width="100%">{rows}</table>{more}')


def table_article(shown: Shown, base: str) -> str:
    """The page of a post on such a site: only breaks separate its paragraphs."""
    post = shown.post
    texts = "<br>\n<br>\n".join(_lines(part) for part in shown.telling.parts if part.is_text)
    newest = "<br>".join(f'<a href="{url}">{escape(title)}</a>' for title, url in shown.newest)
    inner = (
        f'<table width="100%" cellpadding="4"><tr><td><font size="5"><b>{escape(post.title)}</b></font></td></tr>'
        f'<tr><td><font size="1">{post.published:%d.%m.%Y}</font></td></tr>\n'
        f'<tr><td valign="top">{texts}</td></tr></table><hr>'
        f"<b>{escape(word(post.lang, 'latest'))}</b><br>{newest}"
    )
    return _table(post.lang, base, post.title, inner)


def _table(lang: str, base: str, title: str, inner: str) -> str:
    menu = "<br>".join(
        f'<a href="{base}archive.php?page={number}">{escape(word(lang, "latest"))} {number}</a>'
        for number in range(1, 4)
    )
    return (
        f"<html><head><title>Tasqonyr: {escape(title)}</title></head><body bgcolor=white><center>"
        f'<table width="760"><tr><td colspan="2"><a href="{base}"><img src="/logo.gif" alt="Tasqonyr"></a></td></tr>'
        f'<tr><td width="160" valign="top" bgcolor="#eeeeee">{menu}</td><td valign="top">\n{inner}\n</td></tr>'
        f'<tr><td colspan="2"><font size="1">&copy; Tasqonyr. {escape(word(lang, "motto"))}</font></td></tr>'
        f"</table></center></body></html>"
    )


def _lines(part: StoryPart) -> str:
    return escape(part.text, quote=False).replace("\n", "<br>\n")
