"""Citations in every form, of articles with and without an author and a date."""

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.citation.forms import FORMS
from dimash_archive.citation.reference import Reference

CHOIR = Reference(
    number=7, version=2, title="Хор спел на площади", author="Айсулу Бектурова", site="example.org", lang="ru", section="Хор",
    published="2024-06-14T01:30:00+05:00", url="https://example.org/hor_1", archived="2024-06-20T05:30:01Z",
    permalink="https://archive.example/a/-/read/at/20240620053001/https://example.org/hor_1", digest="sha1:ABC",
    text_digest="0" * 32, warc="a.warc.gz:120",
)  # fmt: skip
BARE = replace(CHOIR, author=None, published=None, section=None)


def test_gost_has_every_part_in_its_order() -> None:
    """Author, title, medium, site, day, address, day of access, archived copy with its digest and place."""
    assert FORMS["gost"].write(CHOIR) == (
        "Айсулу Бектурова. Хор спел на площади. – Текст : электронный // example.org : [сайт]. – 2024. – 14 июня."
        " – URL: https://example.org/hor_1 (дата обращения: 20.06.2024). – Архивная копия: "
        "https://archive.example/a/-/read/at/20240620053001/https://example.org/hor_1 (sha1:ABC; a.warc.gz:120)."
    )
    assert (
        FORMS["gost"]
        .write(BARE)
        .startswith("Хор спел на площади. – Текст : электронный // example.org : [сайт]. – URL:")
    )


def test_apa_begins_with_the_author_else_with_the_title() -> None:
    """The day is the site's own; without one it is n.d."""
    assert (
        FORMS["apa"]
        .write(CHOIR)
        .startswith("Айсулу Бектурова. (2024, June 14). Хор спел на площади. example.org. https:")
    )
    assert FORMS["apa"].write(BARE).startswith("Хор спел на площади. (n.d.). example.org.")
    assert "(archived June 20, 2024, at https://archive.example/" in FORMS["apa"].write(CHOIR)


def test_bibtex_guards_what_latex_would_take_for_commands() -> None:
    """Signs of LaTeX are escaped in texts, and the address stays as it is."""
    written = FORMS["bibtex"].write(replace(CHOIR, title="50 % & {more} $5_a"))
    assert r"title = {{50 \% \& \{more\} \$5\_a}}" in written
    assert "url = {https://example.org/hor_1}" in written
    assert written.startswith("@online{example-org-2024-7-2,")
    assert "author" not in FORMS["bibtex"].write(BARE)


def test_ris_has_a_tag_a_line_and_ends() -> None:
    """Type first, end last, CR LF after each; what is unknown has no line."""
    lines = FORMS["ris"].write(CHOIR).split("\r\n")
    assert lines[0] == "TY  - NEWS" and lines[-2] == "ER  - " and lines[-1] == ""
    assert "DA  - 2024/06/14/" in lines and "LA  - ru" in lines
    assert not [
        line for line in FORMS["ris"].write(BARE).split("\r\n") if line.startswith(("AU", "DA", "PY"))
    ]


def test_csl_is_json_with_dates_in_parts() -> None:
    """As citation processors read it; the author is not taken apart."""
    (item,) = json.loads(FORMS["csl"].write(CHOIR))
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2024, 6, 14]]}
    assert item["author"] == [{"literal": "Айсулу Бектурова"}]
    assert "issued" not in json.loads(FORMS["csl"].write(BARE))[0]


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_breaks_a_form(title: str, author: str) -> None:
    """Whatever a headline holds, RIS keeps its lines, CSL is JSON, and the braces of BibTeX pair."""
    written = {name: form.write(replace(CHOIR, title=title, author=author)) for name, form in FORMS.items()}
    assert all(
        re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line)
        for line in written["ris"].split("\r\n")[:-1]
        if line.strip()
    )
    json.loads(written["csl"])
    bare = re.sub(r"\\[{}]", "", written["bibtex"])
    assert bare.count("{") == bare.count("}")
