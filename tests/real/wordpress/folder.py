"""The folder of one installation: what lies where in it, and what is remembered of it."""

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

HOME: Final = Path(__file__).resolve().parent
"""Where the PHP scripts and the seed lie."""
EDITIONS: Final = ("kk", "ru", "en")
Layout = Literal["hosts", "paths", "directories"]
"""Where the editions are: each at a port of its own; one host with a path for each (`/kk/`); one WordPress for all, the
first at the root of the host and each other in a directory, as plugins for several languages have it."""
_LONGEST_SOCKET: Final = 100
"""Characters of a socket's path; Linux allows 107."""


@dataclass(frozen=True)
class Folder:
    """One installation's folder."""

    root: Path

    @classmethod
    def at(cls, path: Path) -> "Folder":
        """The folder at `path`, whose parts are made where they are missing."""
        folder = cls(path.resolve())
        for part in ("run", "log", "www", "sites"):
            (folder.root / part).mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def state(self) -> dict[str, Any]:
        """What is remembered: addresses, ports, process ids. Empty before the first start."""
        file = self.root / "state.json"
        state: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return state

    def remember(self, **news: object) -> None:
        """Add to the state."""
        (self.root / "state.json").write_text(json.dumps(self.state | news, ensure_ascii=False, indent=1))

    @property
    def sockets(self) -> Path:
        """The folder of the sockets: here, or a short one where this path is too long for a socket."""
        if "sockets" not in self.state:
            here = self.root / "run"
            is_short = len(f"{here}/php.sock") < _LONGEST_SOCKET
            self.remember(sockets=str(here) if is_short else tempfile.mkdtemp())
        return Path(self.state["sockets"])

    @property
    def access_log(self) -> Path:
        """Every request that nginx answered, a line each."""
        return self.root / "log" / "access.log"

    def site_file(self, edition: str) -> Path:
        """The file that tells PHP which WordPress is meant."""
        return self.root / "sites" / f"{edition}.json"

    def www(self, edition: str) -> Path:
        """Where the edition's WordPress is installed."""
        return self.root / "www" / edition

    def remove(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.root, ignore_errors=True)
