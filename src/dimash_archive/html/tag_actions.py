"""What the walk over a page does with an element, by its tag."""

from typing import Final

TEXT, SKIP, BR, MEDIA, EMBED, HEAD, RULE, INLINE, SPAN, LINK, BOLD, EITHER, BOX = range(13)
ACTIONS: Final = {
    "-text": TEXT,
    "a": LINK,
    "b": BOLD,
    "strong": BOLD,
    "br": BR,
    "hr": RULE,
    **dict.fromkeys(("img", "amp-img"), MEDIA),
    **dict.fromkeys(
        ("iframe", "video", "audio", "object", "embed", "amp-youtube", "amp-instagram", "amp-iframe"), EMBED
    ),
    **dict.fromkeys(("meta", "link", "title", "script", "style", "noscript"), HEAD),
    **dict.fromkeys(
        "abbr acronym bdi bdo big code data del dfn em i ins kbd mark math mfrac mi mn mo mover mpadded mroot "
        "mrow ms msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover nobr picture q rb ruby s samp "
        "semantics slot strike sub time tt u var".split(),
        INLINE,
    ),
    **dict.fromkeys("cite font small span sup".split(), SPAN),
    **dict.fromkeys("button label meter output progress".split(), EITHER),
    **dict.fromkeys(
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre search section summary table "
        "tbody td tfoot th thead tr ul".split(),
        BOX,
    ),
    **dict.fromkeys(
        "-comment -doctype wbr svg template select option datalist textarea input canvas map area "
        "base param source track frameset noframes noembed annotation annotation-xml rp rt rtc".split(),
        SKIP,
    ),
}
"""A tag that is not listed forms a box."""
CONDITIONAL: Final = frozenset((LINK, SPAN, EITHER, -1))
"""Actions that depend on more than the tag; -1 represents tags that are not listed."""
