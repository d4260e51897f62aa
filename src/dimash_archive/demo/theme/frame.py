"""The parts of every page around its own content: head, menus, language switch, footer, teasers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dimash_archive.demo.newsroom.newsroom import Newsroom
from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.demo.theme.fill import attr, page, snippet, text
from dimash_archive.demo.theme.title_marks import straight
from dimash_archive.demo.vocabulary import date_words, section_name, section_slug, sections, word

_SWITCH = {"kk": "ҚАЗ", "ru": "RUS", "en": "ENG"}


@dataclass(frozen=True, slots=True)
class PagePlace:
    """An edition at its address: everything a page needs in order to link anywhere."""

    room: Newsroom
    """The posts."""
    lang: str
    """The edition."""
    bases: Mapping[str, str]
    """Address of each edition's front page, with a slash at the end."""
    hreflang: bool
    """Whether pages name the same story in the other editions."""

    @property
    def base(self) -> str:
        """Address of the edition's front page."""
        return self.bases[self.lang]

    def at(self, path: str) -> str:
        """A path of the edition as an absolute address."""
        return self.base.rstrip("/") + path

    def url(self, post: Post) -> str:
        """The canonical address of a post of any edition."""
        return self.bases[post.lang].rstrip("/") + post.path

    def section_url(self, section: str) -> str:
        """The address of a section's first page."""
        return self.at(f"/category/{section_slug(self.lang, section)}/")

    def alternates(self, post: Post) -> list[tuple[str, str]]:
        """Language and address of the story in every edition, if this site links them."""
        if not self.hreflang:
            return []
        versions = self.room.versions(post)
        return [(each.lang, self.url(each)) for each in versions] if len(versions) > 1 else []


def switch(place: PagePlace) -> str:
    """The language switch."""
    return " ".join(snippet("link", url=place.bases[lang], name=_SWITCH[lang]) for lang in LANGS)


def menu(place: PagePlace, piece: str = "menu_item") -> str:
    """The sections, as list items or, with the piece `link`, as bare links."""
    rows = enumerate(sections(place.lang), 301)
    return "\n".join(
        snippet(piece, id=id, url=place.section_url(key), name=text(section_name(place.lang, key)))
        for id, key in rows
    )


def footer(place: PagePlace, piece: str = "list_link") -> str:
    """The links at the foot of a page; some of them lead where no crawler should go."""
    paths = {
        "about": f"/{word(place.lang, 'about_slug')}/",
        "contacts": f"/{word(place.lang, 'contacts_slug')}/",
        "calendar": "/calendar/",
        "guide": "/festival-guide-2019/",
        "photo_bank": "/private/photo-bank/",
    }
    links = ((place.at(path), word(place.lang, name)) for name, path in paths.items())
    return "\n".join(snippet(piece, url=url, name=text(name)) for url, name in links)


def themed(place: PagePlace, template: str, title: str, meta: str, values: Mapping[str, str]) -> str:
    """A page of the theme: the template between head, top and bottom. `title` is plain text, `meta` HTML."""
    about = text(str(word(place.lang, "motto")))
    chrome = {
        "base": place.base,
        "lang": place.lang,
        "page_title": text(title),
        "meta": meta,
        "switch": switch(place),
        "menu_items": menu(place),
        "footer_items": footer(place),
        "footer_about": about,
    }
    frame = {name: page(name, place.lang, chrome) for name in ("head", "top", "bottom")}
    return page(template, place.lang, chrome | frame | dict(values))


def teasers(place: PagePlace, posts: Iterable[Post], piece: str = "module") -> str:
    """Posts as a list of teasers; headlines are typeset, the words below them are not."""
    return "\n".join(
        snippet(
            piece,
            url=place.url(post),
            raw=attr(straight(post.title)),
            title=text(post.title),
            thumb=place.at(post.upload(1, small=True)),
            moment=post.published.isoformat(),
            date=text(date_words(place.lang, post.published)),
            teaser=text(place.room.teaser(post)) if piece != "module_small" else "",
        )
        for post in posts
    )


def popular(place: PagePlace) -> Sequence[Post]:
    """Five posts that never change, so that the box beside the article stays the same."""
    posts = place.room.posts(place.lang)
    return posts[-5:]
