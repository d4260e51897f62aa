"""Digests as WARC writes them."""

import base64
import hashlib


def payload_digest(payload: bytes) -> str:
    """The digest of a payload: `sha1:` and 32 letters and digits."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode()
