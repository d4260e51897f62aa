"""What Ctrl-C, SIGTERM and a closed terminal do to a running crawl."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_STOPPING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]  # Windows has no SIGHUP


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """The first SIGINT, SIGTERM or SIGHUP calls `stop`; a second one has its former effect.

    What is ignored stays ignored (`nohup`). Does nothing outside the main thread, where no signal arrives.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {each: signal.getsignal(each) for each in _STOPPING}
    before = {each: handler for each, handler in handlers.items() if handler is not signal.SIG_IGN}

    def restore() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    def on_signal(*_: object) -> None:
        restore()
        stop()

    for each in before:
        signal.signal(each, on_signal)
    try:
        yield
    finally:
        restore()
