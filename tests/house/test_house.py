"""The house: ceilings, descriptions, and what the front door shows."""

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from paths import ROOT

import dimash_archive as front

SOURCE = ROOT / "src" / "dimash_archive"
FILES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(SOURCE.parent).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _functions(path: Path) -> list[Function]:
    return [each for each in ast.walk(_tree(path)) if isinstance(each, Function)]


def _length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def _parameters(function: Function) -> int:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len([each for each in named if each.arg not in ("self", "cls")])


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_files_and_functions_stay_small(path: Path) -> None:
    """No file is over 400 lines, no function over 50, none takes more than 6 parameters."""
    assert len(path.read_text("utf-8").splitlines()) <= 400
    long = [each.name for each in _functions(path) if _length(each) > 50]
    wide = [each.name for each in _functions(path) if _parameters(each) > 6 and each.name != "__init__"]
    assert (long, wide) == ([], [])


@pytest.mark.parametrize("path", sorted((SOURCE / "cli").rglob("*.py")), ids=_name)
def test_commands_are_thin(path: Path) -> None:
    """A command of the command line has at most 15 lines of its own."""
    for function in _functions(path):
        if any("command" in ast.unparse(each) for each in function.decorator_list):
            first = function.body[1] if ast.get_docstring(function) else function.body[0]
            assert (function.end_lineno or 0) - first.lineno + 1 <= 15, function.name


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_room_is_a_junk_room(path: Path) -> None:
    """No file is called utils, no `except` is bare, and only the command line prints."""
    nodes = list(ast.walk(_tree(path)))
    assert "util" not in path.stem
    assert not [each for each in nodes if isinstance(each, ast.ExceptHandler) and each.type is None]
    prints = [each for each in nodes if isinstance(each, ast.Call) and ast.unparse(each.func) == "print"]
    assert not prints
    assert ast.get_docstring(_tree(path))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_field_of_a_record_is_described(path: Path) -> None:
    """Below each field of a public frozen record stands what it holds, unless its name alone says it."""
    for record in ast.walk(_tree(path)):
        if not isinstance(record, ast.ClassDef) or record.name.startswith("_"):
            continue
        if not any("frozen=True" in ast.unparse(each) for each in record.decorator_list):
            continue
        for field, after in zip(record.body, [*record.body[1:], None], strict=True):
            if isinstance(field, ast.AnnAssign) and not ast.unparse(field.target).startswith("_"):
                described = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                plain = ast.unparse(field.target) in ("url", "title", "reason", "kind")
                assert described or plain, f"{record.name}.{ast.unparse(field.target)}"


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_every_test_says_what_must_hold(path: Path) -> None:
    """Each test has a docstring of its own."""
    assert [f.name for f in _functions(path) if f.name.startswith("test_") and not ast.get_docstring(f)] == []


def test_the_front_door_shows_what_it_promises() -> None:
    """The public names are exactly these, each is there, and nothing else is."""
    promised = {"Archive", "ArchiveError", "Article", "Hit", "Image", "Link", "NotAnArticle", "Quote", "Site"}
    assert set(front.__all__) == promised | {"__version__", "crawl", "extract", "extract_text"}
    assert all(hasattr(front, name) for name in front.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(front, "nothing")  # noqa: B009 - the linters know that it is not there


def test_functions_keep_their_names_from_the_rooms_they_live_in() -> None:
    """`extract` and `crawl` are functions at the front door, whichever module was loaded before."""
    code = (
        "import dimash_archive.extraction, dimash_archive.crawler\n"
        "from dimash_archive import crawl, extract\n"
        "assert callable(crawl) and callable(extract)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_who_reads_an_archive_loads_no_crawler() -> None:
    """The archive and the Datasette plugin start without the parser, the client and what hangs on them."""
    code = (
        "import sys, dimash_archive.archive, dimash_archive.browse\n"
        "rooms = [n for n in sys.modules if n.startswith(('dimash_archive.crawler', 'dimash_archive.extraction'))]\n"
        "assert not rooms, rooms\n"
        "assert 'selectolax' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda each: each.stem
)
def test_issue_forms_are_whole(form: Path) -> None:
    """A form has a name, says what it is for, and each of its fields has a label and a name of its own."""
    told = yaml.safe_load(form.read_text())
    if form.stem == "config":
        assert set(told) == {"blank_issues_enabled"}
        return
    assert told["name"] and told["description"]
    names = [field["id"] for field in told["body"]]
    assert len(names) == len(set(names))
    assert all(field["attributes"]["label"] for field in told["body"])


def test_no_module_has_the_name_of_another() -> None:
    """A file is found by its name alone, and no room holds more than fifteen."""
    stems = Counter(path.stem for path in FILES if path.stem != "__init__")
    rooms = Counter(path.parent for path in FILES)
    assert [name for name, count in stems.items() if count > 1] == []
    assert [room.name for room, count in rooms.items() if count > 15] == []
