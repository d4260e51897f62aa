"""Citations for lists of references: GOST R 7.0.100-2018 and APA, 7th edition."""

from typing import Final

from dimash_archive.citation.reference import Reference

_RUSSIAN: Final = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_ENGLISH: Final = (
    "January February March April May June July August September October November December".split()
)


def gost(reference: Reference) -> str:
    """Following GOST R 7.0.100-2018 for a part of an electronic resource; the day of access is that of the
    capture."""
    author = f"{_closed(reference.author)} " if reference.author else ""
    dated = ""
    if reference.day:
        year, month, day = reference.day.split("-")
        dated = f" – {year}. – {int(day)} {_RUSSIAN[int(month) - 1]}."
    return (
        f"{author}{_open(reference.title)}. – Текст : электронный // {reference.site} : [сайт].{dated}"
        f" – URL: {reference.url} (дата обращения: {_dotted(reference.archived_day)})."
        f" – Архивная копия: {reference.permalink} ({reference.digest}; {reference.warc})."
    )


def apa(reference: Reference) -> str:
    """Following the Publication Manual of the APA, 7th edition, 10.16: a page on a news website, with its
    archived copy."""
    dated = f"({_american(reference.day)})" if reference.day else "(n.d.)"
    title = _open(reference.title)
    end = "" if title[-1:] in "?!…" else "."
    start = (
        f"{_closed(reference.author)} {dated}. {title}{end}" if reference.author else f"{title}{end} {dated}."
    )
    year, month, day = reference.archived_day.split("-")
    archived = f"{_ENGLISH[int(month) - 1]} {int(day)}, {year}"
    return f"{start} {reference.site}. {reference.url} (archived {archived}, at {reference.permalink})"


def _american(day: str) -> str:
    year, month, number = day.split("-")
    return f"{year}, {_ENGLISH[int(month) - 1]} {int(number)}"


def _dotted(day: str) -> str:
    return ".".join(reversed(day.split("-")))


def _open(text: str) -> str:
    """A text on one line without the full stop at its end."""
    return " ".join(text.split()).removesuffix(".")


def _closed(text: str | None) -> str:
    return f"{_open(text or '')}."
