"""Keeping the search index in step with the articles.

The index is contentless: it holds terms and no text. To take an article out, FTS5 must be given exactly the
terms that went in, so they are computed again from the old text; that is why the index records the version
of the rules that made it, and is rebuilt when that changes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from zlib import crc32

from sqlite_utils import Database

from dimash_archive.archive.search import spelling
from dimash_archive.text.normalize import nfc

COLUMNS = ("title", "lead", "body", "quote", "speaker", "names", "facts")
"""The columns of articles_fts, in order."""
_NAMES = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO articles_fts (rowid, {_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_DELETE = (
    f"INSERT INTO articles_fts (articles_fts, rowid, {_NAMES}) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TAGS = "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = ?"
_MANY_WORDS = 50_000  # distinct words of a language held in memory, some 10 MB; then begun anew


@dataclass(frozen=True, slots=True)
class Document:
    """What of an article is searched."""

    lang: str
    """Its language, by whose rules its words are stemmed."""
    title: str
    """Its title."""
    lead: str | None
    """Its standfirst."""
    body: str
    """Its body."""
    quotes: tuple[tuple[str, str | None], ...]
    """Text and speaker of each speech."""
    published: str | None = None
    """When it was published, in the site's own time."""
    section: str | None = None
    """Its section."""
    tags: frozenset[str] = frozenset()
    """Its keywords."""


class _Words(dict[str, str]):
    """What each word becomes, computed once."""

    def __init__(self, compute: Callable[[str], str]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, word: str) -> str:
        self[word] = value = self.compute(word)
        return value


class Index:
    """The search index of one open archive. Use it inside a transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._terms: dict[str, _Words] = {}
        self._sounds: dict[str, _Words] = {}
        self._spellings: list[tuple[str, str]] = []

    def add(self, article_id: int, document: Document) -> None:
        """Put an article in."""
        self.db.execute(_INSERT, (article_id, *self.terms(document)))
        if self._spellings:
            self.db.conn.executemany("INSERT OR IGNORE INTO search_terms VALUES (?, ?)", self._spellings)
            self._spellings.clear()

    def remove(self, article_id: int, document: Document) -> None:
        """Take an article out; `document` is what was put in."""
        self.db.execute(_DELETE, (article_id, *self.terms(document)))

    def forget(self) -> None:
        """Drop cached words: after a transaction that was rolled back, spellings may be missing."""
        self._terms.clear()
        self._sounds.clear()
        self._spellings.clear()

    def rebuild(self) -> int:
        """Rebuild the whole index from the articles; returns how many."""
        self.forget()
        self.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
        self.db.execute("DELETE FROM search_terms")
        count = 0
        for article_id, document in documents(self.db):
            self.add(article_id, document)
            count += 1
        self.db.execute("INSERT OR REPLACE INTO meta VALUES ('words', ?)", (rules(),))
        return count

    def current(self) -> bool:
        """Whether the index was made by today's rules."""
        row = self.db.execute("SELECT value FROM meta WHERE key = 'words'").fetchone()
        return row is not None and row[0] == rules()

    def terms(self, document: Document) -> tuple[str, ...]:
        """An article as the index holds it: for each of COLUMNS its terms, a space between them."""
        lang = document.lang
        if len(self._terms.get(lang, ())) > _MANY_WORDS:
            self.forget()
        terms = self._terms.setdefault(lang, _Words(lambda word: self._term(word, lang)))
        title, lead, body = (spelling.tokens(nfc(text or "")) for text in _texts(document))
        quote = spelling.tokens(nfc(" ".join(text for text, _ in document.quotes)))
        speakers = spelling.tokens(nfc(" ".join(sorted({name for _, name in document.quotes if name}))))
        columns = [" ".join([terms[word] for word in words]) for words in (title, lead, body, quote)]
        columns.append(" ".join([spelling.heard(word, lang) for word in speakers]))
        columns.append(self._names([*title, *lead, *body], lang))
        columns.append(" ".join(_facts(document)))
        return tuple(columns)

    def names(self, document: Document) -> str:
        """How the names in an article sound, as the index holds them."""
        texts = (spelling.tokens(nfc(text or "")) for text in _texts(document))
        return self._names([word for text in texts for word in text], document.lang)

    def _names(self, words: list[str], lang: str) -> str:
        sounds = self._sounds.setdefault(lang, _Words(lambda word: spelling.name_sound(word, lang)))
        return " ".join([sounds[word] for word in _names(words)])

    def _term(self, word: str, lang: str) -> str:
        term = spelling.term(word, lang)
        plain = spelling.plain(term)
        if plain != term:
            self._spellings.append((plain, term))
        return term


def documents(db: Database, article_id: int | None = None) -> Iterator[tuple[int, Document]]:
    """What of each article is searched, in order of their ids; of one article if it is named."""
    where, values = ("", ()) if article_id is None else ("WHERE id = ?", (article_id,))
    columns = "id, lang, title, lead, body, ifnull(published_local, published), section"
    rows = db.execute(f"SELECT {columns} FROM articles {where} ORDER BY id", values)
    for key, lang, title, lead, body, *facts in rows:
        quotes = db.execute("SELECT text, speaker FROM quotes WHERE article_id = ? ORDER BY position", (key,))
        tags = frozenset(name for (name,) in db.execute(_TAGS, (key,)))
        published, section = facts
        yield key, Document(lang, title, lead, body, tuple(quotes.fetchall()), published, section, tags)


def section_term(section: str) -> str:
    """What the index holds for a section, by its exact name."""
    return f"s{crc32(section.encode()):08x}"


def tag_term(name: str) -> str:
    """What the index holds for a tag, by its exact name."""
    return f"t{crc32(name.encode()):08x}"


def _facts(document: Document) -> Iterator[str]:
    yield document.lang.lower()
    if document.published:
        yield document.published[:4]
    if document.section:
        yield section_term(document.section)
    yield from map(tag_term, sorted(document.tags))


def rules() -> str:
    """The version of everything that makes terms out of words."""
    return f"{spelling.VERSION} snowballstemmer {version('snowballstemmer')}"


def _texts(document: Document) -> tuple[str, str | None, str]:
    return document.title, document.lead, document.body


def _names(words: list[str]) -> list[str]:
    """The words that are written with a capital letter wherever they occur: mostly names."""
    distinct = set(words)
    names = {
        word for word in distinct if word[0].isupper() and len(word) > 2 and word.lower() not in distinct
    }
    return [word for word in words if word in names]
