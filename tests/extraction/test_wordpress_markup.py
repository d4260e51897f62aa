"""How WordPress's own themes and editors mark a post up, and what must be read of it."""

from datetime import UTC, datetime

import pytest

from dimash_archive.extraction import extract
from dimash_archive.records import Article

URL = "https://valley.example/the-mill-turns-again/"
TITLE = "The mill turns again after forty years"
FIRST = "The old mill at the river was repaired by three brothers, who had asked for the keys every spring since 1998."
LAST = "On the first day they ground eleven sacks of rye, and the whole street smelled of bread until the evening."
TWEET = (
    '<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper"><blockquote class="twitter-tweet">'
    '<p>What an evening</p>&mdash; A Neighbour (@n) <a href="https://twitter.com/n/status/1">March 3, 2019</a></blockquote></div></figure>'
)
CLASSIC_FOOTER = (
    '<footer class="entry-footer default-max-width"><div class="posted-by"><span class="posted-on">Published <time class='
    '"entry-date published updated" datetime="2024-05-04T08:15:20+05:00">May 4, 2024</time></span><span class="byline">By '
    '<a href="/author/jane/" rel="author">Jane Hollis</a></span></div><div class="post-taxonomies"><span class="cat-links">'
    'Categorized as <a href="/category/culture/" rel="category tag">Culture</a></span><span class="tags-links">Tagged '
    '<a href="/tag/river/" rel="tag">river</a></span></div></footer>'
)
BLOCK_FOOTER = (
    '<div class="wp-block-group"><div class="wp-block-post-date"><time datetime="2024-05-04T08:15:20+05:00">May 4, 2024</time></div>'
    '<div class="wp-block-post-author"><p class="wp-block-post-author__name">Jane Hollis</p></div>'
    '<div class="taxonomy-category wp-block-post-terms"><a href="/category/culture/" rel="tag">Culture</a></div>'
    '<div class="taxonomy-post_tag wp-block-post-terms"><a href="/tag/river/" rel="tag">river</a></div></div>'
)


def read(text: str, footer: str = CLASSIC_FOOTER) -> Article:
    """The article of a post with a text."""
    return extract(
        f'<html lang="en-US"><head><title>{TITLE} &#8211; Valley Courier</title></head><body class="post-template-default single '
        f'single-post postid-7"><header><p class="site-title"><a href="/">Valley Courier</a></p></header><main id="main"><article '
        f'class="post type-post"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1></header><div class='
        f'"entry-content">{text}</div>{footer}</article></main></body></html>',
        url=URL,
    )


def picture(name: str, caption: str = "") -> str:
    """A picture as the block editor writes it."""
    under = f'<figcaption class="wp-element-caption">{caption}</figcaption>' if caption else ""
    return f'<figure class="wp-block-image size-large"><img width="1024" height="683" src="/u/{name}" alt=""/>{under}</figure>'


@pytest.mark.parametrize("footer", [CLASSIC_FOOTER, BLOCK_FOOTER])
def test_the_line_of_details_behind_the_text_has_section_tags_date_and_author(footer: str) -> None:
    """A category is the section and no tag, wherever it stands."""
    post = read(f"<p>{FIRST}</p><p>{LAST}</p>", footer)
    assert (post.section, post.tags, post.author) == ("Culture", ("river",), "Jane Hollis")
    assert post.published == datetime(2024, 5, 4, 3, 15, 20, tzinfo=UTC)
    assert post.paragraphs == (FIRST, LAST)


@pytest.mark.parametrize("footer", [CLASSIC_FOOTER, BLOCK_FOOTER])
@pytest.mark.parametrize(
    "dated",
    [
        "<p>The concert took place on May 5, 2022.</p>",
        '<h2 class="wp-block-heading">May 5, 2022</h2>',
        picture("mill.jpg", "The mill on May 5, 2022"),
        TWEET,
    ],
)
def test_a_date_of_something_else_is_not_the_posts(dated: str, footer: str) -> None:
    """A sentence, a heading, a caption and an embedded post above tell less than `time` behind the text."""
    post = read(f"<p>{FIRST}</p>{dated}<p>{LAST}</p>", footer)
    assert post.published == datetime(2024, 5, 4, 3, 15, 20, tzinfo=UTC)


def test_captioned_pictures_below_the_last_line_are_the_posts() -> None:
    """A photo report has one sentence and six pictures with captions below it."""
    captions = [
        f"Brother {name} at the wheel" for name in ("Arman", "Bolat", "Chingiz", "Daulet", "Erlan", "Farid")
    ]
    shown = "".join(picture(f"report-{k}-1024x683.jpg", caption) for k, caption in enumerate(captions))
    post = read(f"<p>{FIRST}</p>{shown}")
    assert [image.caption for image in post.images] == captions
    assert post.paragraphs == (FIRST,)


def test_paragraphs_beside_and_upon_pictures_are_text() -> None:
    """Media and text, a cover, and a pull quote whose words stand nowhere else."""
    beside, upon, pulled = (
        f"{start} forty sacks wait in the yard for the wind to turn."
        for start in ("Beside the wheel", "Upon the roof", "Under the stones")
    )
    post = read(
        f'<p>{FIRST}</p><div class="wp-block-media-text"><figure class="wp-block-media-text__media"><img src="/u/a.jpg" alt=""/>'
        f'</figure><div class="wp-block-media-text__content"><p>{beside}</p></div></div><div class="wp-block-cover"><img class='
        f'"wp-block-cover__image-background" src="/u/b.jpg" alt=""/><div class="wp-block-cover__inner-container"><p>{upon}</p></div></div>'
        f'<figure class="wp-block-pullquote"><blockquote><p>{pulled}</p></blockquote></figure><p>{LAST}</p>'
    )
    assert post.paragraphs == (FIRST, beside, upon, pulled, LAST)


def test_pictures_of_a_gallery_are_those_that_their_thumbnails_lead_to() -> None:
    """The classic editor's gallery shows cropped squares, each a link to the picture or to its page."""
    shown = "".join(
        f'<dl class="gallery-item"><dt class="gallery-icon landscape"><a href="/u/yard-{k}.jpg"><img width="150" height="150" '
        f'src="/u/yard-{k}-150x150.jpg" class="attachment-thumbnail size-thumbnail" alt=""/></a></dt></dl>'
        for k in range(3)
    )
    post = read(
        f'<p>{FIRST}</p><div id="gallery-1" class="gallery gallery-columns-3">{shown}</div><p>{LAST}</p>'
    )
    assert [image.url for image in post.images] == [
        f"https://valley.example/u/yard-{k}.jpg" for k in range(3)
    ]


def test_a_post_without_a_title_does_not_take_the_sites_name() -> None:
    """The beginning of its text stands in."""
    post = extract(
        '<html lang="en"><head><title>Valley Courier</title></head><body class="single single-post"><header><p class="site-title">'
        '<a href="/">Valley Courier</a></p></header><main><article class="post"><div class="entry-content">'
        f"<p>{FIRST}</p><p>{LAST}</p></div>{CLASSIC_FOOTER}</article></main></body></html>",
        url=URL,
    )
    assert post.title != "Valley Courier"
    assert not post.title or FIRST.startswith(post.title.rstrip("…"))


NARRATION = "Река в этом году поднялась поздно, и колесо стояло до самого июня, пока не прошли дожди в горах."


def test_a_pronoun_is_none_of_the_nouns_before() -> None:
    """Whoever wrote a letter did not say what "he" said."""
    said = "Родители написали директору. «Мельница пойдёт к осени, и мука будет своя», — сказал он."
    post = read(f"<p>{NARRATION}</p><p>{said}</p>")
    assert [quote.text for quote in post.quotes] == ["Мельница пойдёт к осени, и мука будет своя"]
    assert post.quotes[0].speaker != "Родители"


def test_a_line_of_speech_may_begin_with_a_figure() -> None:
    """Behind the dash."""
    post = read(f"<p>{NARRATION}</p><p>— 18 мешков мы смололи за утро, — рассказал Олег Миронюк.</p>")
    assert [(quote.text, quote.speaker) for quote in post.quotes] == [
        ("18 мешков мы смололи за утро", "Олег Миронюк")
    ]


@pytest.mark.parametrize(
    "questions",
    [
        ("Неліктен Мойынты?", "Неліктен Мойынты ауылында су көп?"),
        ("Почему Мойнак?", "Когда Мойнак проснулся?"),
        ("Why Moinak?", "Why Moinak again?"),
    ],
)
def test_the_first_words_of_a_question_are_no_speaker(questions: tuple[str, str]) -> None:
    """Even where a place stands behind the question word, and would be a surname there."""
    turns = "".join(
        f"<p><strong>{each}</strong></p><p>— The snow was deep, and the river rose.</p>" for each in questions
    )
    assert [quote.speaker for quote in read(f"<p>{NARRATION}</p>{turns}").quotes] == [None, None]


def test_interrupted_speech_is_not_glued() -> None:
    """The narrator's words leave a mark of omission, so that two sentences are not read as one."""
    said = "«Вода поднялась до отметки 451, — рассказал Олег Миронюк. — Никто не верил, что мельница устоит»."
    (quote,) = read(f"<p>{NARRATION}</p><p>{said}</p>").quotes
    assert quote.text == "Вода поднялась до отметки 451 […] Никто не верил, что мельница устоит"
