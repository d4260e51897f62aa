"""Every error this package raises, and the exit code each one gives the command line.

    ArchiveError                      1   base: catch this one
    ├── UsageError                    2   what the user asked for cannot be done
    │   └── ProfileError              2   a site profile is unknown or broken
    ├── NotAnArticle                  3   the page holds no article
    ├── FetchError                    4   an address could not be fetched
    │   ├── Unreachable               4   no answer: name, connection, time
    │   ├── Refused                   4   robots.txt or the guard forbids it
    │   │   └── Postponed             4   for now: robots.txt cannot be read, a name resolves to a private address
    │   └── BadAnswer                 4   an answer, but broken
    │       └── OverLimit             4   or longer, or slower, than we take
    ├── CaptureError                  5   a WARC file cannot be written or read
    ├── DatabaseError                 5   the archive's database cannot be used
    │   ├── NoDatabase                5   there is none yet
    │   ├── DamagedDatabase           5   it is damaged
    │   └── ForeignDatabase           5   not one of ours, or from a newer version
    │       └── OutdatedDatabase      5   from an earlier one, which cannot be upgraded without writing
    ├── Locked                        6   another run holds the archive
    └── DiskFull                      8   no space left; what was stored is safe

A crawl that ended has one of `ExitCode`.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The exit code of a crawl that ended."""

    DONE = 0
    """Everything is done."""
    FAILURES = 7
    """Done, but some pages or sources failed; later runs try again."""
    LIMIT = 9
    """A limit of pages, time or bytes was reached; the next run continues."""
    SHORTFALL = 10
    """Done, but an edition with pages gave no article, or fewer than its CMS lists."""
    NO_ACCESS = 11
    """An edition could not be crawled: no response, access denied, redirected elsewhere, or suddenly empty."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C or SIGTERM; the next run continues."""


class ArchiveError(Exception):
    """Base of every error: says what happened, to which address or file, and what to do next."""

    exit_code: ClassVar[int] = 1
    """The exit code of the command line, 1 to 9."""

    def __init__(self, message: str, *, url: str | None = None, hint: str | None = None) -> None:
        text = message if url is None else f"{message} [{url}]"
        super().__init__(text if hint is None else f"{text}\n{hint}")
        self.url = url
        self.hint = hint


def unforeseen(error: Exception) -> str:
    """The report of an error that is not one of ours: a bug of this program, met with one page or source."""
    return f"the program failed on it: {type(error).__name__}: {error}"


class UsageError(ArchiveError):
    """What the user asked for cannot be done as asked."""

    exit_code = 2


class ProfileError(UsageError):
    """A site profile is unknown, unreadable, or holds an unknown key or an invalid value."""


class NotAnArticle(ArchiveError):
    """The page was read, and there is no article on it."""

    exit_code = 3


class ProtectedArticle(NotAnArticle):
    """The page asks for a password before it shows its article."""


class FetchError(ArchiveError):
    """An address could not be fetched."""

    exit_code = 4


class Unreachable(FetchError):
    """No answer at all: unknown name, refused connection, or out of time."""


class Refused(FetchError):
    """The address must not be requested: robots.txt or the guard forbids it."""


class Postponed(Refused):
    """The address must not be requested now: robots.txt cannot be read, or a name resolves to a private address."""


class BadAnswer(FetchError):
    """There was a response, but it is broken."""


class OverLimit(BadAnswer):
    """There was a response, but it is longer, or takes longer, than the limits allow."""


class CaptureError(ArchiveError):
    """A WARC file cannot be written or read."""

    exit_code = 5


class DatabaseError(ArchiveError):
    """The archive's database cannot be used."""

    exit_code = 5


class NoDatabase(DatabaseError):
    """There is no archive here yet."""


class DamagedDatabase(DatabaseError):
    """The file is one of our archives, but its content cannot be read."""


class ForeignDatabase(DatabaseError):
    """The file is not one of our archives, or was written by a newer version."""


class OutdatedDatabase(ForeignDatabase):
    """It was written by an earlier version, and was opened only for reading."""


class Locked(ArchiveError):
    """Another run is writing to this archive."""

    exit_code = 6


class DiskFull(ArchiveError):
    """No space is left; everything stored before is safe."""

    exit_code = 8
