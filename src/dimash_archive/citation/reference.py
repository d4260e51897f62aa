"""What is cited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """One text of an article, and where it is."""

    number: int
    """The article's number in this archive: articles.id."""
    version: int
    """The number of its text, from 1."""
    title: str
    """Its headline in this version."""
    author: str | None
    """The byline as published: which of its words is the family name is unknown, so no form inverts it."""
    site: str
    """The site's name, usually its host."""
    lang: str
    """BCP 47 code of the text."""
    section: str | None
    """Its section."""
    published: str | None
    """When it was published in the site's own time, ISO 8601; None if the page does not say."""
    url: str
    """Its address on the site."""
    archived: str
    """When the response that shows it was captured; ISO 8601, UTC."""
    permalink: str
    """Its address in the archive: made from `archived` and `url`, so it still works after archives are merged."""
    digest: str
    """Digest of the captured payload, as `sha1:` and base32."""
    text_digest: str
    """First 32 hexadecimal digits of the SHA-256 of title, lead and body."""
    warc: str
    """The record that holds the response, as `file:offset`."""

    @property
    def day(self) -> str | None:
        """The day of publication, as 2024-06-14."""
        return self.published[:10] if self.published else None

    @property
    def archived_day(self) -> str:
        """The day of the capture, as 2024-06-14, UTC."""
        return self.archived[:10]

    @property
    def key(self) -> str:
        """A key for lists of references: site, year, number and version, in ASCII letters, digits and hyphens."""
        name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in self.site)
        year = self.day[:4] if self.day else "undated"
        return f"{name.strip('-') or 'archive'}-{year}-{self.number}-{self.version}"
