"""Bytes under their digest: once, never whole in memory, never half visible."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.files.storage import CHUNK, BadDigestError, Directory, Storage, TooLargeError, storage_at

MEBIBYTE = 1024 * 1024
LIMIT = 200 * MEBIBYTE
TEXT = "政府信息公开".encode()
BAD_DIGESTS = [
    "",
    "..",
    "../../../../etc/passwd",
    "/etc/passwd",
    "0" * 63,
    "0" * 65,
    "A" * 64,
    "g" * 64,
    "0" * 64 + "\n",
    "../" + "0" * 61,
    "０" * 64,
]


_IN_AND_OUT = """
import sys, tracemalloc
from pathlib import Path
from gongkai.kernel.files.storage import Directory
root = Path(sys.argv[1])
directory = Directory(root / "files")
tracemalloc.start()
with (root / "large").open("rb") as file:
    stored = directory.put(file, limit=1 << 30)
read = sum(len(piece) for piece in directory.chunks(stored.sha256))
print(stored.size, read, tracemalloc.get_traced_memory()[1])
"""


class Endless(io.RawIOBase):
    """So many bytes that are never all there at once; counts how many were asked for at a time."""

    def __init__(self, size: int) -> None:
        self._left = size
        self.largest = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "a stream may not be read whole"
        self.largest = max(self.largest, size)
        given = min(size, self._left)
        self._left -= given
        return bytes(given)


def whole(store: Storage, sha256: str) -> bytes:
    return b"".join(store.chunks(sha256))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_what_is_stored_is_read_back_under_its_digest(store: Storage, size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    stored = store.put(io.BytesIO(content), limit=LIMIT)
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), size)
    assert store.holds(stored.sha256)
    assert whole(store, stored.sha256) == content


def test_the_same_content_is_stored_once(store: Storage) -> None:
    assert store.put(io.BytesIO(TEXT), limit=LIMIT) == store.put(io.BytesIO(TEXT), limit=LIMIT)


def test_what_is_not_held_is_missing_before_the_first_piece(store: Storage) -> None:
    """An answer already begun could no longer say so."""
    nothing = hashlib.sha256(b"nothing").hexdigest()
    assert not store.holds(nothing)
    with pytest.raises(FileNotFoundError):
        store.chunks(nothing)


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not(store: Storage) -> None:
    stored = store.put(io.BytesIO(bytes(MEBIBYTE)), limit=MEBIBYTE)
    assert stored.size == MEBIBYTE
    with pytest.raises(TooLargeError, match="1 MB 的上限") as refused:
        store.put(io.BytesIO(bytes(MEBIBYTE + 1)), limit=MEBIBYTE)
    assert refused.value.code == "too_large"
    assert not store.holds(hashlib.sha256(bytes(MEBIBYTE + 1)).hexdigest())


@pytest.mark.parametrize("digest", BAD_DIGESTS)
def test_what_is_no_digest_leads_nowhere(store: Storage, digest: str) -> None:
    with pytest.raises(BadDigestError) as refused:
        store.holds(digest)
    assert refused.value.code == "bad_digest"
    with pytest.raises(BadDigestError):
        store.chunks(digest)


def test_a_large_file_goes_in_and_out_in_pieces(store: Storage) -> None:
    size = 24 * MEBIBYTE + 5
    stream = Endless(size)
    stored = store.put(stream, limit=LIMIT)  # type: ignore[arg-type]
    pieces = [len(piece) for piece in store.chunks(stored.sha256)]
    assert (stored.size, sum(pieces)) == (size, size)
    assert stream.largest <= CHUNK
    assert max(pieces) <= 4 * CHUNK


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(GongkaiError, match="file:// 或 s3://") as refused:
        storage_at("ftp://somewhere/files")
    assert refused.value.code == "storage_unknown"


def files_below(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


class TestDirectory:
    """Files on disk."""

    @pytest.fixture
    def directory(self, tmp_path: Path) -> Directory:
        return Directory(tmp_path / "files")

    def test_a_large_file_never_stands_whole_in_memory(self, tmp_path: Path) -> None:
        size = 64 * MEBIBYTE
        (tmp_path / "large").write_bytes(b"")
        os.truncate(tmp_path / "large", size)
        # In a process of its own: beside other tests the threads of their servers would be counted, too.
        command = [sys.executable, "-c", _IN_AND_OUT, str(tmp_path)]
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=100).stdout
        stored, read, peak = map(int, told.split())
        assert (stored, read) == (size, size)
        assert peak < 8 * MEBIBYTE

    def test_a_refused_file_leaves_nothing_behind(self, directory: Directory, tmp_path: Path) -> None:
        with pytest.raises(TooLargeError):
            directory.put(io.BytesIO(bytes(10)), limit=9)
        assert files_below(tmp_path) == []

    def test_the_same_content_is_one_file_for_its_owner_only(self, directory: Directory, tmp_path: Path) -> None:
        for _ in range(2):
            stored = directory.put(io.BytesIO(TEXT), limit=LIMIT)
        assert files_below(tmp_path) == [directory.path(stored.sha256)]
        assert directory.path(stored.sha256).stat().st_mode & 0o777 == 0o600

    def test_storing_it_again_repairs_a_damaged_file(self, directory: Directory) -> None:
        stored = directory.put(io.BytesIO(TEXT), limit=LIMIT)
        directory.path(stored.sha256).write_bytes(b"damaged")
        directory.put(io.BytesIO(TEXT), limit=LIMIT)
        assert whole(directory, stored.sha256) == TEXT

    def test_a_process_killed_in_between_leaves_nothing_visible_and_nothing_for_good(
        self, directory: Directory, tmp_path: Path
    ) -> None:
        program = (
            "import io, sys, time; from pathlib import Path; from gongkai.kernel.files import storage\n"
            "class Slow(io.BytesIO):\n"
            "    def read(self, size=-1):\n"
            "        print('reading', flush=True); time.sleep(self.tell() and 60); return super().read(4)\n"
            "storage.Directory(Path(sys.argv[1])).put(Slow(b'half a file'), limit=100)"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        words = [sys.executable, "-c", program, str(tmp_path / "files")]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            assert [process.stdout.readline() for _ in range(2)] == ["reading\n"] * 2
            process.send_signal(signal.SIGKILL)
        assert not directory.holds(hashlib.sha256(b"half a file").hexdigest())
        (left,) = files_below(tmp_path)
        assert left.parent.name == "unfinished"
        stored = directory.put(io.BytesIO(TEXT), limit=LIMIT)
        assert left.exists(), "it may belong to someone who still writes"
        two_days_ago = time.time() - 2 * 24 * 60 * 60
        os.utime(left, (two_days_ago, two_days_ago))
        directory.put(io.BytesIO(TEXT), limit=LIMIT)
        assert files_below(tmp_path) == [directory.path(stored.sha256)]


class TestObjects:
    """Objects in an S3-compatible store."""

    def test_an_object_lies_below_the_prefix_under_its_digest(self, s3_url: str) -> None:
        import boto3

        stored = storage_at(s3_url).put(io.BytesIO(TEXT), limit=LIMIT)
        client = boto3.client("s3", endpoint_url=s3_url.partition("endpoint=")[2])
        names = [found["Key"] for found in client.list_objects_v2(Bucket="gongkai")["Contents"]]
        client.close()
        assert names == [f"files/{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.sha256}"]
