"""Links in the text, and teasers of other articles around it."""

from dimash_archive.extraction.metadata import related
from dimash_archive.html import dom
from dimash_archive.records import Link

BASE = "https://tasqonyr.invalid/choir/tour/"
PAGE = dom.parse("""
<p>The <a href="/choir/">choir</a> sang <a href="#note">here</a>, <a href="/choir/#songs">again</a>,
<a href="mailto:a@b.invalid">by post</a> and <a href="https://x.invalid/a">there</a>.</p>
<p><a href="/later">After the text</a></p>
<nav><a href="/one">Three words long</a></nav>
<div class="Main-Menu"><a href="/two">Three words too</a></div>
<ul><li><a href="/tale/one">Хор поёт до утра</a></li>
<li><a href="/tale/one/?utm_source=x">Хор поёт до утра</a></li>
<li><a href="/tale/two">Two words</a></li>
<li><a href="/choir/tour">This very page again</a></li>
<li><a href="/tale/three">The tour begins today</a></li>
<li><a href="https://x.invalid/b">Another site's news here</a></li>
<li><a href="ftp://x.invalid/b">No address of ours</a></li>
<li>Only <a href="/tale/four">a part of it</a> is a link in here</li></ul>
<a href="/end"></a><div><a href="/end"><img src=a.jpg></a></div>
""")


def test_links_in_the_text_are_absolute_and_once() -> None:
    """Only those of kept lines; no jumps inside the page, no mail, no address twice."""
    found = list(related.in_text(PAGE, {0}, BASE))
    assert found == [
        Link("link", "https://tasqonyr.invalid/choir/", "choir"),
        Link("link", "https://x.invalid/a", "there"),
    ]


def test_teasers_read_like_headlines_of_this_site() -> None:
    """Not a menu, not the page itself, not its headline, not another site, not a link in a sentence."""
    found = list(related.teasers(PAGE, {0, 1}, BASE, "The tour begins today"))
    assert found == [Link("related", "https://tasqonyr.invalid/tale/one", "Хор поёт до утра")]


def test_kept_lines_are_no_teasers() -> None:
    """A line of the text that is a link belongs to the text."""
    titles = [link.title for link in related.teasers(PAGE, {0}, BASE, "")]
    assert titles == ["After the text", "Хор поёт до утра", "The tour begins today"]
