"""The docs: what is generated is up to date, and what is written by hand is complete and true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from paths import ROOT

from dimash_archive import cli, site
from dimash_archive.archive.schema.dictionary import COLUMNS, HIDDEN, TABLES
from dimash_archive.site import Site

DOCS = sorted((ROOT / "docs").glob("*.md"))


def test_generated_parts_are_up_to_date() -> None:
    """Command reference and schema are what the code says. If not: .venv/bin/cog -r docs/*.md"""
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", *DOCS],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_and_table_has_its_place() -> None:
    """No command and no table for readers is left out."""
    commands = (ROOT / "docs" / "cli.md").read_text("utf-8")
    schema = (ROOT / "docs" / "schema.md").read_text("utf-8")
    assert all(f"## {name}\n" in commands for name in cli.main.list_commands(Context(cli.main)))
    assert all(f"## {name}\n" in schema for name in TABLES if name not in HIDDEN)
    assert all(f"`{column}`" in schema for name in TABLES if name not in HIDDEN for column in COLUMNS[name])


def test_profiles_in_the_docs_are_read_without_complaint() -> None:
    """Each example is a profile that works, and together they show every key there is."""
    text = (ROOT / "docs" / "profiles.md").read_text("utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert all(Site.parse(example).name == "town" for example in examples)
    keys = {key for keys in site.KEYS.values() for key in keys} - {"editions", "crawl", "extract"}
    assert all(re.search(rf"^{key} = ", "\n".join(examples), re.MULTILINE) for key in keys)
    assert all(re.search(rf"^\| `(\w+\.|editions\.CODE\.)?{key}` \|", text, re.MULTILINE) for key in keys)


@pytest.mark.parametrize(
    "path", [*DOCS, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name
)
def test_lines_fit_a_page(path: Path) -> None:
    """Prose is wrapped; tables, links and code may be longer."""
    outside = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    long = [line for line in outside.splitlines() if len(line) > 125 and not line.startswith(("|", "-", "<"))]
    assert long == []


def test_libraries_are_accounted_for() -> None:
    """Each dependency has its reason in CONTRIBUTING.md, and none is there without being used."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = project.split("\ndependencies = [", 1)[1].split("]", 1)[0]
    wanted = set(re.findall(r'"([\w-]+)', block))
    reasons = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    told = {
        name
        for row in re.findall(r"^\| ([\w, -]+?) (?:\(|\|)", reasons, re.MULTILINE)
        for name in row.split(", ")
    }
    assert wanted <= told
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    unused = [
        n for n in wanted if not re.search(rf"^\s*(?:import|from) {n.replace('-', '_')}\b", source, re.M)
    ]
    assert unused == []
