"""Where the bytes are: a directory, or S3-compatible object storage, behind one small protocol."""

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol
from urllib.parse import parse_qs, urlsplit

import obstore
from django.conf import settings
from obstore.store import S3Store

from gongkai.foundations.errors import GongkaiError

CHUNK = 1024 * 1024
UNFINISHED_FOR_GOOD_SECONDS = 24 * 60 * 60
PARTS_AT_ONCE = 4
_SHA256 = re.compile(r"[0-9a-f]{64}")


class TooLargeError(GongkaiError):
    """The file is larger than allowed."""

    def __init__(self, limit: int) -> None:
        mib = limit // (1024 * 1024)
        super().__init__("too_large", f"文件超过 {mib} MB 的上限：请拆分后再上传。", limit=mib)


class BadDigestError(GongkaiError):
    """What should name a file is no SHA-256; as part of a path it could lead anywhere."""

    def __init__(self) -> None:
        super().__init__("bad_digest", "文件标识须为 64 位十六进制的 SHA-256 摘要：请核对链接是否完整。")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: SHA-256 in hexadecimal, size in bytes."""

    sha256: str
    size: int


class Storage(Protocol):
    """A store of bytes by their digest."""

    def put(self, stream: BinaryIO, *, limit: int) -> Stored:
        """Store the stream, never whole in memory; raises ``TooLargeError`` beyond ``limit`` bytes."""

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces; ``FileNotFoundError`` at once, before the first, when they are not held."""

    def holds(self, sha256: str) -> bool:
        """Whether these bytes are held."""

    def discard(self, sha256: str) -> None:
        """Forget these bytes, if they are held."""


def storage() -> Storage:
    """The storage of the setting ``GONGKAI_STORAGE_URL``."""
    return storage_at(settings.STORAGE_URL)


def storage_at(url: str) -> Storage:
    """``file:///directory`` or ``s3://bucket/prefix?endpoint=http://host:port``; keys come from ``AWS_*``."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Directory(Path(parts.path))
    if parts.scheme == "s3":
        endpoint = parse_qs(parts.query).get("endpoint", [""])[0]
        store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={"allow_http": endpoint.startswith("http://")},
            config={"endpoint": endpoint} if endpoint else {},
        )
        return Objects(store)
    raise GongkaiError("storage_unknown", "GONGKAI_STORAGE_URL 须以 file:// 或 s3:// 开头。")


def _spool(stream: BinaryIO, target: IO[bytes], limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLargeError(limit)
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    return Stored(digest.hexdigest(), size)


class Directory:
    """Files below a directory, fanned out by the first digits of their digest."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Where these bytes are, or would be."""
        return self._root / _name(sha256)

    def put(self, stream: BinaryIO, *, limit: int) -> Stored:
        """Store the stream; it is on disk for good before it gets its name."""
        unfinished_files = self._root / "unfinished"
        unfinished_files.mkdir(parents=True, exist_ok=True)
        _sweep(unfinished_files)
        with tempfile.NamedTemporaryFile(dir=unfinished_files, delete=False) as unfinished:
            try:
                stored = _spool(stream, unfinished, limit)
                os.fsync(unfinished.fileno())
                target = self.path(stored.sha256)
                target.parent.mkdir(parents=True, exist_ok=True)
                Path(unfinished.name).replace(target)
                for folder in (target.parent, target.parent.parent, self._root):
                    _sync_directory(folder)
            except BaseException:
                Path(unfinished.name).unlink(missing_ok=True)
                raise
        return stored

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces of one mebibyte."""
        if not self.holds(sha256):
            raise FileNotFoundError(sha256)
        return _read(self.path(sha256))

    def holds(self, sha256: str) -> bool:
        """Whether the file is there."""
        return self.path(sha256).is_file()

    def discard(self, sha256: str) -> None:
        """Remove the file."""
        self.path(sha256).unlink(missing_ok=True)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _sweep(folder: Path) -> None:
    """Remove what killed processes left behind long ago."""
    for file in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if time.time() - file.stat().st_mtime > UNFINISHED_FOR_GOOD_SECONDS:
                file.unlink()


def _sync_directory(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Objects:
    """Objects of an S3-compatible store."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    def put(self, stream: BinaryIO, *, limit: int) -> Stored:
        """Spool to a local file first: the name is the digest, known only at the end."""
        with tempfile.TemporaryFile() as spool:
            stored = _spool(stream, spool, limit)
            if not self.holds(stored.sha256):
                spool.seek(0)
                # In parts of five mebibytes, few at a time: each stands in memory while it is sent.
                obstore.put(self._store, _name(stored.sha256), spool, max_concurrency=PARTS_AT_ONCE)
        return stored

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces of about one mebibyte."""
        stream = obstore.get(self._store, _name(sha256)).stream(min_chunk_size=CHUNK)
        return (bytes(chunk) for chunk in stream)

    def holds(self, sha256: str) -> bool:
        """Whether the object is there."""
        try:
            obstore.head(self._store, _name(sha256))
        except FileNotFoundError:
            return False
        return True

    def discard(self, sha256: str) -> None:
        """Remove the object."""
        obstore.delete(self._store, _name(sha256))


def _name(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise BadDigestError
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
