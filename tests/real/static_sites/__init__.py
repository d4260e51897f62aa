"""Sites that Pelican, Nikola and Hugo build from the same stories, served on loopback."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from static_sites import hugo_site, nikola_site, pelican_site
from static_sites.build import BuiltSite


class Builder(Protocol):
    """A module that builds a site."""

    PROGRAM: str
    """The command it runs."""

    def build(self, folder: Path, root: Path, host: str, theme: str | None = None) -> BuiltSite:
        """Build into `root`, to be served at `host`; `folder` is for the sources.

        `theme` is one that the system brings, by its name, or a folder; without it, the usual one.
        """


BUILDERS: Final[Mapping[str, Builder]] = {
    "hugo": hugo_site,
    "nikola": nikola_site,
    "pelican": pelican_site,
}
"""By name of the system."""
