"""Requests so plain that they need no parser: the whole of one ``GET`` for a simple address; pure.

What is not exactly that is left to the web server, which knows all of HTTP.
"""

import re
from dataclasses import dataclass

LONGEST = 8192
Headers = list[tuple[bytes, bytes]]

# A name, a colon and a value without control characters: no line can be continued, cut short or hidden in another.
_HEADER = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\x00-\x08\x0a-\x1f\x7f]*\r\n"
_REQUEST = re.compile(rb"GET (/[A-Za-z0-9/_.~\-]*) HTTP/1\.1\r\n((?:" + _HEADER + rb")*)\r\n")
_PARTS = re.compile(rb"([^:]+):[ \t]*([^\r]*)\r\n")
# With these a request has a body, wants another protocol, or is to be answered in a particular way.
_PARTICULAR = {b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"te", b"range", b"if-range"}


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """What is asked for, and the headers with their names in lower case."""

    path: str
    headers: Headers


def plain(data: bytes) -> PlainRequest | None:
    """The request, or ``None`` when the bytes are anything but one whole plain request."""
    asked = _REQUEST.fullmatch(data) if len(data) <= LONGEST else None
    if asked is None:
        return None
    headers = [(name.lower(), value.rstrip(b" \t")) for name, value in _PARTS.findall(asked[2])]
    hosts = 0
    for name, value in headers:
        if name in _PARTICULAR or (name == b"connection" and value.lower() != b"keep-alive"):
            return None
        if name == b"host":
            hosts += 1 if value else 2
    return PlainRequest(asked[1].decode("ascii"), headers) if hosts == 1 else None
