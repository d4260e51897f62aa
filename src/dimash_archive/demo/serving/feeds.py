"""Files for programs: RSS feeds, sitemaps, robots.txt."""

import gzip
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime

from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.serving import answer
from dimash_archive.demo.serving.answer import ServedAnswer
from dimash_archive.demo.theme.article_page import content_html
from dimash_archive.demo.theme.fill import attr, text
from dimash_archive.demo.theme.frame import PagePlace
from dimash_archive.demo.vocabulary import section_name, sections, word

IN_A_FEED = 10
IN_A_SITEMAP = 1000
_URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)
_INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">'
)


def robots(place: PagePlace, sitemap: bool) -> ServedAnswer:
    """robots.txt; it names the sitemap if there is one."""
    lines = [
        "User-agent: *",
        "Disallow: /wp-admin/",
        "Disallow: /private/",
        "Allow: /wp-admin/admin-ajax.php",
        "",
    ]
    if sitemap:
        lines.append(f"Sitemap: {place.at('/sitemap_index.xml')}")
    return ServedAnswer(
        "\n".join([*lines, ""]).encode(), "text/plain; charset=UTF-8", modified=place.room.opening
    )


def feed(
    place: PagePlace, title: str, path: str, posts: Sequence[Post], page: int = 1
) -> ServedAnswer | None:
    """The RSS feed of the given posts, or None if it has no such page."""
    shown = posts[(page - 1) * IN_A_FEED : page * IN_A_FEED]
    if page > 1 and not shown:
        return None
    modified = max((post.modified for post in shown), default=place.room.opening)
    head = (
        f"<title>{text(title)} – {text(word(place.lang, 'site'))}</title>\n"
        f'<atom:link href="{attr(place.at(path))}" rel="self" type="application/rss+xml" />\n'
        f"<link>{place.base}</link>\n<description>{text(word(place.lang, 'motto'))}</description>\n"
        f"<lastBuildDate>{format_datetime(modified)}</lastBuildDate>\n<language>{place.lang}</language>\n"
    )
    items = "\n".join(_item(place, post) for post in shown)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{_RSS}\n<channel>\n{head}{items}\n</channel>\n</rss>\n'
    return ServedAnswer(xml.encode(), answer.RSS, modified=modified)


def _item(place: PagePlace, post: Post) -> str:
    url, teaser = place.url(post), place.room.teaser(post)
    categories = [section_name(place.lang, post.section), *post.tags]
    return "\n".join(
        [
            "<item>",
            f"<title>{text(post.title)}</title>",
            f"<link>{url}</link>",
            f"<dc:creator><![CDATA[{post.author or 'tasqonyr_admin'}]]></dc:creator>",
            f"<pubDate>{format_datetime(post.published)}</pubDate>",
            *(f"<category><![CDATA[{name}]]></category>" for name in categories),
            f'<guid isPermaLink="false">{place.base}?p={post.id}</guid>',
            f"<description><![CDATA[<p>{text(teaser)}</p>]]></description>",
            f"<content:encoded><![CDATA[{content_html(place, post)}]]></content:encoded>",
            "</item>",
        ]
    )


def sitemap_index(place: PagePlace) -> ServedAnswer:
    """The list of sitemaps."""
    entries = [(name, _newest(posts, place)) for name, posts in _post_sitemaps(place).items()]
    entries += [
        ("page-sitemap.xml.gz", place.room.opening),
        ("category-sitemap.xml.gz", place.room.touched(place.lang)),
    ]
    inner = "\n".join(
        f"<sitemap><loc>{place.at('/' + name)}</loc><lastmod>{moment.isoformat()}</lastmod></sitemap>"
        for name, moment in entries
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{_INDEX}\n{inner}\n</sitemapindex>\n'
    return ServedAnswer(xml.encode(), answer.XML, modified=max(moment for _, moment in entries))


def sitemap(place: PagePlace, name: str) -> ServedAnswer | None:
    """One gzipped sitemap by its file name, or None if no sitemap has that name."""
    posts = _post_sitemaps(place).get(name)
    if posts is not None:
        return _gzipped((_post_entry(place, post) for post in posts), _newest(posts, place))
    if name == "page-sitemap.xml.gz":
        pages = ["/", *(f"/{word(place.lang, f'{page}_slug')}/" for page in ("about", "contacts"))]
        return _gzipped((_entry(place.at(path), place.room.opening) for path in pages), place.room.opening)
    if name == "category-sitemap.xml.gz":
        moments = {
            place.section_url(key): _newest(place.room.section(place.lang, key), place)
            for key in sections(place.lang)
        }
        return _gzipped((_entry(*each) for each in moments.items()), place.room.touched(place.lang))
    return None


def _post_sitemaps(place: PagePlace) -> dict[str, Sequence[Post]]:
    """The posts by sitemap, oldest first, so that a full sitemap rarely changes."""
    posts = place.room.posts(place.lang)[::-1]
    starts = range(0, max(1, len(posts)), IN_A_SITEMAP)
    return {
        f"post-sitemap{number}.xml.gz": posts[start : start + IN_A_SITEMAP]
        for number, start in enumerate(starts, 1)
    }


def _newest(posts: Iterable[Post], place: PagePlace) -> datetime:
    return max((post.modified for post in posts), default=place.room.opening)


def _post_entry(place: PagePlace, post: Post) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}" />'
        for lang, url in place.alternates(post)
    )
    image = f"<image:image><image:loc>{place.at(post.upload(1))}</image:loc></image:image>"
    return _entry(place.url(post), post.modified, links + image)


def _entry(url: str, modified: datetime, more: str = "") -> str:
    return f"<url><loc>{url}</loc><lastmod>{modified.isoformat()}</lastmod>{more}</url>"


def _gzipped(entries: Iterable[str], modified: datetime) -> ServedAnswer:
    """A sitemap file that is itself gzipped, whatever the client accepts."""
    inner = "\n".join(entries)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{_URLSET}\n{inner}\n</urlset>\n'
    return ServedAnswer(gzip.compress(xml.encode(), 6, mtime=0), "application/gzip", modified=modified)
