"""The article pages of the invented site: layouts, truth, traps."""

import gzip
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from demo_site import POSTS, SITE, get, page, some
from demo_stories import small_site

from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.theme.title_marks import cut, straight
from dimash_archive.demo.vocabulary import word


def test_most_pages_are_classic_some_cloud_a_few_plain() -> None:
    """All three layouts occur, in the order of their age."""
    counts = [sum(post.layout == each for post in POSTS) for each in ("classic", "cloud", "plain")]
    assert counts == sorted(counts, reverse=True)
    assert min(counts) >= 3


@pytest.mark.parametrize("layout", ["classic", "cloud", "plain"])
def test_a_page_shows_everything_twice(layout: str) -> None:
    """Language switch, menu, headline and breadcrumb stand in the mobile and in the desktop header."""
    post = some(layout)
    tree, html = page(post), get(post.lang, post.path)[2]
    assert tree.body is not None
    text = re.sub(r"\s+", " ", tree.body.text(separator=" "))
    assert text.count("ҚАЗ RUS ENG") == 2
    assert [node.text() for node in tree.css("h1")] == [post.title, post.title]
    for words in (9, 12):
        assert f"Festivals {cut(straight(post.title), words)}" in text
    assert html.count('/category/choir-world/">Choir World</a>') >= 2


@pytest.mark.parametrize(
    "post", [some("classic"), some("cloud"), some("plain")], ids=lambda post: post.layout
)
def test_the_truth_stands_on_the_page(post: Post) -> None:
    """Headline, section, moment, tags, and every paragraph in order are what the truth says."""
    truth = SITE.truth(post.lang)[SITE.url(post)]
    tree = page(post)
    assert tree.body is not None
    text = re.sub(r"[\s\xa0]+", " ", tree.body.text(separator=""))
    at = [text.index(re.sub(r"\s+", " ", each)) for each in truth.paragraphs]
    assert at == sorted(at)
    header = tree.css_first(".td-post-header time, .tdb_single_date time, body > div > div > time")
    assert header is not None
    assert header.attributes["datetime"] == truth.published.isoformat()
    assert truth.published.utcoffset() == timedelta(hours=5)
    assert all(f">{tag.replace('&', '&amp;')}</a>" in (tree.html or "") for tag in truth.tags)
    assert truth.body == "\n\n".join(truth.paragraphs)
    assert truth.embeds == (("youtube", "aB3dE6gH9kL"),)


def test_every_page_of_every_layout_can_be_made() -> None:
    """All pages and AMP copies answer and name their canonical address; plain ones have no class."""
    for post in POSTS:
        html = get(post.lang, post.path)[2]
        assert f'rel="canonical" href="{SITE.url(post)}"' in html
        assert ("class=" not in html) == (post.layout == "plain")
        status, _, amp = get(post.lang, f"{post.path}?amp")
        assert (status, f'rel="canonical" href="{SITE.url(post)}"' in amp) == (200, True)


def test_the_truths_pictures_are_on_the_page_and_on_the_server() -> None:
    """Each picture of the truth is shown, lazily or not, with the headline as typed, and can be fetched."""
    for post in POSTS[:20]:
        truth, tree = SITE.truth(post.lang)[SITE.url(post)], page(post)
        sources = {
            img.attributes.get("data-src") or img.attributes.get("src"): img.attributes.get("alt")
            for img in tree.css("img")
        }
        for image in truth.images:
            assert sources[image.url] == image.alt == straight(post.title)
        path = urlsplit(truth.images[-1].url).path
        status, headers, body = SITE.respond(post.lang, path, {})
        assert status == 200
        assert body.startswith(b"\x89PNG" if headers["Content-Type"] == "image/png" else b"\xff\xd8\xff")
        assert SITE.respond(post.lang, re.sub(r"(\.\w+)$", r"-300x200\1", path), {})[0] == 200


def test_the_alt_text_is_glued_to_the_speech() -> None:
    """The picture of `!img+` stands in the same paragraph, directly before its text."""
    paragraph = next(node for node in page(some("plain")).css("p") if "We sang" in node.text())
    assert re.match(r'<p><img [^>]+alt="The &quot;Voice[^>]+>“We sang', paragraph.html or "")


def test_pages_carry_their_traps() -> None:
    """Hidden user names, lazy pictures, advertisements, comments, counters and the like all occur."""
    pages = "\n".join(get(post.lang, post.path)[2] for post in POSTS)
    for trap in (
        'class="td-author-name vcard author" style="display: none"',
        'content="tasqonyr_admin"',
        "data-src=",
        "td-adspot-title",
        'class="code-block',
        "replytocom=",
        "td-nr-views-",
        "&nbsp;<a ",
        "font-weight: 400",
        "tdb_single_post_views",
        "cookie-law-info-bar",
        "tdn-form-wrap",
        "Read also:",
        "wp-caption-text",
        "<br />\ncr: qonyr_samal",
        'h3 class="entry-title td-module-title',
        "instagram-media",
        "Latest news",
        "Последние новости",
        "Соңғы жаңалықтар",
    ):
        assert trap in pages, trap


def test_most_pages_have_json_ld_and_og_but_not_all() -> None:
    """Machine-readable data names headline, moments and author, or is missing."""
    heads = [(post, get(post.lang, post.path)[2].partition("</head>")[0]) for post in POSTS]
    with_data = [each for each in heads if "ld+json" in each[1]]
    with_og = [each for each in heads if 'property="og:title"' in each[1]]
    assert len(heads) / 2 < len(with_data) < len(heads)
    assert len(heads) / 2 < len(with_og) < len(heads)
    post, head = with_data[0]
    data = json.loads(head.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    article = data["@graph"][0]
    assert article["datePublished"] == post.published.isoformat()
    assert article["headline"] == straight(post.title)
    assert f"- {word(post.lang, 'site')}" in with_og[0][1]


def test_latest_news_leaves_the_article_itself_out() -> None:
    """Five teasers with headlines in type, cut words as typed, and other dates."""
    newest = SITE.room.posts("en")[0]
    shown = SITE.room.latest("en", 5, newest)
    assert newest not in shown
    assert len(shown) == 5
    teaser = SITE.room.teaser(SITE.room.posts("kk")[1])
    assert len(teaser.split()) <= 19


def test_languages_are_linked_only_on_a_site_that_tells() -> None:
    """hreflang names every edition that has the story, and nothing where the setting is off."""
    post = some("classic")
    assert len(page(post).css('link[rel="alternate"][hreflang]')) == 3
    silent = small_site(12, hreflang=False)
    first = silent.room.posts("en")[0]
    assert "hreflang" not in get("en", first.path, silent)[2]
    assert b"hreflang" not in gzip.decompress(silent.respond("en", "/post-sitemap1.xml.gz", {})[2])


def test_editions_have_their_own_slugs_and_moments() -> None:
    """A story is published minutes to hours apart, under other addresses; equal slugs are numbered."""
    versions = SITE.room.versions(some("classic"))
    assert len({post.slug for post in versions}) == 3
    moments = [post.published for post in versions]
    assert len(set(moments)) == 3
    assert max(moments) - min(moments) < timedelta(hours=5)
    kazakh = {post.slug for post in SITE.room.posts("kk")}
    assert {"hor-saparga-shykty", "hor-saparga-shykty-2", "hor-saparga-shykty-30"} <= kazakh
