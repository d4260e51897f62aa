"""The forms of citation by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dimash_archive.citation import file_formats, prose
from dimash_archive.citation.reference import Reference


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One form of citation."""

    name: str
    """Its name."""
    write: Callable[[Reference], str]
    """Makes the citation of a reference."""
    mime: str
    """The media type of its file."""
    suffix: str
    """The extension of its file."""


FORMS: Final[Mapping[str, CitationForm]] = MappingProxyType(
    {
        "gost": CitationForm("ГОСТ Р 7.0.100-2018", prose.gost, "text/plain", "txt"),
        "apa": CitationForm("APA", prose.apa, "text/plain", "txt"),
        "bibtex": CitationForm("BibTeX", file_formats.bibtex, "application/x-bibtex", "bib"),
        "ris": CitationForm("RIS", file_formats.ris, "application/x-research-info-systems", "ris"),
        "csl": CitationForm("CSL JSON", file_formats.csl, "application/vnd.citationstyles.csl+json", "json"),
    }
)
"""Forms by their names in commands and addresses."""
