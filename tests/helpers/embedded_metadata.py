"""What Zotero makes of a page's head, by the rules of its translator for embedded metadata and of the one for RDF below it.

Told in our own words: every `meta` with a known prefix is a statement about the page; of the fields that statements give,
`citation_` overrides; what stands under `z:` is taken as it is, last.
"""

from html.parser import HTMLParser
from typing import Final

_PREFIXES: Final = {"z", "dcterms", "prism", "og", "article", "bib", "bibo", "eprints"}
"""Known without being declared, Dublin Core's own, `dc`, besides."""
_STATED: Final = {
    "title": ("dc:title", "og:title"),
    "date": ("og:published_time", "dc:date"),
    "url": ("og:url",),
    "language": ("dc:language",),
    "publicationTitle": ("prism:publicationName", "dc:source", "og:site_name"),
    "abstractNote": ("og:description", "dc:description"),
    "section": ("article:section",),
}
_CITED: Final = {
    "title": "citation_title", "date": "citation_publication_date", "url": "citation_public_url",
    "language": "citation_language", "publicationTitle": "citation_journal_title",
}  # fmt: skip


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.prefixes = {"dc": "dc", **{name: name for name in _PREFIXES}}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel", "").startswith("schema."):
            declared = given["rel"].removeprefix("schema.").lower()
            self.prefixes[declared] = "dc" if "/dc/elements/1.1/" in given["href"].lower() else declared
        if tag == "meta" and (name := given.get("name") or given.get("property")) and given.get("content"):
            self.metas.append((name, given["content"]))


def item(html: str) -> dict[str, object]:
    """The fields of the item: `itemType`, `creators` and `tags` as lists, the others as text."""
    head = _Head()
    head.feed(html.partition("</head>")[0])
    stated: dict[str, list[str]] = {}
    for name, value in head.metas:
        at = next((place for place, letter in enumerate(name) if letter in ".:_"), 0)
        if prefix := head.prefixes.get(name[:at].lower()):
            stated.setdefault(f"{prefix}:{name[at + 1 : at + 2].lower()}{name[at + 2 :]}", []).append(value)
    cited = [(name, value) for name, value in head.metas if name.startswith("citation_")]
    fields: dict[str, object] = {"itemType": "journalArticle" if dict(cited) else "webpage"}
    for field, names in _STATED.items():
        if found := next((stated[name][0] for name in names if name in stated), None):
            fields[field] = found
    fields |= {
        field: ", ".join(v for n, v in cited if n == name)
        for field, name in _CITED.items()
        if name in dict(cited)
    }
    fields["creators"] = [value for name, value in cited if name == "citation_author"] or stated.get(
        "dc:creator", []
    )
    fields["tags"] = stated.get("dc:subject") or stated.get("article:tag", [])
    return fields | {
        name.removeprefix("z:"): values[0] for name, values in stated.items() if name.startswith("z:")
    }
