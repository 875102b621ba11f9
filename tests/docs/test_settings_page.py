"""docs/settings.md names every setting, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.config import env

ROOT = Path(__file__).resolve().parents[2]
READERS = {"text", "boolean", "choice", "whole", "words", "directory", "secret", "keys"}


def _read_by_the_code() -> Iterator[str]:
    for file in (ROOT / "src/gongkai").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="env"), attr=reader),
                    args=[ast.Constant(value=str(name)), *_],
                ) if reader in READERS:
                    yield name


def _documented() -> set[str]:
    return set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    assert set(_read_by_the_code()) == _documented()


def test_the_environment_is_read_through_the_strict_readers_alone() -> None:
    reading = re.compile(r"os\.environ(\.get|\[\"GONGKAI)|os\.getenv")
    found = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "src/gongkai").rglob("*.py")
        if reading.search(file.read_text("utf-8")) and file.name not in {"env.py", "settings_test.py"}
    ]
    assert found == []


@pytest.mark.parametrize("value", ["maybe", "2", "10"])
def test_a_switch_that_is_neither_on_nor_off_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TRIAL", value)
    with pytest.raises(env.BadSettingError) as refused:
        env.boolean("GONGKAI_TRIAL", default=True)
    assert str(refused.value) == f"GONGKAI_TRIAL={value!r}: use 1 or 0"


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("off", False), ("Yes", True), ("", True)])
def test_a_switch_takes_the_usual_words(value: str, *, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TRIAL", value)
    assert env.boolean("GONGKAI_TRIAL", default=True) is wanted


@pytest.mark.parametrize(("value", "wanted"), [("", "1"), ("on", "1"), ("0", "0"), ("Small", "small")])
def test_a_choice_is_one_of_its_words_or_a_switch(value: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TRIAL", value)
    assert env.choice("GONGKAI_TRIAL", default="1", others=("small",)) == wanted


def test_a_choice_that_is_no_word_of_its_own_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TRIAL", "tiny")
    with pytest.raises(env.BadSettingError, match="use 1, 0 or small"):
        env.choice("GONGKAI_TRIAL", default="1", others=("small",))


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8000.5"])
def test_a_number_out_of_its_range_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TRIAL", value)
    with pytest.raises(env.BadSettingError, match=r"GONGKAI_TRIAL"):
        env.whole("GONGKAI_TRIAL", default=8000, least=1, most=65535)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    kept = tmp_path / "key"
    assert env.secret("GONGKAI_TRIAL", kept) == env.secret("GONGKAI_TRIAL", kept)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_setting_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("GONGKAI_TRIAL_FILE", str(tmp_path / "secret"))
    assert env.text("GONGKAI_TRIAL") == "from the file"


def test_a_directory_that_cannot_be_made_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GONGKAI_TRIAL", str(tmp_path / "file" / "below"))
    with pytest.raises(env.BadSettingError, match="GONGKAI_TRIAL"):
        env.directory("GONGKAI_TRIAL", tmp_path)
