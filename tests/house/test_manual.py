"""The manual: its queries run, its site is built without a dead link, its containers are described soundly."""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from archives import small
from paths import ROOT

from dimash_archive.archive import Archive
from dimash_archive.version import __version__

RECIPES = re.findall(r"^```sql\n(.*?)^```", (ROOT / "docs/researchers.md").read_text("utf-8"), re.M | re.S)


def test_every_recipe_for_researchers_runs(tmp_path: Path) -> None:
    """Each query is understood by the schema of today, and those on what the archive holds find rows."""
    with Archive.open(small(tmp_path)) as archive:
        found = [len(archive.db.execute(sql).fetchall()) for sql in RECIPES]
    assert len(found) >= 8
    assert sum(1 for rows in found if rows) >= 4


@pytest.mark.skipif(find_spec("zensical") is None, reason="zensical is not installed (group `docs`)")
def test_the_manual_is_built_without_a_warning(tmp_path: Path) -> None:
    """A link to a page or a heading that is not there, or a page in no menu, fails the build."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "build" / "manual" / "researchers" / "index.html").stat().st_size > 1000


def test_the_container_runs_unprivileged_and_is_watched() -> None:
    """Not as root, with a volume, a health check and time to end; compose starts that image."""
    recipe = (ROOT / "Dockerfile").read_text("utf-8")
    assert all(
        re.search(rf"^{word} ", recipe, re.M) for word in ("USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT")
    )
    service = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["crawl"]
    assert service["command"][:2] == ["crawl", "dimashnews"]
    assert service["stop_grace_period"] == "2m"


def test_who_cites_it_names_the_version_there_is() -> None:
    """CITATION.cff is read, and is of this version."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (cited["cff-version"], str(cited["version"])) == ("1.2.0", __version__)
