"""The kinds of markup of the classic editor, which the block editor does not make."""

from html import escape

from wordpress.compose.writer import Writer


def breaks(w: Writer) -> None:
    """Paragraphs parted by single line ends, which become <br>."""
    lines = [w.say(1) for _ in range(3)]
    w.paragraphs.append({"lines": lines})
    w.markup.append("\n".join(escape(text, quote=False) for text in lines))


def double(w: Writer) -> None:
    """Two paragraphs in one, parted by two <br>."""
    first, second = w.say(2), w.speech(0)
    w.paragraphs += [first, second]
    w.markup.append(f"{escape(first, quote=False)}<br /><br />{escape(second, quote=False)}")


def bold(w: Writer) -> None:
    """A first paragraph in bold."""
    text = w.say(2)
    w.paragraphs.append(text)
    w.markup.append(f"<strong>{escape(text, quote=False)}</strong>")


def pasted(w: Writer) -> None:
    """Text as a word processor leaves it."""
    text = w.say(3)
    w.paragraphs.append(text)
    w.markup.append(
        f'<div style="text-align: justify;"><span style="font-family: Arial; font-size: 12pt;">{escape(text, quote=False)}</span></div>\n<div>&nbsp;</div>'
    )


def dash(w: Writer) -> None:
    """Speech after a dash, where the language has it."""
    w.paragraph(w.speech(4))


def caption(w: Writer) -> None:
    """A picture by the caption shortcode."""
    picture = w.picture(w.words.next("captions"), w.words.other["name"], described=True)
    key = picture["key"]
    image = f'<img class="wp-image-{{{{id:{key}}}}} size-large" src="{{{{large:{key}}}}}" alt="{escape(picture["alt"])}" width="1024" height="683" />'
    w.markup.append(
        f'[caption id="attachment_{{{{id:{key}}}}}" align="aligncenter" width="1024"]{image} {escape(picture["caption"], quote=False)}[/caption]'
    )


def left(w: Writer) -> None:
    """A small linked picture at the beginning of a paragraph."""
    key, text = w.picture()["key"], w.say(3)
    w.paragraphs.append(text)
    image = f'<img class="alignleft size-medium wp-image-{{{{id:{key}}}}}" src="{{{{medium:{key}}}}}" alt="" width="300" height="200" />'
    w.markup.append(f'<a href="{{{{full:{key}}}}}">{image}</a>{escape(text, quote=False)}')


def gallery_code(w: Writer) -> None:
    """A gallery by its shortcode."""
    keys = [w.picture(w.words.next("captions"))["key"] for _ in range(3)]
    w.markup.append('[gallery ids="' + ",".join(f"{{{{id:{key}}}}}" for key in keys) + '"]')


def subheading(w: Writer) -> None:
    """A heading within the text."""
    text = w.words.next("headings")
    w.paragraphs.append(text)
    w.markup.append(f"<h2>{escape(text, quote=False)}</h2>")


def signature(w: Writer) -> None:
    """The author's name under the text."""
    w.optional.append(w.words.other["name"])
    w.markup.append(f'<p style="text-align: right;"><em>{w.words.other["name"]}</em></p>')


def more(w: Writer) -> None:
    """Where the list of posts cuts the text off."""
    w.markup.append("<!--more-->")


def talk(w: Writer) -> None:
    """Three questions with answers, each after a dash."""
    w.quotes_told = False
    for _ in range(3):
        w.paragraph(f"— {w.words.next('questions')}")
        w.paragraph(f"— {w.say(2)}")


def interview(w: Writer) -> None:
    """Three questions in bold with answers in plain type."""
    w.quotes_told = False
    for _ in range(3):
        question = w.words.next("questions")
        w.paragraphs.append(question)
        w.markup.append(f"<strong>{escape(question, quote=False)}</strong>")
        w.paragraph(f"{w.say(2)} {w.words.next('speech')}.")
