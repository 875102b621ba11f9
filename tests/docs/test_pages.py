"""What the documents point at exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *(ROOT / "src").rglob("README.md")])
TARGETS = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link.split(" ")[0]).exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_command_exists(page: Path) -> None:
    assert set(re.findall(r"`make ([a-z0-9-]+)", page.read_text("utf-8"))) <= TARGETS


def _rooms() -> list[Path]:
    """Each room of the kernel, the backbone and the affairs."""
    source = ROOT / "src/gongkai"
    return sorted(
        room
        for ring in ("kernel", "backbone", "affairs")
        for room in (source / ring).iterdir()
        if (room / "__init__.py").exists()
    )


@pytest.mark.parametrize("room", _rooms(), ids=_name)
def test_every_room_has_a_short_page_of_its_own(room: Path) -> None:
    page = room / "README.md"
    assert page.exists(), f"{_name(room)} needs a README.md: purpose, public names, events, tables"
    assert len(page.read_text("utf-8").splitlines()) <= 20
