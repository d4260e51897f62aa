"""WARC files as other writers make them: a gzip member a record, and nothing of ours."""

import gzip
from uuid import uuid4

from dimash_archive.warc.digests import payload_digest


def record(url: str, moment: str, payload: bytes = b"", *fields: str, kind: str = "response", status: str = "200 OK",
           http: tuple[str, ...] = (), spared: bool = False) -> bytes:  # fmt: skip
    """A record of an answer; `fields` and `http` are header lines, and of a revisit the payload is `spared`."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *http]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if spared else payload)
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {moment}",
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>",
        f"WARC-Payload-Digest: {payload_digest(payload)}",
        "Content-Type: application/http; msgtype=response",
        *fields,
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")
