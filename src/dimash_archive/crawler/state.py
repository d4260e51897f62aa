"""What the engine and the editions' schedulers work with."""

from dataclasses import dataclass, field

from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.deciding.trap_detector import PATIENCE, TrapDetector
from dimash_archive.crawler.outcome.edition_health import EditionHealth
from dimash_archive.crawler.outcome.section_lists import SectionLists
from dimash_archive.crawler.planning.address_book import AddressBook
from dimash_archive.crawler.planning.gate import Gate
from dimash_archive.crawler.planning.site_memory import SiteMemory


@dataclass(slots=True)
class RunState:
    """The changing parts of a run."""

    context: RunContext
    """What does not change."""
    book: AddressBook = field(init=False)
    """The addresses."""
    memory: SiteMemory = field(init=False)
    """What earlier runs left."""
    gate: Gate = field(init=False)
    """What may be requested from which host."""
    traps: dict[str, TrapDetector] = field(init=False)
    """By edition, the detector of useless series of pages."""
    health: dict[str, EditionHealth] = field(init=False)
    """By edition, how it fares."""
    sections: dict[str, SectionLists] = field(init=False)
    """By edition, what its lists of sections say."""
    left: int | None = field(init=False)
    """Pages that may still be requested; None for no limit."""

    def __post_init__(self) -> None:
        self.health = {
            each.lang: EditionHealth(self.context.site, each) for each in self.context.site.editions
        }
        self.book, self.memory = AddressBook(self.context, self.health), SiteMemory(self.context)
        self.gate = Gate(self.context)
        self.traps = {lang: TrapDetector(PATIENCE) for lang in self.context.site.langs}
        self.sections = {lang: SectionLists() for lang in self.context.site.langs}
        self.left = self.context.options.limit
