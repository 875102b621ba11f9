"""``gongkai due``, ``fee``, ``rules`` and ``calendar``, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from backbone.duties.conftest import NOTICE_OF_2027
from gongkai.config.cli import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


def _type(*words: str) -> Result:
    return CliRunner().invoke(application(), list(words))


def _answers(*words: str) -> list[dict[str, Any]]:
    result = _type(*words, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def _due(*words: str) -> dict[str, Any]:
    return _answers("due", *words)[0]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["REQ_REPLY", "--from", "2020-08-25"], "2020-09-22"),
        (["REQ_REPLY", "--from", "2020-09-25", "--extend", "20"], "2020-11-26"),
        (["REQ_REPLY", "--from", "2020-08-25", "--suspend", "2020-09-01..2020-09-10"], "2020-10-09"),
        (["REQ_REPLY", "--from", "2020-08-20", "--restart", "2020-08-25"], "2020-09-22"),
        (["OPINION_24H", "--from", "2026-10-01T22:30"], "2026-10-02T22:30"),
        (["ND_EXPIRE", "--from", "2020-08-25", "--case", "暂行、试行"], "2022-08-25"),
        (["REQ_DELAY35", "--from", "2020-08-25", "--length", "20"], "2020-09-22"),
    ],
)
def test_due_tells_the_day(words: list[str], due: str) -> None:
    assert _due(*words)["due"] == due


def test_due_tells_how_the_day_came_about_and_on_what_basis() -> None:
    answer = _due("REQ_REPLY", "--from", "2020-09-25")
    assert answer["basis"].endswith("第三十三条")
    assert sum(day["counted"] for day in answer["derivation"]) == 20
    assert answer["derivation"][0] == {"day": "2020-09-25", "counted": False, "why": "起算日，不计入", "number": 0}
    assert answer["provisional"] is False


def test_a_standing_clock_has_no_day() -> None:
    answer = _due("REQ_REPLY", "--from", "2020-08-25", "--suspend", "2020-09-01..")
    assert (answer["due"], answer["left"]) == (None, 16)


def test_a_day_in_a_year_without_a_notice_is_provisional() -> None:
    assert _due("REQ_REPLY", "--from", "2027-03-01")["provisional"] is True


def test_the_day_is_told_to_people_too() -> None:
    said = _type("due", "REQ_REPLY", "--from", "2026-12-20").output
    assert "provisional" in said
    assert "第三十三条" in said


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["due", "NO_SUCH", "--from", "2020-08-25"], 1, "rule_missing"),
        (["due", "FEE_PAY", "--from", "2020-08-25"], 1, "rule_not_in_force"),
        (["due", "REQ_REPLY", "--from", "2020-08-25", "--extend", "21"], 1, "extension_too_long"),
        (["fee", "--items", "11", "--on", "2020-08-25"], 1, "fee_not_in_force"),
        (["rules", "NO_SUCH"], 1, "rule_missing"),
    ],
)
def test_what_cannot_be_is_refused(words: list[str], status: int, code: str) -> None:
    result = _type(*words, "--json")
    assert result.exit_code == status
    assert json.loads(result.output)["error"]["code"] == code


@pytest.mark.parametrize(
    "words",
    [
        ["due", "REQ_REPLY", "--from", "25.8.2020"],
        ["due", "REQ_REPLY", "--from", "2020-08-25", "--suspend", "2020-09-01"],
        ["fee"],
        ["fee", "--items", "1", "--pages", "1"],
    ],
)
def test_wrong_usage_is_refused_as_such(words: list[str]) -> None:
    assert _type(*words).exit_code == 2


@pytest.mark.parametrize("zone", ["Z", "+08:00"])
def test_a_time_of_another_zone_is_no_time_of_the_city(zone: str) -> None:
    assert _type("due", "OPINION_5H", "--from", f"2026-10-01T22:00{zone}").exit_code == 2


def test_fee_tells_the_amount_and_its_tiers() -> None:
    answer = _answers("fee", "--pages", "68", "--on", "2026-01-01")[0]
    assert answer["yuan"] == 380
    assert answer["tiers"] == [
        {"from": 1, "to": 30, "rate": 0, "yuan": 0},
        {"from": 31, "to": 68, "rate": 10, "yuan": 380},
    ]
    assert _answers("fee", "--items", "1", "--before", "40", "--on", "2026-01-01")[0]["yuan"] == 300
    assert "380 元" in _type("fee", "--pages", "68", "--on", "2026-01-01").output


def test_rules_lists_what_holds_and_tells_every_version_of_one() -> None:
    assert len(_answers("rules", "--on", "2026-11-26")) > 60
    versions = _answers("rules", "REQ_REPLY")
    assert [(v["valid_from"], v["length"], v["certainty"]) for v in versions] == [
        ("2008-05-01", 15, "M"),
        ("2019-05-15", 20, "V"),
    ]
    assert versions[1]["extend"]["most"] == 20
    assert "REQ_REPLY@2019" in _type("rules", "REQ_REPLY").output


def test_a_citys_own_rule_and_day_are_used_and_shown(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law/clocks.toml").write_text(
        '[[rule]]\nid = "MSG_NORMAL"\nlength = 2\nsource = "云政办〔2026〕3号"\nvalid_from = 2026-03-01\n', "utf-8"
    )
    (tmp_path / "law/days.toml").write_text(
        '[[day]]\nday = 2026-11-26\nworks = false\nname = "防汛"\nsource = "云政〔2026〕1号"\n', "utf-8"
    )
    answer = _due("MSG_NORMAL", "--from", "2026-11-25")
    assert (answer["due"], answer["local"]) == ("2026-11-30", True)
    assert answer["derivation"][1]["why"] == "本地放假（防汛），不计入"


def test_calendar_tells_the_special_days_of_a_year() -> None:
    year = _answers("calendar", "2026")[0]
    assert (year["provisional"], year["working_days"]) == (False, 248)
    assert {"day": "2026-10-10", "works": True, "kind": "make_up", "name": ""}.items() <= year["days"][-1].items()
    assert _answers("calendar", "2027")[0]["provisional"] is True
    assert "provisional" in _type("calendar", "2027").output


def test_a_notice_is_tried_and_entered_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notice.toml"
    file.write_text(NOTICE_OF_2027, "utf-8")
    tried = _answers("enter-notice", str(file), "--dry-run")[0]
    assert (tried["year"], tried["entered"], tried["moved"]) == (2027, False, 0)
    assert _due("REQ_REPLY", "--from", "2027-03-01")["provisional"] is True
    assert _answers("enter-notice", str(file))[0]["entered"] is True
    assert _due("REQ_REPLY", "--from", "2027-03-01")["provisional"] is False
    assert "2027: 0 moved" in _type("enter-notice", str(file)).output


def test_a_wrong_notice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notice.toml"
    file.write_text(NOTICE_OF_2027.replace("2027-02-14", "2027-02-15"), "utf-8")
    result = _type("enter-notice", str(file), "--json")
    assert json.loads(result.output)["error"]["code"] == "notice_wrong"
