"""One post in the making."""

from html import escape

from wordpress.compose.bank import Record, Words


class Writer:
    """Collects a post's markup and, beside it, what a reader of the page should find."""

    def __init__(self, words: Words, classic: bool) -> None:
        self.words = words
        self.bank = words.bank
        self.classic = classic
        self.markup: list[str] = []
        self.paragraphs: list[str | Record] = []
        self.quotes: list[Record] = []
        self.optional: list[str] = []
        self.absent: list[str] = []
        self.pictures: list[Record] = []
        self.quotes_told = True

    def say(self, sentences: int = 3) -> str:
        """A paragraph of narrative."""
        return " ".join(self.words.next("sentences") for _ in range(sentences))

    def speech(self, form: int) -> str:
        """A paragraph in which somebody speaks, noted as a quote. A form with {q2} parts one speech in two."""
        parts = [self.words.next("speech")]
        template = self.bank["speech_forms"][form]
        if "{q2}" in template:
            parts.append(self.words.next("speech"))
        self.quotes.append({"parts": parts, "speaker": self.words.person["name"]})
        return self.words.fill(template, q=parts[0], q2=parts[-1])

    def block(self, name: str, markup: str, attributes: str = "") -> None:
        """Add a block of the block editor; a classic post has no such comments."""
        if self.classic:
            self.markup.append(markup)
        else:
            head = f"{name} {attributes}" if attributes else name
            self.markup.append(f"<!-- wp:{head} -->\n{markup}\n<!-- /wp:{name} -->")

    def paragraph(self, text: str) -> None:
        """Add a plain paragraph."""
        self.paragraphs.append(text)
        self.block("paragraph", escape(text, quote=False) if self.classic else self.inner(text))

    @staticmethod
    def inner(text: str) -> str:
        """A paragraph's markup."""
        return f"<p>{escape(text, quote=False)}</p>"

    def nested(self, text: str) -> str:
        """A paragraph block inside another block, noted."""
        self.paragraphs.append(text)
        return f"<!-- wp:paragraph -->\n{self.inner(text)}\n<!-- /wp:paragraph -->"

    def picture(
        self, caption: str | None = None, credit: str | None = None, described: bool = False
    ) -> Record:
        """A new picture. `credit` is a name; the caption under it then ends in the words for it."""
        key = f"{self.bank['picture']}-{self.words.story}-{len(self.pictures) + 1}"
        whole = caption and credit and f"{caption}. {self.bank['photo'].format(p=credit)}" or caption
        picture = {
            "key": key,
            "caption": whole,
            "alt": self.words.next("captions"),
            "truth": {"caption": caption, "credit": credit},
        }
        if described:
            picture["description"] = f"{self.bank['picture_description']} {self.say(1)}"
        self.pictures.append(picture)
        if whole:
            self.absent.append(whole)
        return picture
