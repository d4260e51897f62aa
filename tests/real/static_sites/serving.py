"""A folder on loopback, and the requests that were made of it."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self


class FolderServer:
    """Serves a folder at a free port, which is known before anything lies there; `with` stops it."""

    def __init__(self, root: Path) -> None:
        self.requests: list[str] = []
        """The paths asked for."""
        handler = partial(_Handler, self.requests, directory=str(root))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        """The address of the folder, without a slash at the end."""

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, requests: list[str], *args: object, **kwargs: object) -> None:
        self._requests = requests
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        self._requests.append(self.path)
