"""A picture of a page as one HTML file: kept blocks are green, dropped ones red, with the reason beside them."""

from html import escape

from dimash_archive.extraction.report.explain import Explanation
from dimash_archive.extraction.report.reasons import BlockDecision
from dimash_archive.text.detect import detect_language
from dimash_archive.text.normalize import nfc

_STYLE = """
:root{color-scheme:light dark;--kept:#dafbe1;--dropped:#ffe4e1;--ink:#1f2328;--page:#fff;--rim:#1a7f37;--lost:#b42318}
@media (prefers-color-scheme:dark){
:root{--kept:#12361f;--dropped:#45191b;--ink:#e6edf3;--page:#0d1117;--rim:#4ac26b;--lost:#ff8f87}}
body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--page)}
.block{margin:.3rem 0;padding:.3rem .8rem;border-left:.35rem solid var(--rim);background:var(--kept);white-space:pre-line;
overflow-wrap:anywhere}
.dropped{border-left:.35rem dashed var(--lost);background:var(--dropped)}
.block :is(h2,h3,h4,h5,h6,p,blockquote){margin:0}
.block blockquote{padding-left:1rem;font-style:italic}
.block del{color:var(--lost)}
.block:focus{outline:.15rem solid currentColor}
.block .why{display:none;font-size:.85rem}
.block:focus .why,.block:hover .why{display:block}
.warning{border:.15rem solid var(--lost);padding:.5rem 1rem}
@media print{.block .why{display:block}}
"""


def draw(explanation: Explanation, name: str) -> str:
    """The picture as a self-contained web page; `name` is its title if the page has none."""
    title = escape(explanation.title or name)
    lang = escape(detect_language(" ".join(fate.kept or fate.text for fate in explanation.fates)))
    blocks = "\n".join(map(_block, explanation.fates))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}: kept and dropped</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1 lang="{lang}">{title}</h1>\n{_summary(explanation)}<main lang="{lang}">\n{blocks}\n</main>\n</body>\n</html>\n'
    )


def _summary(explanation: Explanation) -> str:
    url = f"<p>{escape(explanation.url)}</p>\n" if explanation.url else ""
    warnings = "".join(
        f'<p class="warning" role="alert">{escape(each)}</p>\n'
        for each in (explanation.refusal, explanation.warning)
        if each
    )
    return (
        f"{url}{warnings}<p>{explanation.share:.0%} of the page's text was kept: {explanation.kept_words:,} of"
        f" {explanation.words:,} words. Green with a solid edge is kept, red with a dashed edge dropped."
        " Point at a block, or go to it with the Tab key, for the reason.</p>\n"
    )


def _block(fate: BlockDecision) -> str:
    what = "Kept" if fate.kept else "Dropped"
    why = escape(f"{what}: {fate.reason}" if fate.reason else what)
    style = "block" if fate.kept else "block dropped"
    tag = _tag(fate.tag)
    return (
        f'<div class="{style}" role="group" tabindex="0" title="{why}" aria-label="{why}"><{tag}>{_text(fate)}</{tag}>'
        f'<p class="why" lang="en">{why}</p></div>'
    )


def _tag(tag: str) -> str:
    """The element that shows a block: a heading one level deeper, as the picture has a title of its own."""
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return f"h{min(6, int(tag[1]) + 1)}"
    return "blockquote" if tag == "blockquote" else "p"


def _text(fate: BlockDecision) -> str:
    """The block's text, with parts cut off from its front or end marked as deleted."""
    whole = nfc(fate.text)
    before, part, after = whole.partition(fate.kept) if fate.kept else (whole, "", "")
    if not part:
        return escape(whole)
    parts = (_deleted(before), escape(part), _deleted(after))
    return "".join(parts)


def _deleted(text: str) -> str:
    return f"<del>{escape(text)}</del>" if text else ""
