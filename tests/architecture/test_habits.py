"""Habits of the code that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(p for p in (ROOT / "src/gongkai").rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 350


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tracked() -> list[Path]:
    """Text files of the repository, or of the folder when it is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("only on a checkout: git does not know this folder")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lengths = {_name(path): len(path.read_text("utf-8").splitlines()) for path in [*SOURCES, *TESTS]}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_file_has_a_subject() -> None:
    bins = {"utils.py", "helpers.py", "common.py", "misc.py", "util.py", "tools.py"}
    assert [_name(path) for path in SOURCES if path.name in bins] == []


def test_nothing_is_left_to_be_done_in_a_comment() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = [path for path in [*SOURCES, *TESTS] if path != Path(__file__)]
    assert [_name(path) for path in files if marks.search(path.read_text("utf-8"))] == []


def test_no_file_names_this_machine_or_where_packages_come_from() -> None:
    # The slashes are put in here, so that this file does not name them either.
    hosts = (
        "pypi.org",
        "pythonhosted.org",
        "debian.org/debian",
        "registry.npmjs.org",
        "maven.apache.org",
        "repo1.maven",
    )
    homes = ("work", "root", "home/[a-z]")
    places = [*(re.escape(host) for host in hosts), *(rf"(?<![\w.*])/{home}/" for home in homes)]
    forbidden = re.compile("|".join(places))
    found = []
    for path in set(_tracked()) - {Path(__file__)}:
        if path.suffix in {".png", ".jpg", ".docx", ".woff2", ".mo", ".ico"}:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{_name(path)}: {match.group()}" for match in forbidden.finditer(text)]
    assert found == []


def test_surfaces_read_through_selectors_and_never_fetch_by_themselves() -> None:
    """What a view may show is decided in one place; fetching past it is how data of another organ leaks."""
    surfaces = {"views.py", "api.py", "console.py", "portal.py"}
    found = [
        f"{_name(path)}: {method}"
        for path in SOURCES
        if path.name in surfaces or "commands" in path.parts or "views" in path.parts
        for method in re.findall(r"\.objects\.get\(", path.read_text("utf-8"))
    ]
    assert found == []


def test_rules_ask_no_clock() -> None:
    """Pure code is given the time; a rule that asks for it cannot be checked for any other day."""
    pure = [path for path in SOURCES if "foundations" in path.parts or path.name == "rules.py"]
    asking = re.compile(r"\b(datetime\.now|date\.today|time\.time|timezone\.now)\(")
    assert [_name(path) for path in pure if asking.search(path.read_text("utf-8"))] == []
