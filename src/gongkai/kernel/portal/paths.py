"""From the address of a page to its file; pure."""

import re

_SEGMENT = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_.~\-\u4e00-\u9fff]*")
_EXTENSIONS = (".txt", ".json", ".md", ".atom", ".xml")
_LONGEST = 400

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


def file_name(path: str) -> str | None:
    """The file below the public directory that answers this address, ``None`` when none ever can.

    ``/`` is ``index.html``, ``/organs/education`` is ``organs/education.html``, ``/robots.txt`` stays.
    Every segment must begin with a letter or digit: no ``..``, no hidden and no unfinished file.
    The path is already decoded, as ASGI hands it over: a ``%`` left in it is refused. No two addresses share
    a file.
    """
    if not path.startswith("/") or len(path) > _LONGEST:
        return None
    if path == "/":
        return "index.html"
    plain = path[1:]
    if plain == "index" or plain.endswith((".html", ".gz")):
        return None
    if not all(_SEGMENT.fullmatch(segment) for segment in plain.split("/")):
        return None
    return plain if plain.endswith(_EXTENSIONS) else f"{plain}.html"
