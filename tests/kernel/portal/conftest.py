"""A kind of page whose content a test writes down."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gongkai.kernel.portal import pages
from gongkai.kernel.portal.pages import Page, PageKind


class Notes:
    """Pages ``/notes/<id>`` and ``/notes/<id>.txt`` as told; ``fails`` names those that break."""

    def __init__(self, public: Path) -> None:
        self.public = public
        self.shown: dict[str, bytes] = {}
        self.depends: dict[str, frozenset[str]] = {}
        self.address: dict[str, str] = {}
        self.fails: set[str] = set()
        self.rendered: list[str] = []

    def render(self, ids: Sequence[str]) -> dict[str, list[Page]]:
        self.rendered += ids
        broken = self.fails & set(ids)
        if broken:
            raise RuntimeError(f"cannot render {sorted(broken)}")
        return {name: self._pages(name) for name in ids if name in self.shown}

    def _pages(self, name: str) -> list[Page]:
        path = f"/notes/{self.address.get(name, name)}"
        return [Page(path, self.shown[name], self.depends), Page(f"{path}.txt", self.shown[name])]

    def find(self, path: str) -> str | None:
        name = path.removeprefix("/notes/").removesuffix(".txt")
        return name if path.startswith("/notes/") and name in self.shown else None

    def files(self) -> dict[str, bytes]:
        """What is on disk, by name."""
        found = (file for file in self.public.rglob("*") if file.is_file())
        return {str(file.relative_to(self.public)): file.read_bytes() for file in found}


@pytest.fixture
def notes(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Notes:
    settings.PUBLIC, settings.RUN = tmp_path / "public", tmp_path / "run"
    notes = Notes(tmp_path / "public")
    monkeypatch.setattr(pages, "_kinds", {"note": PageKind("note", notes.render, notes.find)})
    return notes
