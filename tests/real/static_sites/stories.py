"""Thirty stories in three languages, as Markdown, with what an archive of each must hold."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from judge.truth import Truth
from wordpress.compose.bank import Record, Words, load
from wordpress.folder import EDITIONS, HOME

COUNT: Final = 30
"""Stories in each language."""
_FIRST: Final = datetime(2023, 1, 5, 8, 15, 20, tzinfo=timezone(timedelta(hours=5)))
_DAYS_APART: Final = 11
_PLANS: Final = (
    "paragraph speech picture paragraph heading told paragraph",
    "paragraph paragraph quote heading bullets paragraph",
    "picture speech paragraph heading paragraph picture told",
    "paragraph heading speech paragraph heading bullets told",
    "speech paragraph credited paragraph rich paragraph",
)
"""What a story is made of; the next story takes the next plan."""
_SHAPE_WORDS: Final = {
    "kk": "Бұл сурет нені көрсетеді",
    "ru": "О чём говорят цифры и фигуры",
    "en": "What the figures and captions say",
}
"""A heading of which an id may be made that reads like a name of markup."""

Figure = Callable[[str, str], str]
"""The markup of a picture: its address and its caption in, which may be empty."""


@dataclass(frozen=True)
class Story:
    """One story in one language."""

    edition: str
    number: int
    """Counts from 1; the same number in every language."""
    title: str
    published: datetime
    author: str
    category: str
    tags: list[str]
    markdown: str
    """The text, pictures included."""
    picture: str | None
    """File name of the picture that stands above the text where the system has a place for it."""
    parts: "_Draft"
    """What the text is made of."""

    @property
    def slug(self) -> str:
        """The last step of its address."""
        return f"story-{self.number}"

    def truth(self, url: str, images: str) -> Truth:
        """What an archive of it must hold, at `url`, with pictures below `images`."""
        pictures = [each | {"url": f"{images}/{each['url']}"} for each in self.parts.pictures]
        return Truth(
            edition=self.edition,
            story=self.number,
            kind=_PLANS[self.number % len(_PLANS)].split()[0] + f"-{self.number % len(_PLANS)}",
            url=url,
            title=self.title,
            paragraphs=list(self.parts.paragraphs),
            published=self.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            section=[self.category],
            tags=self.tags,
            author=self.author,
            absent=[str(each["caption"]) for each in pictures if each["caption"]],
            pictures=pictures,
            quotes=self.parts.quotes,
        )


@dataclass
class _Draft:
    """A story in the making."""

    words: Words
    figure: Figure
    markdown: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    pictures: list[Record] = field(default_factory=list)
    quotes: list[Record] = field(default_factory=list)

    def say(self, sentences: int) -> str:
        return " ".join(self.words.next("sentences") for _ in range(sentences))

    def paragraph(self, text: str = "") -> None:
        text = text or self.say(3)
        self.paragraphs.append(text)
        self.markdown.append(text)

    def rich(self) -> None:
        first, second, third = (self.say(1) for _ in range(3))
        self.paragraphs.append(f"{first} {second} {third}")
        self.markdown.append(f"**{first}** [{second}](https://example.org/{self.words.story}) *{third}*")

    def _speech(self, form: int) -> str:
        said = self.words.next("speech")
        self.quotes.append({"parts": [said], "speaker": self.words.person["name"]})
        return self.words.fill(self.words.bank["speech_forms"][form], q=said)

    def speech(self) -> None:
        self.paragraph(self._speech(0))

    def told(self) -> None:
        self.paragraph(f"{self._speech(1)} {self.say(1)}")

    def quote(self) -> None:
        text = f"{self.words.next('speech')}. {self.words.next('speech')}."
        self.quotes.append({"parts": [text], "speaker": None})
        self.paragraphs.append(text)
        self.markdown.append(f"> {text}")

    def heading(self) -> None:
        is_shape = self.words.story % 3 == 0 and not any(each.startswith("##") for each in self.markdown)
        edition = str(self.words.bank["edition"])
        text = _SHAPE_WORDS[edition] if is_shape else self.words.next("headings")
        self.paragraphs.append(text)
        self.markdown.append(f"## {text}")

    def bullets(self) -> None:
        items = [self.words.next("items") for _ in range(3)]
        self.paragraphs += items
        self.markdown.append("\n".join(f"- {item}" for item in items))

    def picture(self) -> None:
        self._picture(self.words.next("captions"), None)

    def credited(self) -> None:
        self._picture(self.words.next("captions"), self.words.other["name"])

    def _picture(self, caption: str, credit: str | None) -> None:
        name = f"{self.words.bank['picture']}-{self.words.story}-{len(self.pictures) + 1}.jpg"
        self.pictures.append({"url": name, "caption": caption, "credit": credit})
        whole = f"{caption}. {self.words.bank['photo'].format(p=credit)}" if credit else caption
        self.markdown.append(self.figure(name, whole))


def compose(figure: Figure) -> list[Story]:
    """The stories of every language. `figure` writes a picture in the system's own markup."""
    return [_story(edition, number, figure) for edition in EDITIONS for number in range(1, COUNT + 1)]


def _story(edition: str, number: int, figure: Figure) -> Story:
    bank = load(HOME / "seed", edition)[0] | {"edition": edition}
    draft = _Draft(Words(bank, number), figure)
    title = draft.words.fill(bank["titles"][number % len(bank["titles"])])
    for block in _PLANS[number % len(_PLANS)].split():
        getattr(draft, block)()
    users, categories, tags = bank["users"][:2], bank["categories"], bank["tags"]
    return Story(
        edition=edition,
        number=number,
        title=title,
        published=_FIRST + timedelta(days=_DAYS_APART * number, minutes=37 * number),
        author=users[number % 2]["name"],
        category=categories[number % len(categories)]["name"],
        tags=sorted({tags[number % len(tags)], tags[(number + 3) % len(tags)]}),
        markdown="\n\n".join(draft.markdown),
        picture=draft.pictures[0]["url"] if draft.pictures else None,
        parts=draft,
    )
