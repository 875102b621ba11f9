"""The front: answers baked pages from disk, and passes everything else on to Django.

It knows neither database nor settings, so that reading a page costs what the file costs.
"""

import email.utils
import math
import os
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from isal import igzip

from gongkai.kernel.portal import banner
from gongkai.kernel.portal.paths import MEDIA_TYPES, file_name
from gongkai.kernel.portal.requests import plain

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_Headers = list[tuple[bytes, bytes]]
_SECURITY: _Headers = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

HOT_BYTES = 64 * 1024  # a larger file goes out by the server's own pathsend
CACHE_BYTES = 64 * 1024 * 1024
ENTRY_BYTES = 2048  # what a file in memory costs beside its bytes, so that many tiny ones are bounded too
FRESH_SECONDS = 0.05  # for so long a file is not looked at again; far below what a person notices

# A page may be kept by browsers and by caches in front for so long only that an urgent banner is on it in time.
_PAGES_CACHE = b"public, max-age=1"

_ASSET_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_file_name = lru_cache(maxsize=4096)(file_name)
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


@dataclass(slots=True)
class _File:
    path: str
    inode: int
    modified_ns: int
    size: int
    etag: bytes
    dated: float  # the moment of Last-Modified, never for an answer without one
    headers: _Headers
    body: bytes | None
    looked_at: float
    # The beginnings of answers as they go over the wire, without their date.
    whole: bytes
    unchanged: bytes


class Front:
    """An ASGI application over a directory of baked pages and one of static files."""

    def __init__(self, public: Path, static: Path, application: Application, *, hsts_seconds: int = 0) -> None:
        self._public, self._static, self._application = str(public), str(static), application
        # A site that is reached by HTTPS is never asked for in the clear again.
        lasting = f"max-age={hsts_seconds}".encode()
        self._always = [*_SECURITY, *([(b"strict-transport-security", lasting)] if hsts_seconds else [])]
        self._cache: OrderedDict[str, _File] = OrderedDict()
        self._held = 0
        self._banner: banner.Banner | None = None
        self._banner_file: tuple[int, int] | None = None
        self._banner_again = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and not ends_twice(scope["headers"]):
            file = self._find(scope["path"], scope["headers"])
            if file is not None:
                await _answer(file, scope, send)
                return
        await self._application(scope, receive, send)

    def at_once(self, request: bytes) -> bytes | None:
        """The whole answer to a plain request for a file in memory, ``None`` for anything else."""
        asked = plain(request)
        file = None if asked is None else self._find(asked.path, asked.headers)
        if asked is None or file is None or file.body is None:
            return None
        if _is_unchanged(file, asked.headers):
            return b"".join((file.unchanged, _date(), b"\r\n\r\n"))
        return b"".join((file.whole, _date(), b"\r\n\r\n", file.body))

    def _find(self, path: str, asked: Iterable[tuple[bytes, bytes]]) -> _File | None:
        if path.startswith("/static/"):
            name = path[8:]
            if not all(_ASSET_SEGMENT.fullmatch(segment) for segment in name.split("/")):
                return None
            # Only a name that carries the digest of its content can be kept for ever.
            lasting = b"max-age=31536000, immutable" if _HASHED.search(name) else b"max-age=300"
            root, target, cache = self._static, f"{self._static}/{name}", b"public, " + lasting
        else:
            named = _file_name(path)
            if named is None:
                return None
            root, target, cache = self._public, f"{self._public}/{named}", _PAGES_CACHE
        if _accepts_gzip(asked):
            twin = self._load(target + ".gz", root, cache, gzip=True)
            if twin is not None:
                return twin
        return self._load(target, root, cache, gzip=False)

    def _load(self, path: str, root: str, cache: bytes, *, gzip: bool) -> _File | None:
        now = monotonic()
        if now >= self._banner_again:
            self._look_at_banner(now)
        held = self._cache.get(path)
        if held is not None and now - held.looked_at < FRESH_SECONDS:
            return held
        try:
            stat = os.stat(path)  # noqa: PTH116 - the hot path
        except (OSError, ValueError):
            self._forget(path)
            return None
        if held is not None and (held.inode, held.modified_ns, held.size) == (
            stat.st_ino,
            stat.st_mtime_ns,
            stat.st_size,
        ):
            held.looked_at = now
            self._cache.move_to_end(path)
            return held
        self._forget(path)
        if stat.st_mode & 0o170000 != 0o100000 or not _is_below(path, root):
            return None
        headers = [(b"vary", b"accept-encoding"), (b"cache-control", cache), *self._always]
        return self._keep(_read(path, stat, headers, gzip=gzip, now=now, above=self._banner))

    def _look_at_banner(self, now: float) -> None:
        """Whether another banner stands, or none: then nothing in memory is as it is to be answered."""
        self._banner_again = now + FRESH_SECONDS
        try:
            stat = os.stat(f"{self._public}/{banner.FILE_NAME}")  # noqa: PTH116 - the hot path
            found = (stat.st_ino, stat.st_mtime_ns)
        except OSError:
            found = None
        if found != self._banner_file:
            self._banner, self._banner_file = banner.read(self._public), found
            self._cache.clear()
            self._held = 0

    def _keep(self, file: _File | None) -> _File | None:
        if file is not None and file.body is not None and len(file.body) <= HOT_BYTES:
            self._cache[file.path] = file
            self._held += len(file.body) + ENTRY_BYTES
            while self._held > CACHE_BYTES:
                _, oldest = self._cache.popitem(last=False)
                self._held -= len(oldest.body or b"") + ENTRY_BYTES
        return file

    def _forget(self, path: str) -> None:
        held = self._cache.pop(path, None)
        if held is not None:
            self._held -= len(held.body or b"") + ENTRY_BYTES


def ends_twice(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the end of a request is told in two ways: a proxy may go by the one, the server by the other."""
    return {b"content-length", b"transfer-encoding"} <= {name for name, _ in headers}


def _is_below(path: str, root: str) -> bool:
    """Whether the file is in its directory also when every symbolic link has been followed."""
    return os.path.realpath(path).startswith(os.path.realpath(root) + os.sep)


def _read(
    path: str, stat: os.stat_result, also: _Headers, *, gzip: bool, now: float, above: banner.Banner | None
) -> _File | None:
    etag, dated, size = b"%x-%x" % (stat.st_mtime_ns, stat.st_size), stat.st_mtime, stat.st_size
    named = path.removesuffix(".gz") if gzip else path
    dot = named.rfind(".")
    media_type = MEDIA_TYPES.get(named[dot:], "application/octet-stream").encode()
    is_under_banner = above is not None and named[dot:] == ".html"
    body = None
    if size <= HOT_BYTES or is_under_banner:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - this is the hot path
                body = file.read()
        except OSError:
            return None
        if len(body) != size:
            return None  # replaced between the two looks; Django answers or the reader asks again
    if above is not None and body is not None and is_under_banner:
        body = _below(above.chinese, body, gzip=gzip)
        # Without a date: by that of the file, a reader would be told that nothing has changed.
        etag, dated, size = b"%s-%s" % (etag, above.version), math.inf, len(body)
    headers = [
        (b"content-type", media_type),
        (b"content-length", str(size).encode()),
        (b"etag", b'"%s%s"' % (etag, b"-gz" if gzip else b"")),
        *([(b"last-modified", email.utils.formatdate(dated, usegmt=True).encode())] if dated < math.inf else []),
        *also,
    ]
    if gzip:
        headers.append((b"content-encoding", b"gzip"))
    whole, unchanged = _head(b"200 OK", headers), _head(b"304 Not Modified", _of_unchanged(headers))
    tag = headers[2][1]
    return _File(path, stat.st_ino, stat.st_mtime_ns, stat.st_size, tag, dated, headers, body, now, whole, unchanged)


def _below(markup: bytes, body: bytes, *, gzip: bool) -> bytes:
    """The page below a banner, packed as it was."""
    if not gzip:
        return banner.insert(body, markup)
    unpacked: bytes = igzip.decompress(body)  # type: ignore[no-untyped-call]  # isal gives it no types
    return igzip.compress(banner.insert(unpacked, markup), compresslevel=1, mtime=0)


def _of_unchanged(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer without a body."""
    return [h for h in headers if h[0] not in {b"content-length", b"content-type", b"content-encoding"}]


def _head(status: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    lines = b"".join(b"\r\n%s: %s" % header for header in headers)
    return b"HTTP/1.1 %s%s\r\ndate: " % (status, lines)


def _date() -> bytes:
    return _date_of(int(time.time()))


@lru_cache(maxsize=1)
def _date_of(second: int) -> bytes:
    return email.utils.formatdate(second, usegmt=True).encode()


def _accepts_gzip(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    for name, value in headers:
        if name == b"accept-encoding" and b"gzip" in value:
            if b"q=0" not in value:
                return True
            for coding in value.lower().replace(b" ", b"").split(b","):
                word, _, quality = coding.partition(b";q=")
                if word in {b"gzip", b"x-gzip"}:
                    return not quality or quality.strip(b"0.") != b""
    return False


def _is_unchanged(file: _File, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    since = None
    for name, value in headers:
        if name == b"if-none-match":
            if value in {file.etag, b"*"}:
                return True
            return value.strip() == b"*" or file.etag in {tag.strip().removeprefix(b"W/") for tag in value.split(b",")}
        if name == b"if-modified-since":
            since = value
    if since is None:
        return False
    try:
        moment = email.utils.parsedate_to_datetime(since.decode("latin-1")).timestamp()
    except (ValueError, TypeError, OverflowError):
        return False
    return file.dated < moment + 1


async def _live(receive: Receive, send: Send) -> None:
    """Tell a server that asks that there is nothing to start or to end."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _answer(file: _File, scope: Scope, send: Send) -> None:
    if _is_unchanged(file, scope["headers"]):
        await send({"type": "http.response.start", "status": 304, "headers": _of_unchanged(file.headers)})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": file.headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif file.body is not None:
        await send({"type": "http.response.body", "body": file.body})
    elif "http.response.pathsend" in scope.get("extensions", {}):
        await send({"type": "http.response.pathsend", "path": file.path})
    else:
        await _stream(file.path, send)


async def _stream(path: str, send: Send) -> None:
    with open(path, "rb") as file:  # noqa: ASYNC230, PTH123 - a local file, read in short pieces
        while chunk := file.read(256 * 1024):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
