"""Errors become one line and an exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from django.db import OperationalError
from pytest_django import Settings

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.cli import output, program


def _raises(error: BaseException) -> Callable[..., Any]:
    def command(**_: object) -> None:
        raise error

    return command


def test_an_error_for_people_is_one_line_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    refused = _raises(GongkaiError("taken", "This name is taken; choose another."))
    assert program.run(refused, [], name="gongkai", debug=False) == 1
    assert capsys.readouterr().err == "Error: This name is taken; choose another.\n"


def test_an_error_for_programs_is_json_on_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    refused = _raises(GongkaiError("taken", "已被使用"))
    assert program.run(refused, ["--json"], name="gongkai", debug=False) == 1
    assert json.loads(capsys.readouterr().out) == {"error": {"code": "taken", "message": "已被使用"}}


def test_an_unexpected_error_shows_no_trace_and_says_where_it_is(
    capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path
) -> None:
    settings.RUN = tmp_path
    assert program.run(_raises(ZeroDivisionError("x")), [], name="gongkai", debug=False) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "errors.log") in said.replace("\n", "")
    assert "Traceback" not in said
    assert "ZeroDivisionError" in (tmp_path / "errors.log").read_text("utf-8")


@pytest.mark.parametrize("said", ["connection to server failed: refused\nIs it up?", "unable to open database file"])
def test_a_database_that_is_not_there_is_told_with_its_setting(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(_raises(OperationalError(said)), [], name="gongkai", debug=False) == 1
    complaint = capsys.readouterr().err
    assert "DATABASE_URL" in complaint
    assert complaint.count("\n") == 1


def test_debugging_shows_the_trace() -> None:
    with pytest.raises(ZeroDivisionError):
        program.run(_raises(ZeroDivisionError()), [], name="gongkai", debug=True)


@pytest.mark.parametrize(
    "said", ["no such table: organs_organ", 'relation "organs_organ" does not exist\nLINE 1: SELECT']
)
def test_an_empty_database_is_told_with_the_command_that_helps(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(_raises(RuntimeError(said)), [], name="gongkai", debug=False) == 1
    assert "gongkai migrate" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status"),
    [(typer.BadParameter("no"), 2), (typer.Abort(), 130), (KeyboardInterrupt(), 130)],
)
def test_the_exit_status_tells_wrong_usage_and_interruption(error: BaseException, status: int) -> None:
    assert program.run(_raises(error), [], name="gongkai", debug=False) == status


def test_a_command_that_ends_well_has_status_0() -> None:
    assert program.run(lambda **_: None, [], name="gongkai", debug=False) == 0


@pytest.mark.parametrize(("language", "said"), [("zh_CN.UTF-8", "验证码不正确"), ("C.UTF-8", "The code is wrong")])
def test_an_error_is_told_in_the_language_of_the_user(
    language: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_language", "en")
    output.speak(language)
    program.run(_raises(GongkaiError("totp_wrong", "验证码不正确。")), [], name="gongkai", debug=False)
    assert said in capsys.readouterr().err


def test_an_error_of_many_reasons_is_still_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    refused = _raises(GongkaiError("of_many", "没有标题。\n没有正文。"))
    assert program.run(refused, [], name="gongkai", debug=False) == 1
    assert capsys.readouterr().err == "Error: 没有标题。; 没有正文。\n"


@pytest.mark.parametrize(
    ("typed", "offered"), [("gongkai per", {"person"}), ("gongkai person res", {"reset-authenticator"})]
)
def test_the_shell_completes_commands_without_touching_the_data(typed: str, offered: set[str], tmp_path: Path) -> None:
    asked = {
        "_GONGKAI_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
        "GONGKAI_DATA": str(tmp_path / "none"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "gongkai"], env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert set(ran.stdout.split()) == offered
    assert not (tmp_path / "none").exists()
