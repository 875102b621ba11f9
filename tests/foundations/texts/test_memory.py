"""Whatever the file, reading it stays within some hundred megabytes and a few seconds."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.foundations import texts
from support.packages import docx, package, paragraph

MEGABYTES = 400
SECONDS = 60
READ = """
import sys
from pathlib import Path
from gongkai.foundations import texts
try:
    said = len(texts.read(Path(sys.argv[1])).blocks)
except texts.UnreadableFileError as error:
    said = error.code
status = Path("/proc/self/status").read_text()
print(said, int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def _noise(pattern: str, times: int) -> str:
    source = random.Random(3)
    return "".join(pattern.replace("?", str(source.random())) for _ in range(times))


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (bytes, "empty_file"),
    "lines.txt": (lambda: b"x\n" * 9_000_000, "too_many_blocks"),
    "line.txt": (lambda: b"\xe4\xb8\xad" * 6_500_000, "1"),
    "astral.txt": (lambda: b"\xf0\x9f\x98\x80" + b"a" * 20_000_000, "1"),
    "blank.txt": (lambda: b"x" + b" \n" * 10_000_000, "1"),
    "text.bin": (lambda: random.Random(1).randbytes(50_000_000), "too_large"),
    "tags.html": (lambda: b"<html><body>" + b"<p>x" * 500_000, "too_many_blocks"),
    "spans.html": (
        lambda: b"<html><body><table>" + b"<tr><td colspan=99999999 rowspan=99999999>x" * 100_000,
        "1",
    ),
    "paragraphs.docx": (lambda: docx(_noise("<w:p><w:r><w:t>?</w:t></w:r></w:p>", 1_000_000)), "too_many_blocks"),
    "rows.docx": (lambda: docx("<w:tbl>" + _noise('<w:tr w:id="?"/>', 590_000) + "</w:tbl>"), "empty_file"),
    "bomb.docx": (lambda: package({"word/document.xml": b"\x00" * 190_000_000}), "zip_bomb"),
    "names.docx": (lambda: b"PK\x03\x04" + b"PK\x01\x02" * 10_000_000, "zip_bomb"),
    "picture.docx": (
        lambda: package({"word/document.xml": docx(paragraph("甲")), "word/media/a.png": b"1" * 60_000_000}),
        "zip_bomb",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_memory_and_time_are_bounded(name: str, tmp_path: Path) -> None:
    make, expected = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    said, megabytes = _read(path)
    assert (said, megabytes < MEGABYTES) == (expected, True), f"{said}, {megabytes} MB"


@pytest.mark.slow
def test_a_file_of_100_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    said, megabytes = _read(path)
    assert said == "too_large"
    assert megabytes < 100


@pytest.mark.slow
def test_a_long_document_needs_little_more_memory_than_a_short_one(tmp_path: Path) -> None:
    """Some thousand pages of twenty-five paragraphs."""
    path = tmp_path / "long.docx"
    path.write_bytes(docx(_noise(paragraph("云川市人民政府办公室关于印发工作要点的通知?"), 25_000)))
    said, megabytes = _read(path)
    assert said == "25000"
    assert megabytes < 300


def _read(path: Path) -> tuple[str, int]:
    # The kernel's own high-water mark: the usage a process reports begins with that of the process it came from.
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        env={**os.environ, "PYTHONPATH": str(Path(texts.__file__).parents[3])},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    said, megabytes = run.stdout.split()
    return said, int(megabytes)
