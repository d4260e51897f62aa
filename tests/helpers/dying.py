"""Methods that die at a given call, for tests of what a killed run leaves behind."""

from collections.abc import Callable
from itertools import count
from typing import Any


class Killed(BaseException):
    """Stands for SIGKILL: no handler of ours catches it."""


def dying(method: Callable[..., Any], at: int) -> Callable[..., Any]:
    """The method, but the call number `at` never returns."""
    calls = count(1)

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == at:
            raise Killed
        return method(*args, **kwargs)

    return call
