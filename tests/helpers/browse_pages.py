"""Asks a Datasette of its own for the pages of an archive."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import browse_archive
import pytest
from datasette.app import Datasette


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
