"""The kinds of markup of the block editor. posts.toml names these functions."""

from html import escape

from wordpress.compose.bank import Record
from wordpress.compose.writer import Writer

# Plain text


def p(w: Writer) -> None:
    """A plain paragraph."""
    w.paragraph(w.say(3))


def short(w: Writer) -> None:
    """A shorter one."""
    w.paragraph(w.say(2))


def dated(w: Writer) -> None:
    """A first paragraph with the date of something else."""
    w.paragraph(f"{w.words.next('dated')} {w.say(2)}")


def rich(w: Writer) -> None:
    """Emphasis and a link within a paragraph."""
    first, second, third = w.say(1), w.say(1), w.say(1)
    w.paragraphs.append(f"{first} {second} {third}")
    marked = f'<strong>{escape(first, quote=False)}</strong> <a href="https://example.org/{w.words.story}">{escape(second, quote=False)}</a> <em>{escape(third, quote=False)}</em>'
    w.block("paragraph", marked if w.classic else f"<p>{marked}</p>")


def speech(w: Writer) -> None:
    """Speech, then narrator."""
    w.paragraph(w.speech(0))


def told(w: Writer) -> None:
    """Narrator, then speech."""
    w.paragraph(f"{w.speech(1)} {w.say(1)}")


def straight(w: Writer) -> None:
    """Speech in the marks of a typewriter."""
    w.paragraph(w.speech(2))


def split(w: Writer) -> None:
    """The narrator between two halves of a speech."""
    w.paragraph(w.speech(3))


def heading(w: Writer) -> None:
    """A heading within the text."""
    text = w.words.next("headings")
    w.paragraphs.append(text)
    w.block("heading", f"<h2>{escape(text, quote=False)}</h2>")


def bullets(w: Writer) -> None:
    """An unordered list."""
    items = [w.words.next("items") for _ in range(3)]
    w.paragraphs += items
    inner = "\n\n".join(
        f"<!-- wp:list-item -->\n<li>{escape(i, quote=False)}</li>\n<!-- /wp:list-item -->" for i in items
    )
    w.block("list", f"<ul>{inner}</ul>")


def numbered(w: Writer) -> None:
    """An ordered list."""
    items = [w.words.next("items") for _ in range(4)]
    w.paragraphs += items
    inner = "\n\n".join(
        f"<!-- wp:list-item -->\n<li>{escape(i, quote=False)}</li>\n<!-- /wp:list-item -->" for i in items
    )
    w.block("list", f"<ol>{inner}</ol>", '{"ordered":true}')


def table(w: Writer) -> None:
    """A table with a caption."""
    rows = [
        [str(2019 + y), str(w.words.dice.randint(100, 999)), str(w.words.dice.randint(10, 99))]
        for y in range(4)
    ]
    head = "".join(f"<th>{cell}</th>" for cell in w.bank["table_head"])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    w.paragraphs.append({"table": [w.bank["table_head"], *rows]})
    caption = w.words.next("captions")
    w.absent.append(caption)
    w.block(
        "table",
        f'<figure class="wp-block-table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><figcaption class="wp-element-caption">{caption}</figcaption></figure>',
    )


def lines(w: Writer) -> None:
    """Line breaks within a paragraph."""
    verse_ = w.words.next("verses").split(" / ")
    w.paragraphs.append({"lines": verse_})
    w.block("paragraph", f"<p>{'<br>'.join(verse_)}</p>")


def verse(w: Writer) -> None:
    """A verse, line by line."""
    verse_ = w.words.next("verses").split(" / ")
    w.paragraphs.append({"lines": verse_})
    w.block("verse", '<pre class="wp-block-verse">' + "\n".join(verse_) + "</pre>")


# Quotations set apart


def quote(w: Writer) -> None:
    """A block quotation with its source."""
    parts, name = [w.words.next("speech"), w.words.next("speech")], w.words.person["name"]
    text = f"{parts[0]}. {parts[1]}."
    w.quotes.append({"parts": [text], "speaker": name})
    w.optional.append(name)
    w.block("quote", f'<blockquote class="wp-block-quote">{w.nested(text)}<cite>{name}</cite></blockquote>')


def pullquote(w: Writer) -> None:
    """Words of the text again, in large type."""
    text, name = w.quotes[-1]["parts"][0], w.words.person["name"]
    w.optional += [text, name, f"{text} {name}"]
    w.block(
        "pullquote",
        f'<figure class="wp-block-pullquote"><blockquote><p>{escape(text, quote=False)}</p><cite>{name}</cite></blockquote></figure>',
    )


# Pictures


def _figure(w: Writer, picture: Record) -> str:
    key, caption = picture["key"], picture["caption"]
    under = (
        f'<figcaption class="wp-element-caption">{escape(caption, quote=False)}</figcaption>'
        if caption
        else ""
    )
    return (
        f'<!-- wp:image {{"id":{{{{id:{key}}}}},"sizeSlug":"large","linkDestination":"none"}} -->\n<figure class="wp-block-image size-large"><img src="{{{{large:{key}}}}}" '
        f'alt="{escape(picture["alt"])}" class="wp-image-{{{{id:{key}}}}}"/>{under}</figure>\n<!-- /wp:image -->'
    )


def image(w: Writer) -> None:
    """A picture with a caption."""
    w.markup.append(_figure(w, w.picture(w.words.next("captions"))))


def credited(w: Writer) -> None:
    """A picture whose caption ends in its credit."""
    w.markup.append(_figure(w, w.picture(w.words.next("captions"), w.words.other["name"], described=True)))


def bare(w: Writer) -> None:
    """A picture without a caption."""
    w.markup.append(_figure(w, w.picture()))


def gallery(w: Writer) -> None:
    """Four pictures with captions."""
    figures = "\n\n".join(
        _figure(w, w.picture(w.words.next("captions"), described=k % 2 == 0)) for k in range(4)
    )
    w.block(
        "gallery",
        f'<figure class="wp-block-gallery has-nested-images columns-default is-cropped">{figures}</figure>',
        '{"linkTo":"attachment"}',
    )


def media_text(w: Writer) -> None:
    """A picture beside a paragraph."""
    key = w.picture()["key"]
    figure = f'<figure class="wp-block-media-text__media"><img src="{{{{large:{key}}}}}" alt="" class="wp-image-{{{{id:{key}}}}} size-full"/></figure>'
    w.block(
        "media-text",
        f'<div class="wp-block-media-text alignwide is-stacked-on-mobile">{figure}<div class="wp-block-media-text__content">{w.nested(w.say(2))}</div></div>',
        f'{{"mediaId":{{{{id:{key}}}}},"mediaType":"image"}}',
    )


def cover(w: Writer) -> None:
    """A paragraph on a picture."""
    key = w.picture()["key"]
    picture = f'<span aria-hidden="true" class="wp-block-cover__background has-background-dim"></span><img class="wp-block-cover__image-background wp-image-{{{{id:{key}}}}}" alt="" src="{{{{large:{key}}}}}" data-object-fit="cover"/>'
    w.block(
        "cover",
        f'<div class="wp-block-cover">{picture}<div class="wp-block-cover__inner-container">{w.nested(w.say(2))}</div></div>',
        f'{{"url":"{{{{large:{key}}}}}","id":{{{{id:{key}}}}},"dimRatio":50}}',
    )


# Boxes


def columns(w: Writer) -> None:
    """Two columns."""
    column = [
        f'<!-- wp:column -->\n<div class="wp-block-column">{w.nested(w.say(2))}</div>\n<!-- /wp:column -->'
        for _ in range(2)
    ]
    w.block("columns", f'<div class="wp-block-columns">{column[0]}\n\n{column[1]}</div>')


def group(w: Writer) -> None:
    """A group of blocks."""
    w.block(
        "group",
        f'<div class="wp-block-group">{w.nested(w.say(2))}</div>',
        '{"layout":{"type":"constrained"}}',
    )


def html(w: Writer) -> None:
    """Markup written by hand."""
    first, second = w.say(2), w.say(2)
    w.paragraphs += [first, second]
    w.block(
        "html",
        f'<div class="box" style="background:#eee">{escape(first, quote=False)}</div>\n<div><span style="font-size:14pt">{escape(second, quote=False)}</span></div>',
    )


# What does not belong to the text


def _embed(w: Writer, url: str, kind: str, provider: str) -> None:
    inner = f'<div class="wp-block-embed__wrapper">\n{url}\n</div>'
    w.block(
        "embed",
        f'<figure class="wp-block-embed is-type-{kind} is-provider-{provider} wp-block-embed-{provider}">{inner}</figure>',
        f'{{"url":"{url}","type":"{kind}","providerNameSlug":"{provider}","responsive":true}}',
    )


def video(w: Writer) -> None:
    """A video by its address."""
    _embed(w, f"https://www.youtube.com/watch?v=valley{w.words.story:05d}", "video", "youtube")


def tweet(w: Writer) -> None:
    """Another's post, with a date and a text of its own."""
    number = 7000 + w.words.story
    w.absent.append(f"TWEET {number}")
    _embed(w, f"https://twitter.com/neighbour/status/{number}", "rich", "twitter")


def also(w: Writer) -> None:
    """A pointer to another post, in the midst of the text."""
    w.absent.append(w.bank["also"])
    w.block(
        "paragraph",
        f'<p><strong>{w.bank["also"]}</strong> <a href="{{{{other}}}}">{{{{other-title}}}}</a></p>',
    )


def latest(w: Writer) -> None:
    """The list of the latest posts."""
    w.markup.append('<!-- wp:latest-posts {"postsToShow":4,"displayPostDate":true} /-->')


def button(w: Writer) -> None:
    """A button that leads away."""
    w.absent.append(w.bank["button"])
    link = f'<a class="wp-block-button__link wp-element-button" href="https://example.org/tickets/{w.words.story}">{w.bank["button"]}</a>'
    w.block(
        "buttons",
        f'<div class="wp-block-buttons"><!-- wp:button -->\n<div class="wp-block-button">{link}</div>\n<!-- /wp:button --></div>',
    )


def file(w: Writer) -> None:
    """A file to download."""
    name = f"plan-{w.words.story}.pdf"
    w.optional.append(name)
    w.absent.append(w.bank["download"])
    w.block(
        "file",
        f'<div class="wp-block-file"><a href="https://example.org/{name}">{name}</a><a href="https://example.org/{name}" class="wp-block-file__button wp-element-button" download>{w.bank["download"]}</a></div>',
    )


def audio(w: Writer) -> None:
    """A player with a caption."""
    caption = w.words.next("captions")
    w.absent.append(caption)
    w.block(
        "audio",
        f'<figure class="wp-block-audio"><audio controls src="https://example.org/{w.words.story}.mp3"></audio><figcaption class="wp-element-caption">{caption}</figcaption></figure>',
    )


def follow(w: Writer) -> None:
    """A call to subscribe; whether it belongs to the text is nobody's loss."""
    w.optional.append(w.bank["follow"])
    w.block("paragraph", f"<p><em>{w.bank['follow']}</em></p>")


def updated(w: Writer) -> None:
    """A note on a later change, which belongs to the text."""
    text = w.say(1)
    w.paragraphs.append(f"{w.bank['updated']} {text}")
    w.block("paragraph", f"<p><strong>{w.bank['updated']}</strong> {escape(text, quote=False)}</p>")


def line(w: Writer) -> None:
    """A separator."""
    w.block("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')


def page(w: Writer) -> None:
    """The text goes on on a page of its own address."""
    w.block("nextpage", "<!--nextpage-->")
