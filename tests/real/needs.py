"""Programs that not every machine has."""

import os
from collections.abc import Sequence

import pytest


def need(missing: Sequence[str], how: str) -> None:
    """Skip a test where programs are missing; in continuous integration they must be there."""
    if missing:
        reason = f"not installed: {', '.join(missing)}; {how}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
