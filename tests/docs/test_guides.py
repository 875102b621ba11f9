"""The guides: the words they tell people to look for are on the screens, their pictures are there and shown."""

import gettext
import re
from pathlib import Path

import pytest

from e2e.shots import SHOTS
from gongkai.kernel.portal.menu import DEFAULT

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
PICTURES = ROOT / "docs/pictures"
SHOWN = re.compile(r"!\[[^\]]+\]\(\.\./pictures/([a-z0-9-]+)\.png\)")
LARGEST = 300_000


def _name(path: Path) -> str:
    return path.name


@pytest.fixture(scope="module")
def interface() -> set[str]:
    """Everything the interface can say in Chinese, and the navigation."""
    with (ROOT / "src/gongkai/locale/zh_Hans/LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    said = catalogue._catalog  # type: ignore[attr-defined]  # gettext has no public way to list what it holds
    return {words.rstrip("：") for words in said.values()} | {entry.chinese for entry in DEFAULT.entries}


@pytest.mark.parametrize("guide", [guide for guide in GUIDES if guide.name != "README.md"], ids=_name)
def test_what_a_guide_prints_in_bold_stands_on_the_screens(guide: Path, interface: set[str]) -> None:
    told = set(re.findall(r"\*\*(.+?)\*\*", guide.read_text("utf-8")))
    assert len(told) > 3
    assert told - interface == set()


def test_every_picture_of_the_guides_is_made_by_a_test_and_none_is_left_over() -> None:
    shown = {name for guide in GUIDES for name in SHOWN.findall(guide.read_text("utf-8"))}
    made = {shot.name for shot in SHOTS}
    assert shown == made
    assert {path.stem for path in PICTURES.glob("*.png")} == made | {"record"}


def test_no_picture_is_too_large_to_be_looked_at_on_the_way() -> None:
    assert {path.name for path in PICTURES.glob("*.png") if path.stat().st_size > LARGEST} == set()
