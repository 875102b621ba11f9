"""The loader of the rule book's tables: what it refuses, and that it says where."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.foundations.law.entries import Entry
from gongkai.foundations.law.tables import BrokenRuleBookError, Table

HEAD = '[source]\ntext = "试行规定第一条"\nvalid_from = 2019-05-15\ncertainty = "V"\n'
ROW = '[entries."plain"]\nzh = "名称"\nen = "Name"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Child(Entry):
    """A row that refers to another table."""

    parent: str = ""


def _table(folder: Path, text: str, entry: type[Any] = Entry, **how: Any) -> Table[Any]:
    (folder / "trial.toml").write_text(text, "utf-8")
    return Table("trial", entry, folder=folder, **how)


def test_a_row_takes_its_source_and_validity_from_the_head_of_its_file(tmp_path: Path) -> None:
    row = _table(tmp_path, HEAD + ROW).entries()["plain"]
    assert (row.source, row.certainty, row.valid_from, row.valid_to) == ("试行规定第一条", "V", date(2019, 5, 15), None)


def test_a_row_may_say_something_else_than_the_head(tmp_path: Path) -> None:
    own = 'certainty = "U"\nsource = "地方规定"\nvalid_from = 2021-01-01\nvalid_to = 2022-01-01\nnote = "待核"\n'
    row = _table(tmp_path, HEAD + ROW + own).entries()["plain"]
    assert (row.source, row.certainty, row.valid_from, row.note) == ("地方规定", "U", date(2021, 1, 1), "待核")


def test_a_row_holds_from_its_first_day_until_the_day_before_its_end(tmp_path: Path) -> None:
    table = _table(tmp_path, HEAD + ROW + "valid_to = 2022-01-01\n")
    days = [date(2019, 5, 14), date(2019, 5, 15), date(2021, 12, 31), date(2022, 1, 1)]
    assert ["plain" in table.entries(day) for day in days] == [False, True, True, False]


def test_rows_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = "".join(ROW.replace("plain", code) for code in ("zulu", "alpha", "mike"))
    assert list(_table(tmp_path, HEAD + rows).entries()) == ["zulu", "alpha", "mike"]


def test_what_was_read_cannot_be_changed_by_a_reader(tmp_path: Path) -> None:
    entries: Any = _table(tmp_path, HEAD + ROW).entries()
    with pytest.raises(TypeError):
        entries["plain"] = None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ROW, "source is missing"),
        ('[source]\ntext = " "\nvalid_from = 2019-05-15\ncertainty = "V"\n' + ROW, "source is empty"),
        (HEAD.replace('"V"', '"A"') + ROW, "certainty 'A' is not V, M or U"),
        (HEAD.replace("2019-05-15", '"2019-05-15"') + ROW, "valid_from is a str"),
        (HEAD + ROW + "valid_to = 2019-05-15\n", "valid_to is not after valid_from"),
        (HEAD + ROW.replace('"名称"', '""'), "zh is empty"),
        (HEAD + ROW.replace('en = "Name"\n', ""), "en is missing"),
        (HEAD + ROW + "colour = 1\n", "unknown field colour"),
        (HEAD + ROW.replace("plain", "Not Plain"), "the code is not of the form"),
        (HEAD + 'colour = "red"\n' + ROW, "unknown: colour"),
        (HEAD + "[entries]\n", "empty"),
        (HEAD, "missing"),
        ("not toml", "trial.toml, file"),
    ],
)
def test_a_mistake_is_refused_and_named(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(BrokenRuleBookError, match=what) as refusal:
        _table(tmp_path, text).entries()
    assert "trial.toml" in str(refusal.value)


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenRuleBookError) as refusal:
        _table(tmp_path, HEAD + ROW.replace('"名称"', '""')).entries()
    assert str(refusal.value) == "trial.toml:6, plain: zh is empty"


def test_a_date_with_a_time_is_no_date(tmp_path: Path) -> None:
    with pytest.raises(BrokenRuleBookError, match="valid_to is a datetime"):
        _table(tmp_path, HEAD + ROW + "valid_to = 2022-01-01T00:00:00\n").entries()


def test_a_row_may_not_refer_to_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "others.toml").write_text(HEAD + ROW.replace("plain", "known"), "utf-8")
    good, bad = (HEAD + ROW + f'parent = "{code}"\n' for code in ("known", "lost"))
    refers = (("parent", "others"),)
    assert _table(tmp_path, good, Child, refers=refers).entries()["plain"].parent == "known"
    with pytest.raises(BrokenRuleBookError, match=r"plain: parent 'lost' is not in others\.toml"):
        _table(tmp_path, bad, Child, refers=refers).entries()


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenRuleBookError, match="trial"):
        Table("trial", Entry, folder=tmp_path).entries()
