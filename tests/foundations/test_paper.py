"""Pages of a PDF as pictures, drawn by a program of its own."""

import json
import subprocess
import sys
import zlib
from struct import unpack

import pytest

from gongkai.foundations import paper
from gongkai.foundations.texts import setting
from support.papers import notice

PDF = setting.to_pdf(notice(3))


def run(content: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "gongkai.foundations.paper", *words]
    return subprocess.run(command, input=content, capture_output=True, check=False)


def test_the_sizes_of_the_pages_are_told_in_tenths_of_a_millimetre() -> None:
    done = run(PDF, "sizes")
    assert json.loads(done.stdout)[0] == [2100, 2970]


def test_a_page_is_drawn_as_a_picture_with_ink_on_it() -> None:
    picture = run(PDF, "draw", "1").stdout
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colours = unpack(">IIBB", picture[16:26])
    assert (max(width, height), depth, colours) == (paper.LONGEST_SIDE, 8, 2)
    start = picture.index(b"IDAT") + 4
    length = unpack(">I", picture[start - 8 : start - 4])[0]
    lines = zlib.decompress(picture[start : start + length])
    assert len(lines) == height * (width * 3 + 1)
    assert 0.001 < lines.count(0) / len(lines) < 0.5


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no PDF", ("sizes",)), (b"%PDF-1.7 broken", ("draw", "1")), (PDF, ("draw", "999"))],
)
def test_what_cannot_be_drawn_ends_the_program_and_nothing_else(content: bytes, words: tuple[str, ...]) -> None:
    done = run(content, *words)
    assert (done.returncode == 0, done.stdout) == (False, b"")
