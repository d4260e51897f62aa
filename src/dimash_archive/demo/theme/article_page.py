"""The page of one article, in each generation of the theme and as an AMP copy."""

import json
from random import Random

from dimash_archive.demo.newsroom.post import Post, latin
from dimash_archive.demo.newsroom.story import Telling
from dimash_archive.demo.theme import frame
from dimash_archive.demo.theme.fill import attr, page, snippet, text
from dimash_archive.demo.theme.frame import PagePlace
from dimash_archive.demo.theme.markup import Dress, Writer
from dimash_archive.demo.theme.title_marks import cut, straight
from dimash_archive.demo.truth import has_lead_picture
from dimash_archive.demo.vocabulary import date_words, section_name, section_slug, word

_CRUMB_WORDS = 9, 12
"""Where the breadcrumb is cut: in the mobile header, and in the desktop header."""
_LATEST = 5


def article_page(place: PagePlace, post: Post) -> str:
    """The page at the post's canonical address."""
    sheet = _ArticleSheet(place, post)
    match post.layout:
        case "plain":
            return page("plain", place.lang, sheet.plain())
        case "cloud":
            return frame.themed(place, "cloud", sheet.head_title, sheet.meta(), sheet.cloud())
        case _:
            return frame.themed(place, "classic", sheet.head_title, sheet.meta(), sheet.classic())


def amp_page(place: PagePlace, post: Post) -> str:
    """The AMP copy of the page."""
    return page("amp", place.lang, _ArticleSheet(place, post).amp())


def content_html(place: PagePlace, post: Post, dress: Dress = "theme") -> str:
    """The text of the post as HTML, for example for the REST API."""
    return _ArticleSheet(place, post).content(dress)


class _ArticleSheet:
    """Collects the values for the templates of one article."""

    def __init__(self, place: PagePlace, post: Post) -> None:
        self.place, self.post, self.lang = place, post, place.lang
        self.telling: Telling = place.room.telling(post)
        self.url = place.url(post)
        self.raw = straight(post.title)
        self.user = ("tasqonyr_admin", "redaktor2")[post.chance("user", 2)]
        self.lead_picture = place.at(post.upload(0)) if has_lead_picture(post) else None

    @property
    def head_title(self) -> str:
        return f"{self.post.title} - {word(self.lang, 'site')}"

    def content(self, dress: Dress) -> str:
        other = self.place.room
        return Writer(
            self.post, self.telling, self.place.base, dress, lambda key: other.by_key(self.lang, key)
        ).content()

    def common(self) -> dict[str, str]:
        """Values that all layouts use."""
        post = self.post
        short, long = (text(cut(self.raw, words)) for words in _CRUMB_WORDS)
        return {
            "lang": self.lang,
            "base": self.place.base,
            "url": self.url,
            "id": str(post.id),
            "slug": post.slug,
            "page_title": text(self.head_title),
            "title": text(post.title),
            "crumb9": short,
            "crumb12": long,
            "section": text(section_name(self.lang, post.section)),
            "section_url": self.place.section_url(post.section),
            "published": post.published.isoformat(),
            "published_words": text(date_words(self.lang, post.published)),
            "switch": frame.switch(self.place),
        }

    def classic(self) -> dict[str, str]:
        """The theme's first generation."""
        post = self.post
        featured = self._featured("featured")
        inside = post.has("featured inside", 50)
        tags = " ".join(f"tag-{latin(tag)}" for tag in post.tags)
        return self.common() | {
            "template": str(post.chance("template", 6) or ""),
            "post_classes": f"category-{section_slug(self.lang, post.section)} {tags}".strip(),
            "lead": self._lead("lead_classic"),
            "byline": self._byline("byline") or snippet("byline_hidden", user=self.user),
            "views": self._views("views"),
            "share": self._share("share"),
            "featured_above": "" if inside else featured,
            "featured_inside": featured if inside else "",
            "content": self.content("theme"),
            "tags": self._tags("tags"),
            "neighbours": self._neighbours("neighbour"),
            "author_box": self._author_box("author_box"),
            "user": self.user,
            "latest": self._latest(),
            "related": frame.teasers(self.place, self._related(), "module_small"),
            "popular": frame.teasers(self.place, frame.popular(self.place), "module_small"),
            "comments": self._comments(),
        }

    def cloud(self) -> dict[str, str]:
        """The theme's second generation: free-standing blocks in varying order."""
        blocks = {
            "tdb_breadcrumbs": self._cloud_crumb(_CRUMB_WORDS[1]),
            "tdb_single_categories": snippet(
                "cloud_category",
                url=self.place.section_url(self.post.section),
                section=text(section_name(self.lang, self.post.section)),
            ),
            "tdb_title tdb-single-title": snippet("cloud_title", title=text(self.post.title)),
            "tdb_single_subtitle": self._lead("cloud_lead"),
            "tdb_single_author": self._byline("cloud_author"),
            "tdb_single_date": snippet(
                "cloud_date",
                moment=self.post.published.isoformat(),
                date=text(date_words(self.lang, self.post.published)),
            ),
            "tdb_single_post_views": self._views("cloud_views"),
            "tdb_single_featured_image": self._featured("cloud_featured"),
            "tdb_single_post_share": self._share("share"),
        }
        if self.post.has("date below", 40):
            blocks["tdb_single_date"] = blocks.pop("tdb_single_date")
        after = {
            "tdb_single_tags": self._tags("cloud_tags"),
            "tdb_single_next_prev": self._neighbours("cloud_neighbour"),
            "tdb_single_author_box": self._author_box("cloud_author_box"),
        }
        written = [self._block(kind, inner) for kind, inner in blocks.items() if inner]
        written.append(snippet("block_content", tdi=self._tdi("content"), inner=self.content("theme")))
        written += [self._block(kind, inner) for kind, inner in after.items() if inner]
        written.append(self._list("td_flex_block_3", "latest", self._latest()))
        small = frame.teasers(self.place, self._related(), "module_small")
        written.append(self._list("tdb_single_related", "related", small))
        return self.common() | {
            "template": str(140 + self.post.chance("template", 9)),
            "block_crumb9": self._block("tdb_breadcrumbs", self._cloud_crumb(_CRUMB_WORDS[0])),
            "block_title": self._block("tdb_title tdb-single-title", blocks["tdb_title tdb-single-title"]),
            "blocks": "\n".join([*written, self._comments()]),
            "popular": frame.teasers(self.place, frame.popular(self.place), "module_small"),
        }

    def plain(self) -> dict[str, str]:
        """The page after a redesign: no classes, a different order."""
        picture = f'<img src="{self.lead_picture}" alt="{attr(self.raw)}">' if self.lead_picture else ""
        tags = (
            snippet("link", url=self.place.at(f"/tag/{latin(tag)}/"), name=text(tag))
            for tag in self.post.tags
        )
        return self.common() | {
            "meta": self.meta(),
            "menu_links": frame.menu(self.place, "link"),
            "footer_links": frame.footer(self.place, "link"),
            "latest": self._latest("module_plain"),
            "lead": self._lead("lead_plain"),
            "share": self._share("share_plain"),
            "views": self._views("views_plain"),
            "featured": f"<div>{picture}</div>" if picture else "",
            "content": self.content("plain"),
            "byline": self._byline("byline_plain"),
            "tags": " ".join(tags),
            "neighbours": self._neighbours("neighbour_plain"),
        }

    def amp(self) -> dict[str, str]:
        """The copy for mobile phones."""
        source = attr(self.lead_picture or "")
        return self.common() | {
            "lead": self._lead("lead_classic"),
            "byline": self._byline("byline"),
            "featured": snippet("picture_amp", source=source) if source else "",
            "content": self.content("amp"),
            "share": self._share("share_plain"),
            "latest": self._latest("module_plain"),
        }

    def meta(self) -> str:
        """The lines of the head about the article: most pages have them, some lack a part."""
        post = self.post
        lines = [
            f'<link rel="canonical" href="{self.url}" />',
            f'<link rel="amphtml" href="{self.url}?amp" />',
        ]
        lines += [
            f'<link rel="alternate" hreflang="{lang}" href="{url}" />'
            for lang, url in self.place.alternates(post)
        ]
        lines.append(f"<link rel='shortlink' href='{self.place.base}?p={post.id}' />")
        description = attr(self.place.room.teaser(post))
        lines.append(f'<meta name="description" content="{description}" />')
        if post.has("og", 90):
            values = {
                "og:type": "article",
                "og:title": self.head_title,
                "og:url": self.url,
                "og:site_name": word(self.lang, "site"),
                "og:image": self.lead_picture or self.place.at("/wp-content/uploads/logo.png"),
                "article:published_time": post.published.isoformat(),
                "article:modified_time": post.modified.isoformat(),
                "article:section": section_name(self.lang, post.section),
            }
            lines += [f'<meta property="{key}" content="{attr(value)}" />' for key, value in values.items()]
            lines.append(f'<meta name="author" content="{attr(post.author or self.user)}" />')
        if post.has("json-ld", 85):
            lines.append(f'<script type="application/ld+json">{self._json_ld()}</script>')
        return "\n".join(lines)

    def _json_ld(self) -> str:
        post = self.post
        site = {"@type": "Organization", "name": word(self.lang, "site"), "url": self.place.base}
        data = {
            "@context": "https://schema.org",
            "@graph": [
                {
                    "@type": "NewsArticle",
                    "@id": f"{self.url}#article",
                    "mainEntityOfPage": self.url,
                    "headline": self.raw,
                    "datePublished": post.published.isoformat(),
                    "dateModified": post.modified.isoformat(),
                    "author": {"@type": "Person", "name": post.author or self.user},
                    "articleSection": [section_name(self.lang, post.section)],
                    "keywords": list(post.tags),
                    "inLanguage": self.lang,
                    "publisher": site,
                },
                {"@type": "WebSite", "name": word(self.lang, "site"), "url": self.place.base},
            ],
        }
        return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")

    def _lead(self, piece: str) -> str:
        return snippet(piece, lead=text(self.telling.lead)) if self.telling.lead else ""

    def _byline(self, piece: str) -> str:
        author = self.post.author
        if author is None:
            return ""
        return snippet(
            piece, by=text(word(self.lang, "by")), url=self._author_url(author), author=text(author)
        )

    def _author_url(self, author: str) -> str:
        return self.place.at(f"/author/{latin(author)}/")

    def _views(self, piece: str) -> str:
        """The view counter, on some pages."""
        if not self.post.has("views", 35):
            return ""
        return snippet(piece, id=self.post.id, count=137 + self.post.chance("count", 9000))

    def _share(self, piece: str) -> str:
        address, networks = self.url, {"facebook": "Facebook", "telegram": "Telegram", "whatsapp": "WhatsApp"}
        links = (
            snippet(piece, network=key, name=name, url=f"https://{key}.invalid/share?url={address}")
            for key, name in networks.items()
        )
        label = text(word(self.lang, "share"))
        first = label if piece == "share_plain" else snippet("share_word", label=label)
        return first + " " + " ".join(links)

    def _featured(self, piece: str) -> str:
        """The picture above the text, on the pages that have one."""
        if self.lead_picture is None:
            return ""
        return snippet(piece, source=self.lead_picture, alt=attr(self.raw))

    def _tags(self, piece: str) -> str:
        if not self.post.tags:
            return ""
        links = (
            snippet("list_link", url=self.place.at(f"/tag/{latin(tag)}/"), name=text(tag))
            for tag in self.post.tags
        )
        return snippet(piece, label=text(word(self.lang, "tags")), items="".join(links))

    def _neighbours(self, piece: str) -> str:
        sides = zip(
            ("prev", "next"), ("previous", "next"), self.place.room.neighbours(self.post), strict=True
        )
        return "\n".join(
            snippet(
                piece,
                side=side,
                label=text(word(self.lang, label)),
                url=self._other_url(post),
                title=text(post.title),
            )
            for side, label, post in sides
            if post is not None
        )

    def _other_url(self, post: Post) -> str:
        """An address that redirects to another post: without the slash, or in the form of earlier years."""
        path = post.dated_path if self.post.has("dated links", 40) else post.path.rstrip("/")
        return self.place.at(path)

    def _author_box(self, piece: str) -> str:
        author = self.post.author
        if author is None or not self.post.has("author box", 70):
            return ""
        bio = text(word(self.lang, "author_bio"))
        url = self._author_url(author)
        return snippet(piece, base=self.place.base, url=url, author=text(author), bio=bio)

    def _latest(self, piece: str = "module") -> str:
        return frame.teasers(self.place, self.place.room.latest(self.lang, _LATEST, self.post), piece)

    def _related(self) -> list[Post]:
        """Four old posts of the same section, chosen at random: the same ones however much the site grows."""
        pool = [
            post for post in self.place.room.section(self.lang, self.post.section)[-40:] if post != self.post
        ]
        return Random(self.post.key).sample(pool, min(4, len(pool)))

    def _comments(self) -> str:
        if not self.post.has("comments", 30):
            return ""
        names = ("comments", "comment_reply", "comment_text", "comment_name", "comment_send")
        label, reply, hint, name, send = (text(word(self.lang, each)) for each in names)
        return snippet(
            "comments",
            base=self.place.base,
            url=self.url,
            id=self.post.id * 3,
            label=label,
            reply=reply,
            text=hint,
            name=name,
            send=send,
            reader=text(word(self.lang, "reader")),
            says=text(word(self.lang, "reader_says")),
            moment=self.post.published.isoformat(),
            date=text(date_words(self.lang, self.post.published)),
        )

    def _cloud_crumb(self, words: int) -> str:
        return snippet(
            "cloud_crumbs",
            url=self.place.section_url(self.post.section),
            section=text(section_name(self.lang, self.post.section)),
            crumb=text(cut(self.raw, words)),
        )

    def _block(self, kind: str, inner: str) -> str:
        return snippet("block", kind=kind, tdi=self._tdi(kind), inner=inner)

    def _list(self, kind: str, label: str, inner: str) -> str:
        return snippet(
            "block_list", kind=kind, tdi=self._tdi(kind), label=text(word(self.lang, label)), inner=inner
        )

    def _tdi(self, kind: str) -> str:
        return f"tdi_{self.post.chance(kind, 90) + 50}"
