"""Commands that the manual, the README and the program's own sentences name: they exist, with these options."""

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
import pytest
from paths import ROOT

import dimash_archive
from dimash_archive.cli import main

PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
_BLOCK = re.compile(r"^```(?:sh|console|text|yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(dimash-archive [^`]+)`")
_BENCHMARK = re.compile(r"python (benchmarks/\w+\.py)([^`\n#]*)")


def _commands(text: str) -> Iterator[str]:
    """The calls of the program in a text: in its blocks of code, and inside of sentences."""
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if (line := line.strip().removeprefix("$ ")).startswith("dimash-archive "):
                yield line
    yield from _INLINE.findall(_BLOCK.sub("", text))


def _unknown(line: str) -> list[str]:
    """The words of a call that are no command, and no option of its command."""
    words = shlex.split(re.split(r" [|>&#;] ?|[…)(]", line)[0].replace("'", "").replace('"', ""))[1:]
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(click.Context(command), words[0])
        if inner is None:
            return [words[0]] if re.fullmatch(r"[a-z]+", words[0]) else []
        command, words = inner, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"-h", "--help"}
    return [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in known]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_in_the_manual_exist(path: Path) -> None:
    """Each has its name and its options today."""
    for line in _commands(path.read_text("utf-8")):
        assert _unknown(line) == [], line


def test_commands_that_the_program_names_exist() -> None:
    """A hint that leads nowhere is worse than none."""
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    named = set(_INLINE.findall(text))
    assert len(named) > 5
    for line in named:
        assert _unknown(line) == [], line


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_benchmarks_in_the_manual_have_these_options(path: Path) -> None:
    """Whoever wants a figure again can run what printed it."""
    for script, rest in _BENCHMARK.findall(path.read_text("utf-8")):
        source = (ROOT / script).read_text("utf-8")
        for option in re.findall(r"--[a-z-]+", rest):
            assert f'"{option}"' in source, f"{script} {option}"


@pytest.mark.parametrize("room", ["extraction", "archive", "crawler", "browse"])
def test_rooms_are_modules_under_their_names(room: str) -> None:
    """Whatever the package itself offers under other names."""
    module = import_module(f"dimash_archive.{room}")
    assert isinstance(module, ModuleType)
    assert getattr(dimash_archive, room) is module


def test_sets_of_truths_are_parted_at_line_feeds_only() -> None:
    """A text may hold other ends of lines, such as U+2028, that `splitlines` knows."""
    for path in (ROOT / "benchmarks").glob("*.py"):
        assert not re.search(r"\.jsonl.*splitlines", path.read_text("utf-8")), path.name
