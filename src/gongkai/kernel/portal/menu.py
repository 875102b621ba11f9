"""The main navigation: kept in one small file beside the baked pages, so that whoever renders a page knows it at once.

Pages carry it as it was when they were baked; whoever changes it has them baked again. Without a file the entries
below stand.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = ".menu.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation: its words in both languages, and a path of this site or an address of another."""

    chinese: str
    english: str
    link: str

    def words(self, *, english: bool) -> str:
        """The words in one of the languages."""
        return self.english if english else self.chinese


@dataclass(frozen=True, slots=True)
class Menu:
    """The entries in their order; ``version`` is eight hexadecimal digits that change with them."""

    entries: tuple[Entry, ...]
    version: str


def _menu(entries: tuple[Entry, ...]) -> Menu:
    return Menu(entries, hashlib.sha256(repr(entries).encode()).hexdigest()[:8])


DEFAULT = _menu(
    (
        Entry("首页", "Home", "/"),
        Entry("全部信息", "All information", "/lists/all"),
        Entry("公开指南", "Disclosure guide", "/disclosure/guide"),
        Entry("公开制度", "Disclosure rules", "/disclosure/institutions"),
        Entry("法定主动公开", "Statutory disclosure", "/disclosure/catalogue"),
        Entry("公开年报", "Annual reports", "/disclosure/reports"),
        Entry("依申请公开", "Apply for information", "/disclosure/apply"),
        Entry("机构", "Organs", "/organs"),
    )
)
# The file that was read last, by its identity, and what it told.
_held: tuple[tuple[int, int], Menu] = ((0, 0), DEFAULT)


def standing(public: str | Path) -> Menu:
    """The navigation as it stands now. The file is read only when it has changed."""
    global _held  # noqa: PLW0603 - what this process read last
    try:
        stat = os.stat(f"{public}/{FILE_NAME}")  # noqa: PTH116 - asked for with every page
        found = (stat.st_ino, stat.st_mtime_ns)
        if found != _held[0]:
            told = json.loads(Path(public, FILE_NAME).read_bytes())
            _held = (found, _menu(tuple(Entry(**one) for one in told)))
    except (OSError, ValueError, TypeError):
        return DEFAULT
    return _held[1]


def write(public: str | Path, entries: tuple[Entry, ...]) -> None:
    """Have these entries stand from now on; whoever reads gets the old file or the new one, never half of it."""
    target = Path(public, FILE_NAME)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{FILE_NAME}.{os.getpid()}")
    unfinished.write_text(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False), "utf-8")
    unfinished.replace(target)
