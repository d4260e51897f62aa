"""The correct data of an article on the invented site, with which tests compare."""

from dataclasses import dataclass
from datetime import datetime

from dimash_archive.demo.newsroom.post import Layout, Post
from dimash_archive.demo.newsroom.story import Speech, Telling
from dimash_archive.demo.theme.title_marks import straight
from dimash_archive.demo.vocabulary import section_name
from dimash_archive.records import Image


@dataclass(frozen=True, slots=True)
class Truth:
    """One article as intended, whatever its page looks like."""

    key: str
    """The story's key: the same for every telling of one story."""
    lang: str
    """The edition, and the language of the text."""
    url: str
    """Canonical address, absolute."""
    title: str
    """The headline, typeset."""
    section: str
    """The section's name in the edition's language."""
    lead: str | None
    """The standfirst."""
    author: str | None
    """Name in the byline; None if the page names only a user account."""
    published: datetime
    """When it went online, aware."""
    modified: datetime
    """When it was last changed, aware."""
    tags: tuple[str, ...]
    """Keywords, in order."""
    paragraphs: tuple[str, ...]
    """The article's own text in order; `\\n` is a line break inside a paragraph."""
    quotes: tuple[Speech, ...]
    """Every direct speech, in order."""
    images: tuple[Image, ...]
    """Lead picture, then the pictures in the text; the alt text is the headline as typed."""
    embeds: tuple[tuple[str, str], ...]
    """Provider and id of every embed, in order."""
    layout: Layout
    """The generation of the theme that lays out the page."""

    @property
    def body(self) -> str:
        """The paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)


def truth_of(post: Post, telling: Telling, base: str) -> Truth:
    """The correct data of one page; `base` is the address of the edition's front page."""
    return Truth(
        key=post.key,
        lang=post.lang,
        url=base.rstrip("/") + post.path,
        title=post.title,
        section=section_name(post.lang, post.section),
        lead=telling.lead,
        author=post.author,
        published=post.published,
        modified=post.modified,
        tags=post.tags,
        paragraphs=telling.paragraphs,
        quotes=telling.quotes,
        images=_images(post, telling, base.rstrip("/")),
        embeds=tuple(_embed(part.target) for part in telling.parts if part.kind == "embed"),
        layout=post.layout,
    )


def has_lead_picture(post: Post) -> bool:
    """Whether the page shows a picture above its text."""
    return post.has("featured", 60)


def _images(post: Post, telling: Telling, host: str) -> tuple[Image, ...]:
    alt = straight(post.title)
    lead = [Image(host + post.upload(0), alt)] if has_lead_picture(post) else []
    shown = (part for part in telling.parts if part.kind in ("image", "glued"))
    inside = [
        Image(host + post.upload(position), alt, part.caption, part.credit)
        for position, part in enumerate(shown, 1)
    ]
    return (*lead, *inside)


def _embed(target: str) -> tuple[str, str]:
    provider, _, ident = target.partition(" ")
    return provider, ident
