"""What every table and column of archive.db means: for Datasette's metadata, the docs, and `--help`.

A test holds this against the schema, both ways.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dimash_archive.archive.schema.people_descriptions import PEOPLE_TABLES

_WHEN = "ISO 8601, UTC, as 2024-06-14T05:30:00Z"
_ARTICLE = "the article: articles.id"
_POSITION = "order in the article, from 0"

_SUBSTANCE = (
    "weight of the edit: each word removed or added counts 1, a name 3, a figure 5; 0 if only punctuation, spaces,"
    " capitals or the order changed; NULL for a first version"
)

_VERSION = {
    "article_id": _ARTICLE,
    "version": "1 for the first text",
    "capture_id": "the response that first showed it: captures.id",
    "seen_at": f"when this text was first seen; {_WHEN}",
    "last_seen": f"when this text was last seen; {_WHEN}",
    "modified": f"when it was last changed, as the site said when this text was first seen; {_WHEN}",
    "changed": "what differs from the version before: title, lead, body, spaces between; first: `new`",
    "extractor": "version of the extractor that read it",
    "digest": "first 32 hexadecimal digits of SHA-256 over title, lead and body, a NUL between",
}
_TEXT = {"title": "headline", "lead": "standfirst", "quote": "principal quotation", "body": "body"}

_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "articles": (
        "Clean articles as they are today, one row each, whichever edition they are from.",
        {
            "id": "number of the article in this archive; only `url` is valid across archives",
            "url": "canonical address",
            "key": "normal form of the address, the same for every spelling; identifies the article",
            "edition": "language edition of the site: kk, ru or en",
            "lang": "language of the text, detected from the text (BCP 47)",
            "story_id": "the story it tells, together with articles of other editions: stories.id",
            "section": "category as the breadcrumb names it",
            "title": "headline, whole, as published",
            "author": "names of the authors as the byline gives them, joined by `, `",
            "published": f"when the site says it was published; {_WHEN}",
            "published_raw": "the text that `published` was read from, in the site's own form and time zone",
            "modified": f"when the site says it was last changed; {_WHEN}",
            "modified_raw": "the text that `modified` was read from",
            "word_count": "words of the body",
            "image_url": "lead picture",
            "first_seen": f"when we first saw it; {_WHEN}",
            "last_seen": f"when we last saw it; {_WHEN}",
            "gone_at": f"when we found it removed from the site, NULL while it is there; {_WHEN}",
            "version": "number of the current text, which is how many texts it has had",
            "capture_id": "the response that first showed the text as it is here: captures.id",
            "extractor": "version of the extractor that read it",
            "quote_speaker": "who says `quote`, as named in the text",
            "lead": "standfirst, where the page has one apart from the body",
            "quote": "the principal (longest) quotation, without its outer marks",
            "body": "paragraphs, separated by a blank line",
            "lost": "the share of its text that may be missing, 0 to 1, estimated from its page; NULL if never estimated",
            "published_local": "the same moment in the site's own time, as 2024-06-14T10:30:00+05:00: its day is the one that"
            " readers saw; in UTC if the page gives no offset",
            "blocks": "what each paragraph of the body is on its page: a JSON list of pairs of kind (paragraph, heading, item,"
            " quote, cell) and number (level of a heading, list of an item, row of a cell); NULL if all are paragraphs",
            "author_kind": "what the author is: `person`, `organisation`, `role` (as `Редакция`), `account` (as `admin`)",
            "protected_at": f"since when it has asked for a password, NULL if it does not; its text is the earlier one; {_WHEN}",
            "kind": "what it consists of: text; or gallery, video or audio for a post without text, whose body is empty",
            "cms_id": "the CMS's own number of the post, as its page shows it; NULL if it shows none",
        },
    ),
    "history": (
        "One row per version of every article, without the text of the newest. Read `versions` instead.",
        {
            **{name: text for name, text in _VERSION.items() if name != "modified"},
            **{name: f"{text}; NULL for the newest version" for name, text in _TEXT.items()},
            "modified": _VERSION["modified"],
            "substance": _SUBSTANCE,
        },
    ),
    "versions": (
        "Every text an article ever had, as the archive saw it. What the site says of changes is in articles.modified.",
        {**_VERSION, **_TEXT},
    ),
    "changes": (
        "What happened to the articles, by kind. `at` is when the archive saw it, `modified` what the site says.",
        {
            "article_id": _ARTICLE,
            "at": f"when we saw it; {_WHEN}",
            "kind": "`new`, `title` (nothing else), `text` (lead or body, not the title), `title and text`,"
            " `removed` from the site, `returned`; `none` for a text it had before",
            "version": "the version it made; NULL for removed and returned",
            "modified": "the version's `modified`",
            "substance": _SUBSTANCE,
        },
    ),
    "absences": (
        "The times when articles were not on the site.",
        {
            "article_id": _ARTICLE,
            "gone_at": f"when we found it removed; {_WHEN}",
            "back_at": f"when we saw it again, NULL while it is away; {_WHEN}",
        },
    ),
    "quotes": (
        "Every quotation (direct speech) in the articles.",
        {
            "article_id": _ARTICLE,
            "position": _POSITION,
            "speaker": "who says it, as named in the text; NULL if the text names nobody",
            "text": "what is said, without outer quotation marks; paragraphs have a blank line between them, `[…]` stands"
            " for the narrator's words",
            "start": "offset of its first character in articles.body, in characters from 0",
            "end": "offset just behind its last character",
            "parts": "offsets of each stretch that is said, as JSON: `[[0, 12], [30, 44]]` where the narrator stands between",
            "person_id": "who that is: people.id; NULL without a name, or if nobody can be identified with certainty",
        },
    ),
    "images": (
        "Pictures of the articles.",
        {
            "article_id": _ARTICLE,
            "position": f"{_POSITION}; 0 is the lead picture",
            "url": "address of the picture",
            "alt": "alternative text",
            "caption": "text under the picture",
            "credit": "whom the picture is credited to",
            "paragraph": "index of the paragraph of the body that it stands before; NULL if the place is unknown",
        },
    ),
    "links": (
        "Addresses the articles point to.",
        {
            "article_id": _ARTICLE,
            "position": _POSITION,
            "kind": "`link` in the text, `embed` for a video or post shown in it",
            "url": "address",
            "text": "the link's text, or the embed's provider such as youtube",
        },
    ),
    "tags": (
        "Keywords, each once.",
        {"id": "number of the tag", "name": "the keyword as the page shows it"},
    ),
    "article_tags": (
        "The keywords of each article.",
        {"article_id": _ARTICLE, "tag_id": "the keyword: tags.id"},
    ),
    "stories": (
        "The stories that the articles tell. Every article belongs to one; articles of several editions may share one.",
        {"id": "number of the story in this archive"},
    ),
    "story_links": (
        "Why articles are linked as one story. An article alone in its story has no row.",
        {
            "story_id": "the story: stories.id",
            "article_id": _ARTICLE,
            "method": "how they were linked: `hreflang` if the pages name each other, `evidence` if it follows from what the"
            " articles have in common: times, names, numbers, pictures, videos, structure",
            "score": "how certain it is, from 0 to 1; for evidence the probability, and nothing is linked below 0.9",
        },
    ),
    "stories_wide": (
        "One row per story, the archive's editions side by side: other editions have `de_id`, `de_title` and so on.",
        {
            "id": "the story: stories.id",
            "published": f"the earliest publishing time of its articles; {_WHEN}",
            "kk_id": "the article in the Kazakh edition: articles.id",
            "kk_title": "its title",
            "ru_id": "the article in the Russian edition: articles.id",
            "ru_title": "its title",
            "en_id": "the article in the English edition: articles.id",
            "en_title": "its title",
        },
    ),
    "alternates": (
        "The addresses that pages give for themselves in other languages (hreflang, language switch).",
        {
            "article_id": _ARTICLE,
            "lang": "language code as the page gives it",
            "key": "normal form of the address named: articles.key, if we hold it",
        },
    ),
    **PEOPLE_TABLES,
    "captures": (
        "Every stored response, and where it is in the WARC files.",
        {
            "id": "number of the response in this archive; `warc_file` and `warc_offset` are valid across archives",
            "run_id": "the crawl that requested it: runs.id",
            "url": "the address requested",
            "fetched_at": f"when it was requested; {_WHEN}",
            "status": "HTTP status",
            "mime": "declared media type",
            "digest": "digest of the payload: sha1: and base32",
            "warc_file": "file in the folder warc/",
            "warc_offset": "where the record begins in the file, in bytes",
            "warc_length": "length of the record in the file, in bytes",
            "revisit_of": "file:offset of the record that holds the payload, if it was the same as before",
            "source": "which other archive captured it: address of its index, or its file; NULL for our own",
            "flaw": "why the response is not whole (`disconnect`, `time`, `length`, `unspecified`) or cannot be unpacked"
            " (`coding`); NULL if it is and can",
        },
    ),
    "pages": (
        "Every address that the crawl has found.",
        {
            "id": "number of the address in this archive",
            "key": "normal form of the address: one for every spelling",
            "url": "the address as first found, as it is requested",
            "edition": "language edition of the site",
            "kind": "article, list (a page that lists articles), unknown, or asset (what pages need to look right)",
            "state": "new, done, failed (to be tried again), gone (404, 410), refused (must not be requested)",
            "found_by": "where it was found first: sitemap, links, wordpress, feed, page (an asset), capture",
            "found_at": f"when it was found; {_WHEN}",
            "due": f"when to request it again, NULL for never; {_WHEN}",
            "visited_at": f"when it was last requested; {_WHEN}",
            "modified": f"when a sitemap or feed says it changed; {_WHEN}",
            "attempts": "failed attempts since the last success",
            "last_status": "HTTP status of the last response",
            "etag": "ETag of the last full response",
            "last_modified": "Last-Modified of the last full response",
            "redirects_to": "normal form of the address it redirects to, NULL if it does not",
            "reason": "why it failed or is refused; NULL if neither",
        },
    ),
    "listings": (
        "What the site's own lists say of an address: REST API, feeds, sitemaps.",
        {
            "key": "normal form of the address: pages.key",
            "url": "the address as the list gives it",
            "edition": "language edition of the site",
            "source": "wordpress, feed, list (of a section) or sitemap: the first two list posts and nothing else",
            "cms_id": "the CMS's own number of the post, which stays when its address changes",
            "format": "the CMS's word for what it is: standard, gallery, video, audio and so on",
            "section": "its category",
            "tags": "its tags: a JSON list; NULL if the list does not say",
            "author": "the author's display name",
            "published": f"when it was published; {_WHEN}",
            "modified": f"when it was last changed; {_WHEN}",
            "protected": "1 if its text asks for a password",
            "alternates": "the page in other languages: a JSON list of pairs of code and address",
            "last_seen": f"when the list last named it; {_WHEN}",
            "absent_since": f"when the list was found to no longer name it, NULL while it does; {_WHEN}",
            "title": "its headline",
        },
    ),
    "addresses": (
        "Every address an article ever had: one that moves keeps its row, its versions and its story.",
        {
            "article_id": _ARTICLE,
            "key": "normal form of the address",
            "url": "the address",
            "first_seen": f"when the article was first seen there; {_WHEN}",
            "last_seen": f"when it was last seen there; {_WHEN}",
            "how": "canonical: where it is; moved: the site says that it moved from there; former: it was gone from"
            " there and found elsewhere",
        },
    ),
    "change_signals": (
        "Whether the dates of a source announce changes, edition by edition.",
        {
            "edition": "language edition of the site",
            "source": "sitemap, feed or wordpress",
            "signalled": "changes of articles that a later date announced before they were seen",
            "unsignalled": "changes of articles that were seen although no date announced them",
        },
    ),
    "runs": (
        "Every crawl, and what it found.",
        {
            "id": "number of the crawl",
            "site": "name of the site's profile",
            "started": f"when it began; {_WHEN}",
            "finished": f"when it ended, NULL while it runs or if it was cut off; {_WHEN}",
            "exit": "its exit code, as `crawl` gives it: 0 done, 7 done with failures, 9 limit reached, 11 no access …",
            "found": "addresses that were new",
            "fetched": "responses received",
            "new": "articles that were new",
            "changed": "articles whose text had changed",
            "unchanged": "articles that were as before, in editions that could be crawled",
            "gone": "articles that were no longer there",
            "skipped": "pages without an article, or that must not be requested",
            "failed": "pages that could not be fetched",
            "notes": "what went wrong, as a JSON list of sentences",
            "fronts": "the front pages it started from: a JSON object of addresses by edition",
        },
    ),
    "blocks": (
        "The site memory: texts that occur on several pages of an edition, such as menus, notices, biographies.",
        {
            "edition": "language edition of the site",
            "fingerprint": "fingerprint of the text",
            "text": "the text",
            "pages": "on how many pages it occurred, each page counted once per month",
            "kept": "on how many of them it was taken for article text before the memory knew better",
            "first_seen": "the month in which it was first seen, as 2024-06",
            "last_seen": "the month in which it was last seen, as 2024-06",
        },
    ),
    "sights": (
        "The site memory in numbers: which text occurred where in the page tree, and on how many pages per month.",
        {
            "edition": "language edition of the site",
            "month": "the month: 12 times the year, and 0 for January to 11 for December",
            "place": "fingerprint of the place; 0 for the row that counts the month's pages",
            "line": "fingerprint of the text; 0 for the row that counts the pages with that place",
            "pages": "on how many pages",
            "kept": "on how many of them it was taken for article text before the memory knew better",
        },
    ),
    "line_texts": (
        "The texts of `sights` that repeat.",
        {"line": "fingerprint of the text", "text": "the text"},
    ),
    "picture_hashes": (
        "Perceptual hashes of the stored pictures: copies in other sizes or formats have nearly the same hash.",
        {
            "digest": "digest of the file, as in captures",
            "dhash": "difference hash by rows and columns, 128 bits in hexadecimal digits; NULL if it cannot be computed",
        },
    ),
    "articles_fts": (
        "Full-text index (FTS5); rowid is articles.id. It holds stems, not words, so match beginnings:"
        " WHERE articles_fts MATCH 'концерт*' ORDER BY rank. It returns no text; join articles for that.",
        {
            "title": "stems of the title",
            "lead": "stems of the standfirst",
            "body": "stems of the body",
            "quote": "stems of all quotations",
            "speaker": "how the names of the speakers sound, in Latin letters",
            "names": "how names in the text sound, in Latin letters: a search for Құдайберген finds Qudaibergen too",
            "facts": "language, year of publishing: WHERE articles_fts MATCH 'концерт* AND facts : (ru 2024)'; and"
            " fingerprints of the section and the tags",
        },
    ),
    "search_terms": (
        "Stems with Kazakh letters or accents, by how they are typed without them.",
        {"plain": "as typed on a Russian or English keyboard", "term": "the stem as it is in articles_fts"},
    ),
    "meta": (
        "What the archive records about itself.",
        {
            "key": "`words`: the rules by which the search index was made; `linked`: up to which articles.id stories"
            " were linked by evidence; `hashed`: up to which captures.id pictures were hashed; `people`: the rules and"
            " corrections by which people were identified; `past`: up to which captures.id the captures of other archives"
            " were read",
            "value": "the value",
        },
    ),
}

TABLES: Mapping[str, str] = MappingProxyType({name: text for name, (text, _) in _TABLES.items()})
"""What each table or view holds, by its name."""

COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {name: MappingProxyType(columns) for name, (_, columns) in _TABLES.items()}
)
"""What each column means, by table and column."""

HIDDEN = (
    "aligned_articles",
    "name_evidence",
    "story_name_pairs",
    "history",
    "line_texts",
    "meta",
    "picture_hashes",
    "search_terms",
    "sights",
    "articles_fts",
)
"""Tables that hold the archive together and are not for browsing."""
