"""Pictures, captions, credits, embeds."""

import pytest

from dimash_archive.extraction.metadata.pictures import article_pictures, captions, picture_sources
from dimash_archive.html import dom
from dimash_archive.records import Image, Link

BASE = "https://tasqonyr.invalid/tour/"
HOST = "https://tasqonyr.invalid"


def found(html: str) -> list[Image]:
    """All pictures of a page."""
    page = dom.parse(html)
    return list(article_pictures.find(page, 0, len(page.lines), BASE))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"src": "a.jpg"}, f"{BASE}a.jpg"),
        ({"src": "data:image/gif;base64,R0", "data-src": "/b.jpg"}, f"{HOST}/b.jpg"),
        ({"src": "about:blank", "data-lazy-src": "/c.jpg"}, f"{HOST}/c.jpg"),
        ({"src": None, "srcset": "/s.jpg 300w, /l.jpg 900w"}, f"{HOST}/l.jpg"),
        ({"data-srcset": "/only.jpg"}, f"{HOST}/only.jpg"),
        ({"srcset": "data:image/gif;base64,R0"}, None),
        ({"srcset": "/a.jpg 1x, "}, f"{HOST}/a.jpg"),
        ({"srcset": "/w_400,h_300/a.jpg 400w, /w_900,h_600/a.jpg 900w"}, f"{HOST}/w_900,h_600/a.jpg"),
        ({"src": "/a-300.jpg", "srcset": "/a-900.jpg 900w, /a-300.jpg 300w"}, f"{HOST}/a-900.jpg"),
        ({"src": "/a.jpg", "data-src": "/spinner.gif"}, f"{HOST}/a.jpg"),
        ({"src": "/i/px.gif", "data-echo": "/a.jpg"}, f"{HOST}/a.jpg"),
        ({"src": "/a-60.jpg", "data-hi-res-src": "/a-1600.jpg"}, f"{HOST}/a-1600.jpg"),
        ({"src": "/a.jpg", "data-permalink": "/story.png", "data-id": "7"}, f"{HOST}/a.jpg"),
        ({"src": "ftp://x.invalid/a"}, None),
        ({}, None),
    ],
)
def test_the_real_source_of_a_picture(attributes: dict[str, str | None], expected: str | None) -> None:
    """Lazy loading puts the address elsewhere, and a blank in its place."""
    assert picture_sources.real_source(attributes, BASE) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<img src=dot.gif width=1 height=1>",
        "<img src=icon.png height=32>",
        "<div class='ads'><img src=a.jpg></div>",
        "<div class=x><p class=banner><img src=a.jpg></p></div>",
        "<img src=/i/Banner-300.png>",
        "<img alt=nothing>",
    ],
)
def test_dots_and_advertisements_are_no_pictures(html: str) -> None:
    """Neither tiny pictures, nor those in or called an advertisement, nor those without an address."""
    assert found(html) == []


def test_pictures_come_in_order_each_once_with_their_alt_text() -> None:
    """The alt text is trimmed; an empty one is none; a width in per cent says nothing."""
    html = "<img src=a.jpg alt=' Хор  на сцене '><img src=a.jpg><img src=b.jpg alt='' width=100%>"
    assert found(html) == [Image(f"{BASE}a.jpg", "Хор на сцене"), Image(f"{BASE}b.jpg")]


def test_a_picture_that_only_noscript_shows_is_one_and_a_lazy_one_is_not_two() -> None:
    """A placeholder for scripts has its picture behind it; where the address is in both, it is one picture."""
    blank = "<img src='data:image/gif;base64,R0'>"
    shown = "<noscript><img src=/a.jpg alt=Depot></noscript>"
    assert found(f"<figure>{blank}{shown}</figure>") == [Image(f"{HOST}/a.jpg", "Depot")]
    assert found(f"<figure><img data-src=/a.jpg alt=Depot>{shown}</figure>") == [
        Image(f"{HOST}/a.jpg", "Depot")
    ]


def test_only_pictures_between_two_lines_count() -> None:
    """Those above the first line and below the last belong to something else."""
    page = dom.parse("<p>0<p>1<div><img src=a.jpg></div><p>2<div><img src=b.jpg></div><p>3")
    assert [image.url for image in article_pictures.find(page, 3, 4, BASE)] == [f"{BASE}b.jpg"]
    assert [image.url for image in article_pictures.find(page, 0, 2, BASE)] == [f"{BASE}a.jpg"]


@pytest.mark.parametrize(
    ("html", "caption", "credit"),
    [
        ("<figure><img src=a.jpg><figcaption>A choir. Photo: A. Name</figcaption></figure>", "A choir.", "A. Name"),
        ("<figure><div class=caption><img src=a.jpg></div><p>Хор</p></figure>", "Хор", None),
        ("<div class=wp-caption><img src=a.jpg><p>Хор</p><p>Фото: Дана</p></div>", "Хор", "Дана"),
        ("<p><img src=a.jpg>cr: qonyr_samal<br>The choir sang.</p>", None, "qonyr_samal"),
        ("<p><img src=a.jpg>The choir sang.</p>", None, None),
        ("<p>The choir sang.</p><img src=a.jpg>", None, None),
        ("<figure><img src=a.jpg>" + "<p>line</p>" * 5 + "</figure>", None, None),
    ],
)  # fmt: skip
def test_captions_and_credits(html: str, caption: str | None, credit: str | None) -> None:
    """They stand in the figure, or a credit at the front of the line below; a big figure is a gallery."""
    assert [(image.caption, image.credit) for image in found(html)] == [(caption, credit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A choir (Photo: A. Name)", ("A choir", "A. Name")),
        ("Photo: A. Name", (None, "A. Name")),
        ("A choir\nPhoto: A. Name", ("A choir", "A. Name")),
        ("In the photo: a choir", ("In the photo: a choir", None)),
        ("A choir. Photo: ", ("A choir.", None)),
        ("Хор — фото: Дана", ("Хор", "Дана")),
        ("", (None, None)),
    ],
)
def test_a_caption_is_parted_from_its_credit(text: str, expected: tuple[str | None, str | None]) -> None:
    """A credit begins a line, a sentence or a bracket."""
    assert captions.split_credit(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/embed/aB3", "youtube"),
        ("//youtu.be/aB3", "youtube"),
        ("https://t.me/choir/1", "telegram"),
        ("https://x.com/choir", "x"),
        ("https://phoenix.com/a", "phoenix.com"),
        ("/local", None),
        ("https://", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_the_provider_of_an_embed(url: str, expected: str | None) -> None:
    """A known name, else the host; no web address, however broken, has none."""
    assert article_pictures.provider_of(url) == expected


PLAYERS = dom.parse("""<p>0</p><iframe src=about:blank data-src="https://www.youtube.com/embed/one"></iframe>
<amp-youtube data-videoid=two></amp-youtube><iframe src="https://maps.invalid/x"></iframe><iframe></iframe>
<iframe data-lazy-src="https://www.youtube.com/embed/one"></iframe>
<blockquote class=instagram-media data-instgrm-permalink="https://www.instagram.com/p/x/"><p>A post</p></blockquote>
<div class=share data-url="https://tasqonyr.invalid/tour/">share</div><div class=share data-url="http://[">broken</div>
<blockquote class=quote><p>We sang.</p></blockquote><div data-url="https://x.com/a">nameless</div>
<p>1</p><iframe src="https://vimeo.com/1"></iframe><p>2</p><video src=late.mp4></video>""")


def test_embeds_are_frames_players_and_posts_in_order() -> None:
    """Each address once; posts are known by their provider; what is far from the text is left out."""
    last = next(i for i, line in enumerate(PLAYERS.lines) if line.text == "2")
    assert list(article_pictures.embeds(PLAYERS, list(article_pictures.posts(PLAYERS)), (1, last), BASE)) == [
        Link("embed", "https://maps.invalid/x", "maps.invalid"),
        Link("embed", "https://www.instagram.com/p/x/", "instagram"),
        Link("embed", "https://www.youtube.com/embed/one", "youtube"),
        Link("embed", "https://www.youtube.com/embed/two", "youtube"),
        Link("embed", "https://vimeo.com/1", "vimeo"),
    ]


def test_boxes_of_posts() -> None:
    """A post of a known provider is not the article's; a share button's or an article's own address says nothing."""
    posts = article_pictures.posts(PLAYERS)
    assert [PLAYERS.names[box].strip() for box, _ in posts] == ["instagram-media"]


def test_the_lead_picture_that_the_head_names_comes_first() -> None:
    """It is given once, in whatever size the page shows it, with its caption; a logo is none."""
    shown = [Image(f"{HOST}/b.jpg"), Image(f"{HOST}/a-300x200.jpg", caption="The choir")]

    def ordered(images: list[Image], lead: str | None, html: str = "") -> tuple[Image, ...]:
        return article_pictures.lead_first(dom.parse(html), images, lead, BASE)

    assert ordered(shown, f"{HOST}/a.jpg") == (shown[1], shown[0])
    assert ordered(shown, f"{HOST}/c.jpg") == (Image(f"{HOST}/c.jpg"), *shown)
    assert ordered([], f"{HOST}/b.jpg") == (Image(f"{HOST}/b.jpg"),)
    assert ordered(shown, f"{HOST}/site-logo.png") == tuple(shown)
    assert ordered([], None) == ()
    above = '<figure><img src="/d.jpg"><figcaption>The pier</figcaption></figure><h1>Title</h1>'
    assert ordered(shown, f"{HOST}/d.jpg", above) == (Image(f"{HOST}/d.jpg", caption="The pier"), *shown)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><img src=a.jpg></p><h6>The hall at night</h6><p>Text.</p>", {0}),
        ("<p><img src=a.jpg></p><h5>The hall was full at night.</h5><p>Text.</p>", set()),
        ("<p><img src=a.jpg></p><h3>The hall at night</h3><p>Text.</p>", set()),
        ("<p><img src=a.jpg></p><p>Text.</p><h6>The hall at night</h6><p>Text.</p>", set()),
    ],
)
def test_a_small_heading_below_a_picture_is_its_caption(html: str, expected: set[int]) -> None:
    """A heading of the lowest levels right below a picture is a caption, unless it ends as a sentence does."""
    assert captions.lines(dom.parse(f"<article>{html}</article>")) == expected


def test_one_picture_in_two_sizes_is_one() -> None:
    """WordPress, Ghost and others put the size into the file's name or the path, scripts into the query beside the file."""
    scripted = "<img src='/fetch.php?w=400&media=d.jpg'><img src='/fetch.php?media=d.jpg'><img src='/fetch.php?media=e.jpg'>"
    assert len(list(found(scripted))) == 2
    html = "<img src=/a-1024x683.jpg><img src=/a.jpg><img src=/size/w600/b.jpg><img src=/b.jpg><img src=/c-scaled.jpg><img src=/c.jpg>"
    assert [image.url.rpartition("/")[2] for image in found(html)] == [
        "a-1024x683.jpg",
        "b.jpg",
        "c-scaled.jpg",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<div class=author-box><img src=a.jpg></div>",
        "<img class='avatar photo' src=a.jpg>",
        "<img src=/i/logo.svg>",
        "<a class=share-button><img src=a.jpg></a><div class='share-icons'><img src=b.jpg></div>",
        "<img src=/i/spinner.gif>",
        "<div class=post-ratings><img src=/r/rating_on.gif></div>",
        "<div><img src=/r/rating_half.gif></div>",
    ],
)
def test_signs_portraits_and_stand_ins_are_no_pictures(html: str) -> None:
    """What stands on every page beside a name or in a picture's place shows nothing of the story."""
    assert found(html if "share-button" not in html else html.partition("</a>")[2]) == []


@pytest.mark.parametrize(
    ("html", "caption", "credit"),
    [
        ("<p class=imgbox><img src=/a.jpg><br><small>Тропа. Снимок: А. Лунёв</small></p><p>Text</p>", "Тропа.", "А. Лунёв"),
        ("<div class=pic><img src=/a.jpg><span>Көпір. Сурет: А. Ерғали</span></div><p>Text</p>", "Көпір.", "А. Ерғали"),
        ("<table><tr><td><img src=/a.jpg></td></tr><tr><td>The yard. Photo: A. Name</td></tr></table><p>Text</p>", "The yard.", "A. Name"),
    ],
)  # fmt: skip
def test_a_credited_line_below_a_picture_is_its_caption(html: str, caption: str, credit: str) -> None:
    """Whatever its box is called."""
    page = dom.parse(html)
    assert [
        (image.caption, image.credit) for image in article_pictures.find(page, 0, len(page.lines), BASE)
    ] == [(caption, credit)]
    assert captions.lines(page) == {0}


@pytest.mark.parametrize("mark", ['id="what-the-figures-say"', 'class="what-the-figures-say"'])
def test_a_name_made_of_a_headings_words_is_no_caption(mark: str) -> None:
    """Many systems make ids of headings; the text below is the article's."""
    page = dom.parse(f"<section {mark}><h2>What the figures say</h2><p>The work took a year.</p></section>")
    assert captions.lines(page) == frozenset()


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("<figure><img><figcaption>The choir</figcaption></figure>", ["The choir"]),
        ("<div class=wp-caption><img><p>The choir</p></div>", ["The choir"]),
        ("<figure><blockquote><p>We sang.</p></blockquote></figure>", []),
        ("<figure><table><tr><td>Altos</td><td>12</td></tr></table></figure>", []),
        (f"<div class=figure><p>{'The choir sang. ' * 30}</p></div>", []),
        ("<div class=captions><p>1</p><p>2</p><p>3</p><p>4</p><p>5</p></div>", []),
    ],
)
def test_captions_are_the_few_short_lines_of_a_figure(figure: str, expected: list[str]) -> None:
    """Quotations, tables and long texts in a figure are the article's, and so is a box with many lines."""
    page = dom.parse(f"<p>Before</p>{figure}<p>Behind</p>")
    assert [page.lines[i].text for i in sorted(captions.lines(page))] == expected


def test_a_picture_shown_twice_has_the_caption_of_either_place() -> None:
    """The picture above the text stands in it again, in another size and with its caption."""
    page = (
        "<img src=/yard-1024x683.jpg alt=Yard><p>The school was built before the war.</p>"
        "<figure><img src=/yard.jpg><figcaption>The yard. Photo: Dana Orynbay</figcaption></figure>"
    )
    assert found(page) == [Image(f"{HOST}/yard-1024x683.jpg", "Yard", "The yard.", "Dana Orynbay")]


def test_the_boxes_of_a_gallery_are_called_icons() -> None:
    """WordPress calls the box around each picture of a gallery so; other icons are no pictures."""
    gallery = "<figure class=gallery-item><div class='gallery-icon landscape'><img src=/a.jpg></div></figure>"
    assert [each.url for each in found(gallery)] == [f"{HOST}/a.jpg"]
    assert found("<div class='menu-icon'><img src=/a.jpg></div>") == []


def test_a_picture_element_gives_the_address_that_its_img_lacks() -> None:
    """The largest candidate of its sources; an address of the `img` itself comes before them."""
    sources = '<source data-srcset="/a.webp 1x, /a2.webp 2x"><source srcset="/a.jpg">'
    assert [each.url for each in found(f"<p>A<picture>{sources}<img alt=Cab></picture>")] == [
        f"{HOST}/a2.webp"
    ]
    own = f'<p>A<picture>{sources}<img src="/b.jpg"></picture>'
    assert [each.url for each in found(own)] == [f"{HOST}/b.jpg"]


def test_a_caption_may_stand_beside_its_picture() -> None:
    """Term and description of a gallery's list share a small box; what is called a caption elsewhere is none of it."""
    item = "<dl class=gallery-item><dt><a href=/p/><img src=/{0}.jpg></a></dt><dd class=gallery-caption>{0} chairs</dd></dl>"
    assert [image.caption for image in found(f"<div>{item.format(3)}{item.format(9)}</div>")] == [
        "3 chairs",
        "9 chairs",
    ]
    apart = "<div><p><img src=/a.jpg></p><p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p><p class=caption>Elsewhere</p></div>"
    assert [image.caption for image in found(apart)] == [None]


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        ("<div style='text-align: center'><img src=/a.jpg><br><em>The yard at dawn</em></div><p>Text</p>", "The yard at dawn"),
        ("<p align=center><img src=/a.jpg><br>The yard at dawn</p><p>Text</p>", "The yard at dawn"),
        ("<p align=center><img src=/a.jpg><br>The yard was quiet at dawn.</p><p>Text</p>", None),
        ("<p><img src=/a.jpg><br>The yard at dawn</p><p>Text</p>", None),
    ],
)  # fmt: skip
def test_a_short_line_centred_below_a_picture_is_its_caption(html: str, caption: str | None) -> None:
    """In a box that holds nothing else; a sentence may be the text's."""
    assert [image.caption for image in found(html)] == [caption]


def test_the_count_of_a_slider_does_not_end_the_pictures() -> None:
    """Behind the last paragraph a count stands above the next picture with its caption."""
    page = dom.parse(
        "<div><p>Text</p><div>1 of 2</div><figure><img src=/a.jpg><figcaption>The yard</figcaption></figure><p>More</p></div>"
    )
    assert article_pictures.reach(page, [0], [2]) == (0, 3)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("/choir-400.jpg", "/choir-1200.jpg", True),
        ("/choir-351w.jpg", "/choir-727w.jpg", True),
        ("/choir-300x200.jpg", "/choir-scaled.jpg", True),
        ("/image/43470564_303.jpg", "/image/43470564_304.jpg", True),
        ("/DSC-9886.jpg", "/DSC-9887.jpg", False),
        ("/IMG_0412.jpg", "/IMG_0413.jpg", False),
        ("/photo-101.jpg", "/photo-102.jpg", False),
    ],
)
def test_a_number_is_a_size_if_sites_cut_pictures_to_it(one: str, other: str, *, is_same: bool) -> None:
    """Pictures that a camera numbered are as many as there are numbers."""
    names = {picture_sources.same_picture(HOST + each) for each in (one, other)}
    assert (len(names) == 1) is is_same


@pytest.mark.parametrize(
    "line", ["Фото из архива музея", "Photo courtesy of the museum", "Сурет музей мұрағатынан"]
)
def test_a_line_below_a_picture_that_says_where_it_is_from_is_its_caption(line: str) -> None:
    """In the picture's own paragraph, whatever mark stands behind its first word."""
    page = dom.parse(f"<p>A long paragraph.</p><p><img src=/a.jpg><br>{line}</p><p>Photo shops closed.</p>")
    assert [page.lines[i].text for i in captions.lines(page)] == [line]


@pytest.mark.parametrize(
    ("signature", "is_post"),
    [("— Saya Kim (@sayakim) 3 March 2024", True), ("Saya Kim, 3 March 2024", False)],
)
def test_a_post_may_be_signed_without_a_link(signature: str, *, is_post: bool) -> None:
    """What a provider's script would turn into a post is one, even where the site took its links out."""
    page = dom.parse(f"<blockquote class=twitter-tweet><p>What a night!</p>{signature}</blockquote>")
    assert bool(list(article_pictures.posts(page))) is is_post
