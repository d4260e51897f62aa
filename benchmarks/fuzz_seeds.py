"""What the fuzzer begins with: inputs that make sense, of every form that a target reads."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from dimash_archive.records import Fetched
from dimash_archive.warc.writer import WarcWriter
from fuzz_targets import MOMENT, URL

_LARGEST = 200_000  # bytes: longer seeds cost more time than they show
ROOT = Path(__file__).parent.parent
PAGE = """<!doctype html><html lang=kk><head><title>Rain</title><meta property=og:type content=article>
<script type=application/ld+json>{"@type":"NewsArticle","headline":"Rain","datePublished":"2024-06-14"}</script></head>
<body><article><h1>Rain</h1><p>«Жаңбыр жауды», – деді ол.</p><p>It rained for a day.</p>
<blockquote>So much rain!</blockquote></article></body></html>""".encode()
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:xhtml="http://www.w3.org/1999/xhtml"><url><loc>https://en.example.org/a/</loc><lastmod>2024-06-14</lastmod>
<xhtml:link rel="alternate" hreflang="kk" href="https://example.org/a/"/></url></urlset>"""
INDEX = b"""<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2024-06-14T10:00:00+05:00</lastmod></sitemap></sitemapindex>"""
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><item><title>Rain</title><link>https://en.example.org/a/</link>
<category>News</category><pubDate>Fri, 14 Jun 2024 10:00:00 +0500</pubDate></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="alternate" href="/a/"/><updated>2024-06-14T10:00:00Z
</updated><author><name>A</name></author></entry></feed>"""
ROBOTS = b"User-agent: *\nDisallow: /wp-admin/\nAllow: /*.php$\nCrawl-delay: 2\nSitemap: https://en.example.org/s.xml\n"
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": ["NewsArticle"],
            "headline": "Rain",
            "author": {"@id": "#a"},
            "dateModified": "2024-06-14T10:00Z",
        },
        {"@type": "Person", "@id": "#a", "name": "A. B."},
        {
            "@type": "BreadcrumbList",
            "itemListElement": [{"position": 1, "item": {"name": "News", "@id": "/"}}],
        },
    ],
}
POST = {
    "id": 7, "link": "https://en.example.org/a/", "modified_gmt": "2024-06-14T10:00:00", "date_gmt": "2024-06-14T10:00:00",
    "format": "gallery", "content": {"protected": False},
    "_embedded": {"author": [{"name": "A"}], "wp:term": [[{"taxonomy": "category", "name": "News"}]]},
}  # fmt: skip
PROFILE = b"""name = "town"\n[editions.kk]\nurl = "https://example.org/"\nsitemaps = ["/s.xml"]\n[crawl]\nrate = 0.5
skip = ["/tag/"]\nsources = ["links"]\nignore = ["noindex"]\n[extract]\ncontent = ".text"\n"""
QUERIES = (
    '"so much rain"',
    "lang:kk rain*",
    "rain OR river -bridge",
    "year:2024 speaker:A",
    "жаңбыр",
    "( NEAR a:b",
    "title:x",
)
CDX = (
    b"org,example,en)/a 20240614100000 https://en.example.org/a text/html 200 AAAA 1234\n",
    b'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],["a","20240614100000","http://a/","-","-","A","1"]]',
    b'org,example)/a 20240614100000 {"url": "http://a/", "mime": "text/html", "status": "200", "offset": "3", "length": "9"}',
)
HEADERS = (
    b"text/html; charset=windows-1251", b"</wp-json/>; rel=\"https://api.w.org/\"", b"https://example.org/?utm_source=x&b=\xff#a",
    b"Fri, 14 Jun 2024 10:00:00 GMT", b"otherbot: noindex, nofollow", b"//[::1]:99999/../%zz",
)  # fmt: skip
ARC = (
    b"filedesc://x.arc 0.0.0.0 20240614100000 text/plain 76\n1 0 InternetArchive\n"
    b"URL IP-address Archive-date Content-type Archive-length\n\n"
    b"http://example.org/ 1.2.3.4 20240614100000 text/html 58\nHTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Rain</h1>\n\n"
)


def warc_files() -> list[bytes]:
    """A file of ours, compressed and plain; one with a chunked body; an old ARC file, plain and compressed."""
    html = (("Content-Type", "text/html"),)
    packed = gzip.compress(PAGE, mtime=0)
    with TemporaryDirectory() as folder:
        writer = WarcWriter(Path(folder))
        for raw, more in ((PAGE, ()), (packed, (("Content-Encoding", "gzip"),)), (PAGE, ())):
            writer.write(Fetched(URL, 200, "OK", (*html, *more), raw, raw, MOMENT))
        (path,) = writer.close()
        ours = path.read_bytes()
    plain = gzip.decompress(ours)
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a/>\r\nWARC-Date: 2024-06-14T10:30:00Z\r\n"
    chunked = head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
    return [ours, plain, chunked, ARC, gzip.compress(ARC, mtime=0), gzip.compress(plain, mtime=0)]


def pictures() -> list[bytes]:
    """Small pictures of three formats, where they can be made."""
    try:
        from PIL import Image
    except ImportError:
        return [b"GIF89a"]
    made = []
    for form in ("PNG", "JPEG", "TIFF", "GIF", "WEBP"):
        file = BytesIO()
        Image.new("RGB", (40, 30), (200, 90, 10)).save(file, form)
        made.append(file.getvalue())
    return made


def pages() -> list[bytes]:
    """Pages of the tests, and a small one."""
    paths = sorted((ROOT / "tests/fixtures/pages").glob("*.html"))
    return [PAGE, *(path.read_bytes() for path in paths)]


def seeds(target: str, folders: Iterable[Path] = ()) -> list[bytes]:
    """What a target begins with; and files of `folders` that look like what it reads."""
    json_ld = json.dumps(LINKED).encode()
    built: dict[str, list[bytes]] = {
        "flattened": [b"Home\nNews\nRain\n\n14.06.2024\n\nIt rained.\n\nRelated\nMore rain"],
        "warc": warc_files() if target == "warc" else [],
        "sitemaps": [SITEMAP, INDEX, gzip.compress(SITEMAP, mtime=0), b"https://en.example.org/a/\n"],
        "feeds": [
            RSS,
            ATOM,
            json.dumps({"items": [{"url": "/a/", "date_published": "2024-06-14"}]}).encode(),
        ],
        "posts": [json.dumps([POST, POST]).encode()],
        "robots_txt": [ROBOTS, b"\xef\xbb\xbf" + ROBOTS.replace(b"\n", b"\r\n")],
        "linked_data": [json_ld, json.dumps([LINKED, LINKED]).encode()],
        "headers": list(HEADERS),
        "codings": [gzip.compress(PAGE, mtime=0), zlib.compress(PAGE), gzip.compress(b"a") * 2],
        "index": list(CDX),
        "profile": [
            PROFILE,
            *(path.read_bytes() for path in sorted((ROOT / "src/dimash_archive/sites").glob("*.toml"))),
        ],
        "query": [each.encode() for each in QUERIES],
        "picture": pictures() if target == "picture" else [],
    }
    own = built[target] if target in built else pages()
    return [*own, *_of_folders(target, folders)]


def _of_folders(target: str, folders: Iterable[Path]) -> Iterator[bytes]:
    endings: dict[str, tuple[str, ...]] = {
        "page": (".html",),
        "page_links": (".html",),
        "flattened": (".txt",),
        "warc": (".warc.gz", ".arc.gz", ".warc"),
    }
    if target not in endings:
        return
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.name.endswith(endings[target]) and path.stat().st_size <= _LARGEST:
                yield path.read_bytes()
