"""Each benchmark runs at its smallest scale and writes its part of the page; what it measures is not judged here."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import require

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/benchmarks.md"
NAMES = {
    "pages": "P1",
    "publish": "P2",
    "bulk": "P3",
    "search": "P4",
    "questions": "P5",
    "clocks": "P9",
    "start": "P12",
    "staff": "P11",
    "reading": "P20",
    "redacting": "P21",
}


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    # The data directory of the tests is theirs alone.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    command = [sys.executable, str(ROOT / "benchmarks/run.py"), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs_and_writes_its_part_of_the_page(name: str, tmp_path: Path) -> None:
    if name == "bulk":
        require.shared("data/laws.jsonl.xz")
    if name in ("search", "questions"):
        require.shared("data/statute_articles.jsonl.xz")
    page = tmp_path / "benchmarks.md"
    done = _run(name, "--quick", "--page", str(page))
    assert done.returncode == 0, done.stderr
    written = page.read_text("utf-8")
    assert re.findall(r"^## (P\d+) ", written, re.MULTILINE) == [NAMES[name]]
    assert re.search(r"\| \*\*(pass|short)\*\* \|", written)


def test_a_name_that_is_none_is_refused() -> None:
    done = _run("pges")
    assert done.returncode == 2
    assert "no such benchmark: pges" in done.stderr


@pytest.mark.skipif(not PAGE.exists(), reason="only on a checkout with measured figures")
def test_the_page_names_neither_host_nor_folder() -> None:
    assert re.findall(r"/(?:home|root|tmp|work)/|\b\d+\.\d+\.\d+\.\d+:\d+", PAGE.read_text("utf-8")) == []
