"""A streaming reader for the flat XML of sitemaps and feeds: one entry at a time, whatever the size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from dimash_archive.errors import BadAnswer

_CHUNK = 1 << 16
_TEXT = (
    8192  # characters of one child that are kept: addresses and dates are short, articles in feeds are not
)
_CHILDREN = 500


@dataclass(slots=True)
class XmlEntry:
    """One element of a list, such as `url` or `item`."""

    name: str
    """Its name without namespace prefix."""
    children: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Its children in order: name without prefix, text, attributes. Their own children come before them, as `author/name`."""

    def text(self, *names: str) -> str | None:
        """The text of the first child called one of `names` that has any, the first name preferred."""
        texts = (text for name in names for child, text, _ in self.children if child == name and text)
        return next(texts, None)


def entries(pieces: Iterable[bytes], names: tuple[str, ...], roots: tuple[str, ...]) -> Iterator[XmlEntry]:
    """The elements called one of `names` in a document whose root is one of `roots`.

    Namespace prefixes are removed, declared or not, as real sitemaps have both. Raises BadAnswer if the
    document is not XML (what came before has been yielded), is something else, or declares entities.
    """
    reader = _EntryReader(names, roots)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        for piece in _without_junk(pieces):
            parser.Parse(piece, False)
            yield from reader.take()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter: encodings it does not know
        yield from reader.take()
        raise BadAnswer(f"The XML is cut off or malformed: {error}.") from error


class _EntryReader:
    """Gathers entries from the parser's events."""

    def __init__(self, names: tuple[str, ...], roots: tuple[str, ...]) -> None:
        self.names, self.roots = names, roots
        self.depth = 0
        self.entry: XmlEntry | None = None
        self.entry_depth = 0
        self.child: tuple[str, dict[str, str]] | None = None
        self.parts: list[str] = []
        self.inner: tuple[str, dict[str, str], int] | None = None
        self.size = 0
        self.done: list[XmlEntry] = []

    def take(self) -> list[XmlEntry]:
        done, self.done = self.done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = tag.rpartition(":")[2]
        if self.depth == 1 and name not in self.roots:
            raise BadAnswer(f"This is a {name!r} document, not {' or '.join(self.roots)}.")
        if self.entry is None:
            if name in self.names:
                self.entry, self.entry_depth = XmlEntry(name), self.depth
        elif self.depth == self.entry_depth + 1:
            self.child, self.parts, self.size = (name, attributes), [], 0
        elif self.depth == self.entry_depth + 2 and self.child is not None:
            self.inner = f"{self.child[0]}/{name}", attributes, len(self.parts)

    def text(self, data: str) -> None:
        if self.child is not None and self.size < _TEXT:
            self.parts.append(data[: _TEXT - self.size])
            self.size += len(data)

    def end(self, _: str) -> None:
        if self.entry is not None:
            if self.depth == self.entry_depth:
                self.done.append(self.entry)
                self.entry = None
            elif self.depth == self.entry_depth + 1 and self.child is not None:
                self._keep(*self.child, 0)
                self.child = None
            elif self.depth == self.entry_depth + 2 and self.inner is not None:
                self._keep(*self.inner)
                self.inner = None
        self.depth -= 1

    def _keep(self, name: str, attributes: dict[str, str], start: int) -> None:
        """Add an element whose text are the parts from `start` on."""
        if self.entry is not None and len(self.entry.children) < _CHILDREN:
            self.entry.children.append((name, "".join(self.parts[start:]).strip(), attributes))

    def entity(self, name: str, *_: object) -> None:
        raise BadAnswer(f"The XML declares an entity ({name}), which no sitemap or feed needs.")


def _without_junk(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The document in chunks, without the blank lines that some servers send before it."""
    begun = False
    for piece in pieces:
        data = piece if begun else piece.removeprefix(b"\xef\xbb\xbf").lstrip()
        begun = begun or bool(data)
        for start in range(0, len(data), _CHUNK):
            yield data[start : start + _CHUNK]
