"""Asks a Datasette of its own for the pages of an archive."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import browse_archive
import pytest
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class _CompiledTemplates(BytecodeCache):
    """Templates compiled once for every Datasette of the tests: compiling takes longer than answering."""

    def __init__(self) -> None:
        self.__name__ = "compiled_templates"  # Datasette lists its plugins by name
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Use what was compiled, if it was."""
        if code := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()

    @hookimpl  # type: ignore[untyped-decorator]  # pluggy has no types here
    def prepare_jinja2_environment(self, env: Environment) -> None:
        """Each Datasette has an environment of its own; all share the cache."""
        env.bytecode_cache = self


pm.register(_CompiledTemplates())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive to browse."""
    return browse_archive.write(tmp_path_factory.mktemp("browse"))


def ask(files: Sequence[Path], *paths: str, **headers: str) -> list[Any]:
    """What Datasette answers to each path."""

    async def answers() -> list[Any]:
        site = Datasette([str(file) for file in files])
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return [await site.client.get(path, headers=named) for path in paths]

    return asyncio.run(answers())


def read(database: Path, path: str, **headers: str) -> Any:
    """What a reading page answers."""
    return ask([database], f"/archive/-/read{path}", **headers)[0]
