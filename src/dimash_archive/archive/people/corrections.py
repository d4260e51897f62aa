"""Corrections by hand: `people.toml` in the archive's folder, applied at every rebuild.

[[same]]                                    # these are one person
names = ["Айсәуле Күйтемірова", "A. Kuitemirova"]

[[different]]                               # these are two
names = ["Әсел Ахметова", "Асель Ахметова"]

[[show]]                                    # the name to show
name = "Aisaule Kuitemirova"
as = "Айсәуле Күйтемірова"

[[nobody]]                                  # no people at all
names = ["Spring Bell"]
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from dimash_archive.errors import UsageError
from dimash_archive.records import Row

FILE = "people.toml"
"""Its name in the archive's folder."""
_KEYS = {"same": {"names"}, "different": {"names"}, "show": {"name", "as"}, "nobody": {"names"}}


@dataclass(frozen=True, slots=True)
class Corrections:
    """What holds whatever the texts say. Names may be written as in any edition."""

    same: tuple[tuple[str, ...], ...] = ()
    """Names of one person."""
    different: tuple[tuple[str, ...], ...] = ()
    """Names of people who are not one."""
    show: tuple[tuple[str, str], ...] = ()
    """A name, and how the person is to be shown."""
    nobody: tuple[str, ...] = ()
    """Names that are not a person's."""


def read_corrections(folder: Path) -> Corrections:
    """The corrections in an archive's folder; none if there is no file. Raises UsageError if it is malformed."""
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Corrections()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.", hint="It is TOML, in UTF-8.") from error
    for section, entries in table.items():
        if section not in _KEYS or not isinstance(entries, list):
            raise _broken(path, section, f"there is no section {section!r}")
        for number, entry in enumerate(entries, start=1):
            _check(path, section, number, entry)
    return Corrections(
        tuple(tuple(entry["names"]) for entry in table.get("same", ())),
        tuple(tuple(entry["names"]) for entry in table.get("different", ())),
        tuple((entry["name"], entry["as"]) for entry in table.get("show", ())),
        tuple(name for entry in table.get("nobody", ()) for name in entry["names"]),
    )


def _check(path: Path, section: str, number: int, entry: Row) -> None:
    if set(entry) != _KEYS[section]:
        wanted = " and ".join(sorted(_KEYS[section]))
        raise _broken(path, section, f"entry {number} of {section!r} needs {wanted}, and nothing else")
    for key, value in entry.items():
        names = value if key == "names" else [value]
        if (
            not isinstance(names, list)
            or not names
            or not all(isinstance(name, str) and name.strip() for name in names)
        ):
            raise _broken(path, section, f"{key!r} in entry {number} of {section!r} holds no name")
    if section in ("same", "different") and len(entry["names"]) < 2:
        raise _broken(path, section, f"entry {number} of {section!r} needs at least two names")


def _broken(path: Path, section: str, what: str) -> UsageError:
    allowed = ", ".join(f"[[{name}]]" for name in _KEYS)
    return UsageError(f"{path}: {what}.", hint=f"It may hold {allowed}; see docs/people.md.")
