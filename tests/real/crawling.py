"""A site that is served on loopback, crawled as a user would crawl it."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def write_profile(file: Path, fronts: Mapping[str, str], more: str = "") -> Path:
    """A profile with an edition for each front page; `more` is appended as it is."""
    editions = [f'[editions.{lang}]\nurl = "{url}"\n' for lang, url in fronts.items()]
    file.write_text("\n".join([f'name = "{file.stem}"', *editions, more]))
    return file


def crawl(profile: Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Run `dimash-archive crawl` without pauses. The exit code is the caller's to judge."""
    command = [
        sys.executable,
        "-m",
        "dimash_archive",
        "crawl",
        str(profile),
        "--data",
        str(data),
        "--rate",
        "0",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)
