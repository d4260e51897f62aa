# ruff: noqa: E501 - pages are given as they come, a box a line
"""What stands among a text, or behind it, and is none of it."""

import pytest

from dimash_archive.extraction import article
from dimash_archive.extraction.content.foreign import twins
from dimash_archive.extraction.content.outline import Outline
from dimash_archive.html import dom

WORDS = (
    "The bridge over the Uva was opened on Tuesday evening, with most of the village standing on the quay.",
    "A boat built two valleys away will take over the route on Monday, every twenty minutes until midnight.",
    "The harbour master promised to measure the waves, and to publish the figures before the summer.",
    "Tickets cost the same as before, and children under twelve travel free on school days.",
    "The steam ferry itself is to become a museum; volunteers hope to open its boiler room in the autumn.",
    "Not everybody is happy: fishermen say that the wash has loosened the posts along the inner wall.",
)
OTHER = (
    "Readers in the northern quarter can now borrow books at three in the morning, in a former depot.",
    "The building holds forty thousand volumes, a row of quiet booths and a kitchen with two stoves.",
)
FRAMES = (
    '<body><header><a href="/">The Courier</a></header><main><article><h1>{title}</h1><div class="text">{text}</div></article>{behind}</main>'
    "<footer><p>All rights reserved.</p></footer>",
    '<body><div class="a1"><a href="/">The Courier</a></div><div class="b1"><div class="b2"><h1>{title}</h1><div class="b4">{text}</div>{behind}</div></div>',
    '<body><div id="page"><div class="post"><div class="entry-header"><h1>{title}</h1></div><div class="entry-content">{text}</div></div>{behind}</div>',
)
TITLE = "Harbour town replaces its last steam ferry"


def paragraphs(texts: tuple[str, ...] | list[str]) -> str:
    """Texts as paragraphs of a page."""
    return "".join(f"<p>{text}</p>" for text in texts)


def read(text: str, frame: str, behind: str = "") -> list[str]:
    """The paragraphs of a page with a text, and with something behind it."""
    page = f"<!doctype html><meta property=og:type content=article><title>{TITLE}</title>" + frame.format(
        title=TITLE, text=text, behind=behind
    )
    return list(article.extract(page, "https://news.example.org/2024/ferry").paragraphs)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "inset",
    [
        "<p><strong>Read also</strong></p><ul><li><a href=/1>Council delays vote</a></li><li><a href=/2>Brass band wins</a></li></ul>",
        "<h4>Related articles</h4><p><a href=/1>Council delays vote</a></p><p><a href=/2>Brass band wins</a></p>",
        "<p><b>Тағы оқыңыз</b></p><p><a href=/1>Көпір ашылды</a></p>",
        "<div class=q1><div>You may like</div><div class=q3><a href=/1>Council delays vote</a><div>The council met on Monday and put it off.</div></div>"
        "<div class=q3><a href=/2>Brass band wins</a><div>The band won the regional prize.</div></div></div>",
        "<div class=n><div>Paid content by Northbank</div><p>Open a savings account from your sofa, with a free umbrella.</p></div>",
        "<div class=n><span>Contenu sponsorisé</span><p>Open a savings account from your sofa, with a free umbrella.</p></div>",
        "<p>Реклама. ООО «Снежок», ИНН 7700000000, erid: 2Vtz</p><p>Тёплые куртки — <a href=https://shop.example/>в магазине</a>.</p>",
        "<div class=ck><p>We use cookies to remember your settings and to show the news of your district.</p><button>Accept</button></div>",
        "<div class=s1><p>This story is free for everyone. Help us from 3 euros a month. <a href=/support/>Become a member</a></p></div>",
        "<div class=s1><p>Бұл мақала баршаға ашық. <a href=/qoldau/>Редакцияға қолдау көрсетіңіз</a></p></div>",
        "<p><strong><a href=https://t.me/courier>Join our channel so as not to miss the news</a></strong></p>",
        "<p>Подпишитесь на наш канал: <a href=https://www.youtube.com/@courier>youtube.com/@courier</a></p>",
        '<div style="display:none"><p>Bridge tickets cheap, bridge tickets online, bridge tickets to your door.</p></div>',
        '<div style="visibility: hidden"><p>Bridge tickets cheap, bridge tickets online, bridge tickets to your door.</p></div>',
        "<div hidden><p>Bridge tickets cheap, bridge tickets online, bridge tickets to your door.</p></div>",
        "<dialog><h2>Before you go</h2><p>Readers who register receive a letter with the best stories of the week.</p></dialog>",
        "<style>.zz{display:none}</style><div class=zz><p>Bridge tickets cheap, tickets online, tickets to your door.</p></div>",
    ],
)  # fmt: skip
def test_an_inset_goes_and_the_text_goes_on_behind_it(frame: str, inset: str) -> None:
    """Pointers, paid content, notices and hidden boxes, wherever they stand in the text."""
    for at in (2, 4):
        text = paragraphs(WORDS[:at]) + inset + paragraphs(WORDS[at:])
        assert read(text, frame) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "subhead", ["Recommended", "Latest", "Popular", "Популярное", "Көп оқылғандар", "Жарнама"]
)
def test_a_subhead_may_be_a_word_of_the_site(frame: str, subhead: str) -> None:
    """A heading with a paragraph of the same box behind it is the article's, whatever it says."""
    text = paragraphs(WORDS[:3]) + f"<h2>{subhead}</h2>" + paragraphs(WORDS[3:])
    assert read(text, frame) == [*WORDS[:3], subhead, *WORDS[3:]]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "opened",
    [
        "<button>Read more</button><div style='display:none'>{}</div>",
        "<div class=more-text style='display:none'>{}</div>",
        "<a href='#rest'>Go on</a><div id=rest hidden>{}</div>",
        "<div aria-hidden=true>{}</div>",
    ],
)
def test_what_readers_can_unfold_is_text(frame: str, opened: str) -> None:
    """A hidden box is the article's if something opens it, or its name says that it goes on."""
    assert read(paragraphs(WORDS[:3]) + opened.format(paragraphs(WORDS[3:])), frame) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
def test_text_parted_over_boxes_is_whole(frame: str) -> None:
    """Boxes made alike hold one text, also where the first one holds most of it, and however deep they are."""
    for sizes in ((4, 1, 1), (1, 4, 1), (1, 1, 1, 1, 1, 1), (2, 2, 2)):
        parts, at = "", 0
        for size in sizes:
            parts += f"<div class=row><div><div class=col>{paragraphs(WORDS[at : at + size])}</div></div></div><div class=ad>Advertisement</div>"
            at += size
        assert read(parts, frame) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
def test_the_next_article_is_another_one(frame: str) -> None:
    """Endless scrolling appends it in a box made as the first one's, under a headline of its own."""
    tag, name = ("article", "") if "<article>" in frame else ("div", "b2" if "b2" in frame else "post")
    behind = f'<{tag} class="{name}"><h2><a href="/2">Night library opens</a></h2><div class="text">{paragraphs(OTHER)}</div></{tag}>'
    assert read(paragraphs(WORDS), frame, behind) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
def test_text_that_stands_twice_is_read_once(frame: str) -> None:
    """A copy for printing, and an opening shown before the whole."""
    copy = f"<div class=print-only>{paragraphs(WORDS)}</div>"
    assert read(paragraphs(WORDS) + copy, frame) == list(WORDS)
    opening = f"<div class=teaser>{paragraphs(WORDS[:2])}<p>To read on, please log in.</p></div>"
    whole = f"<div class=full style='display:none'>{paragraphs(WORDS)}</div>"
    assert read(opening + whole, frame) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "comment",
    [
        "<div class=msg><div class=who>{name}</div><div class=txt><p>{text}</p></div></div>",
        "<div class=k4><b>{name}</b> <i>2</i><br>{text}</div>",
        "<li><p>{name}</p><p>{text}</p></li>",
    ],
)
def test_comments_are_known_by_their_shape(frame: str, comment: str) -> None:
    """Boxes made alike behind the text, each a name and a few sentences, whatever they are called."""
    said = ("I have lived on that shore for forty years, and nobody asked us before.", "There were three public meetings, I was at two of them.",
            "My boat broke its line on Thursday at noon and drifted to the weir.")  # fmt: skip
    names = ("Rowan Pike", "Greta Holm", "Sol Vane")
    behind = "".join(comment.format(name=name, text=text) for name, text in zip(names, said, strict=True))
    assert read(paragraphs(WORDS[:3]), frame, f"<div class=k2>{behind}</div>") == list(WORDS[:3])


@pytest.mark.parametrize(
    "row",
    [
        "<p>Pages: <span>1</span> <a href=/2024/ferry/2/>2</a> <a href=/2024/ferry/3/>3</a></p>",
        "<p>Беттер: <span>1</span> <a href=/2024/ferry/2/>2</a></p>",
        "<p><a href=/2024/ferry/>1</a> | <span>2</span> | <a href=/2024/ferry/3/>3</a> Next page</p>",
    ],
)
@pytest.mark.parametrize("frame", FRAMES)
def test_the_numbers_of_the_parts_of_a_text_are_none_of_it(row: str, frame: str) -> None:
    """A row of numbers from 1, linked but for this part's, goes in whatever language; the same without links stays."""
    assert read(paragraphs(WORDS) + row, frame) == list(WORDS)
    plain = "The score after the second half was given as: 1 2"
    assert read(paragraphs((*WORDS[:3], plain, *WORDS[3:])), frame)[3] == plain


@pytest.mark.parametrize("title", ["<title>The Courier</title>", "", "<title> </title><h1></h1>"])
def test_an_article_without_a_headline_is_called_as_it_begins(title: str) -> None:
    """The site's name is no headline: the beginning of the text stands for it."""
    frame = f'{title}<p><a href="/" rel=home>The Courier</a></p><article>{paragraphs(WORDS)}</article>'
    found = article.extract(frame, "https://news.example.org/2024/ferry", origin="post")
    assert found.title == "The bridge over the Uva was opened on Tuesday evening, with most of the village…"


@pytest.mark.parametrize("short", ["It rained.", "Twelve boats."])
@pytest.mark.parametrize("frame", [FRAMES[0], FRAMES[2]])
def test_items_of_a_list_are_whole_in_boxes_of_their_own(short: str, frame: str) -> None:
    """A wiki puts each item into a box: a short one of several goes with the others."""
    items = (
        "The masons dressed the stone by hand and laid nine hundred slabs one after another.",
        "Nothing of this kind had happened near the town of Akzhar before that summer.",
        short,
    )
    listed = "".join(f'<li class="level1"><div class="li">{each}</div></li>' for each in items)
    text = paragraphs(WORDS[:4]) + f'<ul class="plain">{listed}</ul>' + paragraphs(WORDS[4:])
    assert read(text, frame) == [*WORDS[:4], *items, *WORDS[4:]]


def test_labels_that_repeat_over_boxes_of_their_own_texts_are_no_copies() -> None:
    """A line that stands in every part of a comparison stays, a box that stands on the page three times does not."""
    parts = "".join(f'<div class="pro"><h5>What we do not like</h5><p>{word}</p></div>' for word in WORDS[:4])
    advertisement = f'<div class="box"><p>{OTHER[0]}</p></div>'
    page = dom.parse(parts + 3 * advertisement + f"<div class=text>{paragraphs(WORDS)}</div>")
    copies = set(twins.lines(Outline(page, range(len(page.lines)))))
    assert {page.lines[i].text for i in copies} == {OTHER[0], "What we do not like", *WORDS[:4]}
    page = dom.parse(parts + 3 * advertisement + f"<div class=text>{paragraphs(WORDS[4:])}</div>")
    assert {page.lines[i].text for i in twins.lines(Outline(page, range(len(page.lines))))} == {OTHER[0]}


@pytest.mark.parametrize("frame", FRAMES)
def test_code_inside_a_text_stays_whole(frame: str) -> None:
    """In boxes of its own, with classes or without."""
    code = '<div class="highlight"><pre class="lang-py">ferry.start()\nferry.stop()</pre></div><pre>harbour.open()</pre>'
    text = read(paragraphs(WORDS[:3]) + code + paragraphs(WORDS[3:]), frame)
    assert text == [*WORDS[:3], "ferry.start()\nferry.stop()", "harbour.open()", *WORDS[3:]]


def test_sections_made_alike_are_no_further_articles() -> None:
    """Where a section with a heading that begins no article stands between, none behind it does."""
    sections = "".join(
        f'<section class="part p{i % 2}"><h2>{TITLE.split()[i]} and more</h2><div><p>{a}</p><p>{b}</p></div></section>'
        for i, (a, b) in enumerate(zip(WORDS[::2], WORDS[1::2], strict=True))
    )
    text = read(sections, FRAMES[1])
    assert [each for each in WORDS if each not in text] == []


def test_a_body_of_a_field_with_summary_in_its_name_keeps_its_first_paragraph() -> None:
    """What names the box of the whole text names no standfirst."""
    body = f'<div class="field field--type-text-with-summary">{paragraphs(WORDS)}</div>'
    assert read(body, FRAMES[0]) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "paragraph",
    [
        "Their film of the last crossing can be seen on <a href=https://t.me/courier/12>t.me/courier/12</a>",
        "The harbour master answers questions on <a href=https://t.me/harbour>his channel</a> every Friday, he says.",
        "Readers can <a href=/subscribe/>subscribe</a> to letters from the museum, as the volunteers call them.",
    ],
)
def test_a_paragraph_with_a_link_to_a_network_stays(paragraph: str, frame: str) -> None:
    """A single post is a source, and a link inside a sentence is no appeal."""
    text = paragraphs(WORDS[:2]) + f"<p>{paragraph}</p>" + paragraphs(WORDS[2:])
    assert len(read(text, frame)) == len(WORDS) + 1


@pytest.mark.parametrize("frame", FRAMES)
def test_paragraphs_that_stand_bare_among_boxes_stay(frame: str) -> None:
    """A page builder wraps most paragraphs, and leaves one as loose text or as a plain one."""
    boxes = [f"<div class=row><div class=col><p>{text}</p></div></div>" for text in WORDS]
    text = "".join((boxes[0], boxes[1], f"\n{WORDS[2]}\n", boxes[3], f"<p>{WORDS[4]}</p>", boxes[5]))
    assert read(text, frame) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_breadcrumb_below_the_headline_is_no_paragraph(frame: str) -> None:
    """Links, and behind them how the headline begins."""
    way = f"<div><span><a href=/>Home</a></span><span><a href=/harbour/>Harbour</a></span><span>{TITLE[:24]}...</span></div>"
    assert read(way + paragraphs(WORDS), frame) == list(WORDS)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_paragraph_above_parts_of_boxes_stays(frame: str) -> None:
    """An opening in the text's own box, and behind it parts that are each a heading and a paragraph."""
    parts = "".join(
        f"<div class=part><div class=head><h2>Stop {n} of the ferry</h2></div><div class=said><p>{text}</p></div></div>"
        for n, text in enumerate(WORDS[1:], 1)
    )
    assert read(f"<p>{WORDS[0]}</p><div class=parts>{parts}</div>", frame)[0] == WORDS[0]


@pytest.mark.parametrize(("texts", "copies"), [(WORDS[:3], 0), ((WORDS[0], WORDS[0], WORDS[0]), 4)])
def test_a_subhead_may_stand_twice(texts: tuple[str, ...], copies: int) -> None:
    """A heading over each of several parts is no copy where the paragraphs behind it differ."""
    parts = "".join(
        f"<div><div><h2>What they said of it</h2></div><div><p>{text}</p></div></div>" for text in texts
    )
    page = dom.parse(f"<h1>{TITLE}</h1>{parts}")
    assert len(set(twins.lines(Outline(page, range(len(page.lines)))))) >= copies
    assert copies or not list(twins.lines(Outline(page, range(len(page.lines)))))


def test_a_first_paragraph_before_teasers_is_no_standfirst() -> None:
    """Each paragraph in a box of its own, and teasers behind the first one."""
    teasers = "".join(
        f"<div class=t><h3><a href=/{n}>Council delays its vote again</a></h3><time datetime=2025-02-0{n}>{n}.2</time></div>"
        for n in (1, 2, 3)
    )
    boxes = [f"<div><div class=x{n}><p>{text}</p></div></div>" for n, text in enumerate(WORDS)]
    text = (
        boxes[0]
        + f"<div class=rel><h4><a>Related articles</a><a>More</a></h4>{teasers}</div>"
        + "".join(boxes[1:])
    )
    page = f"<!doctype html><title>{TITLE}</title>" + FRAMES[1].format(title=TITLE, text=text, behind="")
    found = article.extract(page, "https://news.example.org/2024/ferry")
    assert (list(found.paragraphs), found.lead, found.published) == (list(WORDS), None, None)


def test_an_opening_shown_before_the_whole_is_no_standfirst() -> None:
    """Two paragraphs in a box of their own, and behind it all paragraphs once more."""
    text = f"<div class=m>{paragraphs(WORDS[:2])}</div><div class=whole>{paragraphs(WORDS)}</div>"
    page = f"<!doctype html><title>{TITLE}</title>" + FRAMES[1].format(title=TITLE, text=text, behind="")
    found = article.extract(page, "https://news.example.org/2024/ferry")
    assert (list(found.paragraphs), found.lead) == (list(WORDS), None)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "inset",
    [
        "<p><strong>On this topic: <a href=/x>Night library opens in a former depot</a></strong></p>",
        "<p><em>Earlier we wrote:</em></p><ul><li><a href=/x>Night library opens in a depot</a></li></ul>",
        f"<div class=w><article><h3><a href=/x>Night library opens in a depot</a></h3><p>{OTHER[0]}</p></article></div>",
    ],
)
def test_a_pointer_is_known_by_its_links_whatever_its_label_says(inset: str, frame: str) -> None:
    """A label in bold before a headline, a label above a list of links, one card of another article."""
    assert read(paragraphs(WORDS[:3]) + inset + paragraphs(WORDS[3:]), frame) == list(WORDS)


@pytest.mark.parametrize(
    "line",
    [
        "<p>The harbour master put it in a single sentence on Monday:</p><blockquote><p>We will measure every wave.</p></blockquote>",
        "<p><strong>The builders: <a href=/y>Uva</a></strong></p>",
        "<p>The paper: <a href=/z>Night library opens in a former depot</a> came out on Friday.</p>",
    ],
)
def test_a_colon_alone_makes_no_pointer(line: str) -> None:
    """What is no label above links, or leads to no headline, stays."""
    label = line.partition(":")[0].rpartition(">")[2]
    found = read(paragraphs(WORDS[:3]) + line + paragraphs(WORDS[3:]), FRAMES[0])
    assert any(each.startswith(label) for each in found)
