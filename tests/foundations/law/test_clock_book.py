"""The rule book of clocks: complete, and strict about what it reads."""

import re
from datetime import date
from pathlib import Path

import pytest

from gongkai.foundations.law.clock_book import FOLDER, RuleMissingError, clock_book
from gongkai.foundations.law.clock_rules import Bound, Unit
from gongkai.foundations.law.tables import BrokenRuleBookError
from support.require import shared

BOOK = clock_book()
TODAY = date(2026, 11, 26)
# Indicators of the site check that measure something else than time.
NO_CLOCKS = {"SAFETY", "UNREACHABLE", "SERVICE", "NM_SAFETY", "NM_INTERACT", "NOT_EXCERPT", "KEY_POINTS", "LINKED"}

HEAD = '[source]\ntext = "试行规定"\nvalid_from = 2019-05-15\ncertainty = "V"\n'
RULE = """
[[rule]]
id = "TRIAL"
zh = "试行"
en = "Trial"
bearer = "organ"
trigger = "收到之日"
trigger_en = "the day it is received"
unit = "workday"
length = 20
"""
OTHER = RULE.replace("TRIAL", "OTHER")


def _folder(path: Path, text: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / "trial.toml").write_text(text, "utf-8")
    return path


def test_every_clock_of_the_fact_base_is_a_rule_under_its_id() -> None:
    text = shared("docs/statutes.md").read_text("utf-8")
    named = set(re.findall(r"\bid: ([A-Z][A-Z0-9_]+)\b", text)) - NO_CLOCKS
    assert named - set(BOOK.versions) == set()
    assert len(named) > 50


def test_every_file_is_read() -> None:
    rules = sum(file.read_text("utf-8").count("[[rule]]") for file in FOLDER.glob("*.toml"))
    assert sum(len(versions) for versions in BOOK.versions.values()) == rules


def test_a_number_to_be_confirmed_is_the_citys_own_and_says_so() -> None:
    unsure = [v for versions in BOOK.versions.values() for v in versions if v.certainty == "U"]
    assert [v.code for v in unsure if not v.adjustable or "待核" not in v.note] == []


def test_a_rule_tells_its_version_and_basis() -> None:
    old, new = BOOK.versions["REQ_REPLY"]
    assert (old.length, new.length) == (15, 20)
    assert (BOOK.rule("REQ_REPLY", date(2019, 5, 14)), BOOK.rule("REQ_REPLY", date(2019, 5, 15))) == (old, new)
    assert new.version == "REQ_REPLY@2019-05-15"
    assert new.basis == "中华人民共和国政府信息公开条例（国令第711号）第三十三条"


def test_special_limits_override_the_twenty_working_days() -> None:
    special = {rule.code for rule in BOOK.overriding("PROACTIVE", TODAY)}
    assert {"BUDGET", "PERMIT_PENALTY_PUBLISH", "PURCHASE_RESULT"} <= special
    assert "ND_CONSULT" not in special


@pytest.mark.parametrize(("code", "on"), [("NO_SUCH", TODAY), ("FEE_PAY", date(2020, 12, 31))])
def test_a_rule_that_does_not_hold_is_refused(code: str, on: date) -> None:
    with pytest.raises(RuleMissingError):
        BOOK.rule(code, on)


def test_minimum_periods_are_marked() -> None:
    assert BOOK.rule("ND_CONSULT", TODAY).bound is Bound.AT_LEAST
    assert BOOK.rule("REQ_REPLY", TODAY).bound is Bound.AT_MOST
    assert BOOK.rule("REQ_DELAY35", TODAY).unit is Unit.STATED


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (RULE, "trial.toml:2, TRIAL: source is missing"),
        (HEAD.replace("试行规定", " ") + RULE, "trial.toml:6, TRIAL: source is empty"),
        (HEAD + RULE.replace('"workday"', '"fortnight"'), "trial.toml:13, TRIAL: unit 'fortnight' is none of"),
        (HEAD + RULE.replace("20", "-1"), "trial.toml:14, TRIAL: length is negative"),
        (HEAD + RULE.replace("length = 20", ""), "trial.toml:6, TRIAL: length is missing"),
        (HEAD + RULE.replace("20", '"20"'), "trial.toml:14, TRIAL: length is a str"),
        (HEAD + RULE + "colour = 1", "trial.toml:15, TRIAL: unknown field colour"),
        (HEAD + RULE.replace('"organ"', '"nobody"'), "trial.toml:10, TRIAL: bearer is not in"),
        (HEAD + RULE.replace('"TRIAL"', '"trial"'), "trial.toml:7, trial: id is missing"),
        (HEAD + RULE + 'bound = "about"', "trial.toml:15, TRIAL: bound 'about' is none of"),
        (HEAD + RULE + 'date = "02-30x"', "trial.toml:15, TRIAL: date is given"),
        (HEAD + RULE + 'extend = { most = 0, approver = "a", approver_en = "a" }', "needs a cap and an approver"),
        (HEAD + RULE + "extend = { days = 3 }", "extend has most, approver"),
        (HEAD + RULE + "valid_to = 2019-05-15", "trial.toml:15, TRIAL: valid_to is not after"),
        (HEAD.replace('"V"', '"sure"') + RULE, "certainty is not V, M or U"),
        (HEAD + RULE.replace('"workday"', '"date"'), "date is given as 01-31"),
        (HEAD + RULE.replace('"workday"', '"hour"') + 'suspend = ["rain"]', "neither suspended nor extended"),
        (HEAD + RULE + RULE, "trial.toml:16, TRIAL: overlaps the version of 2019-05-15"),
        (
            HEAD + RULE + "valid_to = 2020-01-01\n" + RULE + "valid_from = 2021-01-01",
            "trial.toml:26, TRIAL: gap from 2020-01-01 to 2021-01-01",
        ),
        (HEAD + RULE + 'overrides = "LOST"', "trial.toml:15, TRIAL: overrides 'LOST', which is no rule"),
        (
            HEAD + RULE + 'overrides = "OTHER"\n' + OTHER + 'overrides = "TRIAL"\n',
            "trial.toml:15, TRIAL: overrides goes in a circle: TRIAL → OTHER → TRIAL",
        ),
        (HEAD + RULE + 'follows = "TRIAL"', "follows goes in a circle"),
        ("[sources]\n" + RULE, "unknown: sources"),
        ("not toml", "trial.toml, file"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_reason(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(BrokenRuleBookError) as error:
        clock_book(folder=_folder(tmp_path / "clocks", text))
    assert what in str(error.value)


def _city(path: Path, text: str) -> Path:
    file = path / "clocks.toml"
    file.write_text(text, "utf-8")
    return file


OWN = '[[rule]]\nid = "MSG_NORMAL"\nlength = 7\nsource = "云政办〔2026〕3号"\nvalid_from = 2026-03-01\n'


def test_a_citys_own_number_is_shown_as_local_from_its_day_on(tmp_path: Path) -> None:
    ours = clock_book(local=_city(tmp_path, OWN))
    before, after = (ours.rule("MSG_NORMAL", day) for day in (date(2026, 2, 28), date(2026, 3, 1)))
    assert (before.length, before.local, after.length, after.local) == (15, False, 7, True)
    assert (after.version, after.source, after.certainty) == ("MSG_NORMAL@2026-03-01+local", "云政办〔2026〕3号", "V")


def test_after_a_local_rule_has_ended_the_book_holds_again(tmp_path: Path) -> None:
    ours = clock_book(local=_city(tmp_path, OWN + "valid_to = 2026-09-01\n"))
    assert [ours.rule("MSG_NORMAL", date(2026, month, 1)).length for month in (2, 3, 8, 9)] == [15, 7, 7, 15]


def test_without_a_file_the_book_alone_holds(tmp_path: Path) -> None:
    assert clock_book(local=tmp_path / "none.toml").versions == BOOK.versions


def test_a_city_may_be_stricter_than_the_law_but_not_laxer(tmp_path: Path) -> None:
    stricter = OWN.replace("MSG_NORMAL", "REQ_REPLY").replace("7", "15", 1)
    assert clock_book(local=_city(tmp_path, stricter)).rule("REQ_REPLY", TODAY).length == 15
    (tmp_path / "lax").mkdir()
    laxer = _city(tmp_path / "lax", OWN.replace("MSG_NORMAL", "REQ_REPLY").replace("length = 7", "length = 21"))
    with pytest.raises(BrokenRuleBookError, match=r"clocks\.toml:3, REQ_REPLY: loosens a limit"):
        clock_book(local=laxer)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (OWN.replace("MSG_NORMAL", "NO_SUCH"), "is no rule of the rule book"),
        (OWN + 'unit = "day"\n', "a city may not change unit"),
        (OWN.replace('source = "云政办〔2026〕3号"\n', ""), "source is missing"),
        (OWN.replace("valid_from = 2026-03-01\n", ""), "valid_from is missing"),
        (OWN.replace("= 7", '= "7"'), "length is a str"),
        (OWN.replace("2026-03-01", "2016-03-01"), "does not hold on 2016-03-01"),
    ],
)
def test_a_mistake_in_the_citys_file_is_told_too(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(BrokenRuleBookError, match=r"clocks\.toml:\d") as error:
        clock_book(local=_city(tmp_path, text))
    assert what in str(error.value)
