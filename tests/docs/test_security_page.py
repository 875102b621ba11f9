"""docs/security.md names tests that exist, and leaves no row without a word on how it is shown."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from gongkai.kernel.portal.front import SECURITY_HEADERS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROWS = [line.strip("|").split(" | ") for line in PAGE.splitlines() if re.match(r"\| \d", line)]
TESTS = sorted(set(re.findall(r"`([\w/]+/test_\w+\.py(?:::test_\w+)?)`", PAGE)))
WITHOUT_A_TEST = ("not yet: ", "by reading: ", "nothing of the kind")


@cache
def _tests_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("named", TESTS)
def test_every_test_named_exists(named: str) -> None:
    file, _, name = named.partition("::")
    assert (ROOT / "tests" / file).is_file()
    assert not name or name in _tests_in(ROOT / "tests" / file)


def test_every_row_says_how_it_is_shown_or_what_is_missing() -> None:
    silent = [row[0] for row in ROWS if len(row) != 4 or not ("::" in row[3] or "test_" in row[3] or _said(row[3]))]
    assert silent == []
    assert len(ROWS) >= 80


def _said(shown: str) -> bool:
    return any(words in shown for words in WITHOUT_A_TEST)


def test_every_chapter_of_the_standard_is_there() -> None:
    assert {row[0].strip().partition(".")[0] for row in ROWS} == {str(chapter) for chapter in range(1, 15)}


def test_no_row_stands_twice() -> None:
    ids = [one for row in ROWS for one in re.findall(r"\d+\.\d+\.\d+", row[0])]
    assert len(ids) == len(set(ids))


def test_nginx_is_told_the_same_headers() -> None:
    told = dict(re.findall(r'add_header ([\w-]+) "(.*?)";', (ROOT / "docs/running.md").read_text("utf-8")))
    assert {name.lower(): value for name, value in told.items() if name.lower() in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "Strict-Transport-Security" in told
