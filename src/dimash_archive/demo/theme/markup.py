"""The text of an article as HTML, as WordPress and its plugins leave it in a page."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Literal

from dimash_archive.demo.newsroom.post import Post, latin
from dimash_archive.demo.newsroom.story import StoryPart, Telling
from dimash_archive.demo.theme.fill import attr, snippet, text
from dimash_archive.demo.theme.title_marks import straight
from dimash_archive.demo.vocabulary import word

Dress = Literal["theme", "plain", "amp"]
"""The classes on elements: those of theme and plugins, none, or those of AMP."""


class Writer:
    """Writes the text of one post in one dress; a writer is used once."""

    def __init__(
        self, post: Post, telling: Telling, base: str, dress: Dress, other: Callable[[str], Post | None]
    ) -> None:
        self.post, self.telling, self.base, self.dress, self.other = post, telling, base, dress, other
        self.position = 0
        self.unlinked = list(post.tags) if post.has("linked", 50) else []

    def content(self) -> str:
        """Everything between the headline and the share buttons."""
        blocks: list[str] = []
        glued = ""
        for kind, group in groupby(self.telling.parts, key=lambda part: part.kind):
            if kind == "glued":
                glued += "".join(self._next_picture() for _ in group)
                continue
            blocks += self._group(kind, list(group), glued)
            glued = ""
        if glued:
            blocks.append(f"<p>{glued}</p>")
        return "\n".join(self._with_adverts(blocks) if self.dress == "theme" else blocks)

    def _group(self, kind: str, parts: Sequence[StoryPart], glued: str) -> list[str]:
        """A run of parts of one kind; a picture glued to the front goes inside the first text."""
        if kind in ("paragraph", "item", "quote"):
            inner = [self._text(part) for part in parts]
            inner[0] = glued + inner[0]
            if kind == "item":
                return ["<ul>\n" + "\n".join(f"<li>{each}</li>" for each in inner) + "\n</ul>"]
            written = [f"<p>{each}</p>" for each in inner]
            return written if kind == "paragraph" else ["<blockquote>" + "\n".join(written) + "</blockquote>"]
        write = {"subhead": self._subhead, "image": self._figure, "embed": self._embed, "also": self._also}[
            kind
        ]
        written = [write(part) for part in parts]
        return [each for each in ([f"<p>{glued}</p>"] if glued else []) + written if each]

    def _next_picture(self) -> str:
        self.position += 1
        host = self.base.rstrip("/")
        source, small = (
            host + self.post.upload(self.position),
            host + self.post.upload(self.position, small=True),
        )
        values = {
            "id": self.post.id + self.position,
            "source": source,
            "small": small,
            "alt": attr(straight(self.post.title)),
        }
        if self.dress != "theme":
            return snippet(f"picture_{self.dress}", **values)
        return snippet("picture_lazy" if self.post.has("lazy", 45) else "picture", **values)

    def _text(self, part: StoryPart) -> str:
        """The text of a part with its line breaks, links and leftovers of a word processor."""
        html = self._linked(text(part.text).replace("\n", "<br />\n"))
        if self.dress == "theme" and self.post.has("spans", 15):
            return f'<span style="font-weight: 400;">{html}</span>'
        return html

    def _linked(self, html: str) -> str:
        """A link around the first mention of one tag, with a no-break space before it."""
        for tag in self.unlinked:
            if match := re.search(rf"(?:\A|(?<=[\s«“(])){re.escape(text(tag))}\b", html):
                self.unlinked.remove(tag)
                before = re.sub(r" \Z", "&nbsp;", html[: match.start()])
                link = snippet("link", url=f"{self.base}tag/{latin(tag)}/", name=match[0])
                return before + link + html[match.end() :]
        return html

    def _subhead(self, part: StoryPart) -> str:
        if self.post.has("bold subheads", 30):
            return f"<p><strong>{self._text(part)}</strong></p>"
        level = 2 + self.post.chance("subhead level", 2)
        return f"<h{level}>{self._text(part)}</h{level}>"

    def _figure(self, part: StoryPart) -> str:
        """A picture: with a caption, a figure; otherwise a paragraph with the credit on the next line."""
        lines = [part.caption, f"cr: {part.credit}" if part.credit else None]
        words = "<br />\n".join(text(line) for line in lines if line)
        if part.caption:
            name = "figure" if self.dress == "theme" else "figure_plain"
            return snippet(name, picture=self._next_picture(), words=words)
        return f"<p>{self._next_picture()}{'<br />' if words else ''}\n{words}".rstrip() + "</p>"

    def _embed(self, part: StoryPart) -> str:
        provider, _, ident = part.target.partition(" ")
        name = provider if self.dress == "theme" else f"{provider}_{self.dress}"
        return snippet(name, ident=attr(ident), label=text(word(self.post.lang, "instagram")))

    def _also(self, part: StoryPart) -> str:
        """The line that points to another story; nothing if the edition does not have it."""
        other = self.other(part.target)
        if other is None:
            return ""
        path = other.dated_path if self.post.has("dated links", 40) else other.path
        label = text(word(self.post.lang, "also"))
        return snippet("also", label=label, url=self.base.rstrip("/") + path, title=text(other.title))

    def _with_adverts(self, blocks: list[str]) -> list[str]:
        """An advertisement after the third block, a subscription box after the fifth, on some pages."""
        if self.post.has("code block", 25) and len(blocks) > 6:
            box = snippet("code_block", label=text(word(self.post.lang, "newsletter")))
            blocks = [*blocks[:5], box, *blocks[5:]]
        if self.post.has("advert", 50) and len(blocks) > 4:
            advert = snippet("advert", label=text(word(self.post.lang, "advert")), base=self.base)
            blocks = [*blocks[:3], advert, *blocks[3:]]
        return blocks
