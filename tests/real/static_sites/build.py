"""What the builders of sites have in common: programs, pictures, files."""

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from judge.truth import Truth
from PIL import Image

from static_sites.stories import Story


@dataclass(frozen=True)
class BuiltSite:
    """A site that lies in a folder, ready to be served."""

    fronts: Mapping[str, str]
    """The front page of each edition."""
    posts: list[Truth]
    """What is true of its posts."""


def write_pictures(stories: Iterable[Story], folder: Path) -> None:
    """A picture for each that a story shows, each in a colour of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for story in stories:
        for k, picture in enumerate(story.parts.pictures):
            colour = (37 * story.number % 256, 91 * k % 256, 17 * len(story.title) % 256)
            Image.new("RGB", (900, 600), colour).save(folder / str(picture["url"]))


def html_figure(images: str, name: str, caption: str) -> str:
    """A picture as HTML within Markdown."""
    return f'<figure><img src="{images}/{name}" alt=""/><figcaption>{caption}</figcaption></figure>'


def write(file: Path, text: str) -> None:
    """A text file, and the folders it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def missing(program: str) -> bool:
    """Whether a program is not on this machine."""
    return shutil.which(program) is None


def run(*command: str, cwd: Path) -> None:
    """Run a builder. RuntimeError with what it said if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} fails: {(done.stderr or done.stdout)[-800:]}")
