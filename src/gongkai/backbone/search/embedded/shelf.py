"""The directory of the index: generations side by side, one of them current.

``current`` is a symbolic link to the generation searched; ``building.json`` names the one being rebuilt and
how far it has come; ``needed`` asks for a rebuild. Each is changed by one rename, so a process killed between
two steps leaves nothing half done that the next one cannot carry on.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from gongkai.backbone.search.embedded.schema import VERSION, analyzer, pair_analyzer, schema


@dataclass(frozen=True, slots=True)
class Building:
    """A rebuild under way: the generation it fills and the last index number that is in."""

    folder: Path
    reached: str


def open_index(folder: Path) -> tantivy.Index:
    """The index in this folder. Raises ``ValueError`` when it is broken or of another schema."""
    index = tantivy.Index(schema(), path=str(folder))
    index.register_tokenizer("words", analyzer())
    index.register_tokenizer("grams", pair_analyzer())
    index.config_reader("manual")
    index.searcher()
    return index


class Shelf:
    """The generations under one directory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def _link(self) -> Path:
        return self.root / "current"

    @property
    def _needed(self) -> Path:
        return self.root / "needed"

    @property
    def _building(self) -> Path:
        return self.root / "building.json"

    def current(self) -> Path | None:
        """The generation searched; None on a new platform."""
        try:
            return self.root / self._link.readlink()
        except OSError:
            return None

    def is_of_this_version(self, folder: Path) -> bool:
        """Whether the folder was made for the present schema."""
        return folder.name.startswith(f"v{VERSION}-")

    def building(self) -> Building | None:
        """The rebuild under way, if it can be carried on."""
        try:
            noted = json.loads(self._building.read_text("utf-8"))
            building = Building(self.root / noted["folder"], noted["reached"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        usable = self.is_of_this_version(building.folder) and building.folder.is_dir()
        return building if usable and building.folder != self.current() else None

    def wants_rebuild(self) -> bool:
        return self._needed.exists() or self._building.exists()

    def ask_for_rebuild(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self._needed.touch()

    def heal(self, *, lost: bool) -> None:
        """Make sure there is a current generation that opens; what does not is moved aside, to be rebuilt.

        ``lost``: there was one before, so that none at all is a loss and not a new platform.
        """
        with self._alone():
            current = self.current()
            if current is not None and self.is_of_this_version(current) and _opens(current):
                return
            if lost or current is not None:
                self._needed.touch()
            if current is not None and current.exists():
                self._set_aside(current)
            self._point_to(self._new())

    def start_building(self) -> Building:
        """Carry on with the rebuild under way or begin one in a fresh generation."""
        with self._alone():
            building = self.building()
            if building is None or not _opens(building.folder):
                building = Building(self._new(), "")
                self.note(building)
            return building

    def note(self, building: Building) -> None:
        """Remember how far the rebuild has come."""
        noted = {"folder": building.folder.name, "reached": building.reached}
        fresh = self._building.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(noted, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._building)

    def finish_building(self, building: Building) -> None:
        """The rebuilt generation becomes the current one; older ones go."""
        with self._alone():
            self._point_to(building.folder)
            self._needed.unlink(missing_ok=True)
            self._building.unlink(missing_ok=True)
            for folder in self.root.glob("v*-*"):
                if folder != building.folder:
                    shutil.rmtree(folder, ignore_errors=True)

    def copy(self, folder: Path, to: Path) -> None:
        """Copy a generation into a new folder; what it consists of is never changed once written."""
        to.mkdir(parents=True, exist_ok=False)
        # The list of segments first: those it names stay until the writer collects, which it does after commits.
        shutil.copy2(folder / "meta.json", to / "meta.json")
        for file in folder.iterdir():
            if file.name not in ("meta.json", "wanted") and not file.name.endswith(".lock"):
                shutil.copy2(file, to / file.name)
        open_index(to)

    def _new(self) -> Path:
        numbers = [int(folder.name.rpartition("-")[2]) for folder in self.root.glob("v*-*")]
        folder = self.root / f"v{VERSION}-{max(numbers, default=0) + 1:06d}"
        folder.mkdir()
        open_index(folder)
        return folder

    def _point_to(self, folder: Path) -> None:
        fresh = self.root / "current.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(folder.name)
        fresh.replace(self._link)

    def _set_aside(self, folder: Path) -> None:
        """Keep the newest broken generation for whoever looks into it; it is worth a look, not the disk."""
        for older in self.root.glob("aside-*"):
            shutil.rmtree(older, ignore_errors=True)
        folder.rename(self.root / f"aside-{folder.name}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _opens(folder: Path) -> bool:
    try:
        return folder.is_dir() and tantivy.Index.exists(str(folder)) and open_index(folder) is not None
    except (ValueError, OSError):
        return False
