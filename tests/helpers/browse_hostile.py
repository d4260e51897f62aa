"""A fake site whose pages try to run scripts wherever they can, crawled into an archive for tests in the browser."""

from html import escape
from pathlib import Path
from typing import Final

import httpx
from browse_archive import DOT, injections
from crawl_site import EN, Clock, FakeSite, run

_AT_ONCE: Final = 7
_WORDS: Final = (
    "The choir of the town sang on the square in the evening, and many people came to listen to it. " * 4
)


def _page(texts: list[str]) -> str:
    """An article with a text in each of its fields, once as a site writes it, once as markup."""
    title, section, author, lead, tag, alt, caption = (escape(text) for text in texts)
    speech = "".join(
        f"<p>“{escape(text)} We sang until the morning came,” said {escape(text)}.</p>" for text in texts
    )
    raw = "".join(f"<p>{_WORDS}{text}</p>" for text in texts)
    links = "".join(f'<a href="{escape(text)}">{escape(text)}</a>' for text in texts)
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta name="author" content="{author}"><meta property="article:section" content="{section}">'
        f'<meta property="article:tag" content="{tag}"><meta property="og:image" content="{alt}"></head><body><article>'
        f'<h1>Choir {title}</h1><p class="lead">{lead}</p><figure><img src="/x.png" alt="{alt}">'
        f"<figcaption>{caption} Photo: {caption}</figcaption></figure><p>{_WORDS}</p>{speech}{raw}<p>{links} {_WORDS}</p>"
        "</article></body></html>"
    )


def write(folder: Path) -> int:
    """Crawl the site into an archive in `folder`; returns how many articles it has."""
    site, texts = FakeSite(), injections()
    groups = [(texts * 2)[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]
    paths = [f"/story-{number}/" for number in range(len(groups))]
    for path, group in zip(paths, groups, strict=True):
        site.pages[f"{EN}{path}"] = httpx.Response(200, html=_page(group))
    named = "".join(f'<a href="{escape(each)}">{escape(each)}</a>' for each in (*paths, *texts))
    items = "".join(
        f"<item><title>{escape(each)}</title><link>{EN}/{escape(each)}</link></item>" for each in texts
    )
    entries = "".join(f"<url><loc>{EN}/?x={escape(each)}</loc></url>" for each in texts)
    site.pages |= {
        f"{EN}/": httpx.Response(200, html=f"<html><body>{named}</body></html>"),
        f"{EN}/feed/": httpx.Response(200, text=f"<rss><channel>{items}</channel></rss>"),
        f"{EN}/sitemap.xml": httpx.Response(200, text=f"<urlset>{entries}</urlset>"),
        f"{EN}/x.png": httpx.Response(200, content=DOT, headers={"Content-Type": "image/png"}),
    }
    _, done = run(site, folder, Clock(), assets="images")
    return done.summary.new
