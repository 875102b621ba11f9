"""``gongkai where``: what the world sees of a record, consumer by consumer."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from backbone.records.making import drafted, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.rules import Route
from gongkai.config.cli import application
from gongkai.kernel.actors import SYSTEM, Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public")]

WorkOff = Callable[..., list[str]]


def where(number: str, status: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(application(), ["where", number, "--json"])
    assert result.exit_code == status, result.output
    answer: dict[str, Any] = json.loads(result.output.splitlines()[-1])
    return answer


def states(number: str) -> dict[str, str]:
    return {one["consumer"]: one["state"] for one in where(number)["consumers"]}


def test_it_follows_a_record_from_draft_to_the_last_consumer(
    education: Organ, clerk: Actor, now: datetime, work_off: WorkOff
) -> None:
    (record,) = drafted(education, clerk, now)
    number = record.index_number
    assert set(states(number).values()) == {"nothing to do"}
    services.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED)
    assert states(number) == dict.fromkeys(("page", "lists", "search"), "waiting")
    work_off()
    assert states(number) == dict.fromkeys(("page", "lists", "search"), "present")
    services.revise(number, {"summary": "改过"}, actor=clerk, now=now)
    services.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="补摘要")
    assert set(states(number).values()) == {"behind"}
    work_off()
    services.withdraw(number, form="withdrawn", reason="有误", actor=SYSTEM, now=now)
    work_off()
    assert set(states(number).values()) == {"gone"}


def test_it_tells_files_that_are_not_as_they_were_baked(
    education: Organ, now: datetime, work_off: WorkOff, public: Path
) -> None:
    (number,) = imported(education, now)
    work_off()
    told = where(number)
    assert (told["state"], told["edition"]) == ("published", 1)
    assert [(file["path"], file["state"]) for file in told["files"]] == [(f"/info/{number}", "as baked")]
    page = public / f"info/{number}.html"
    page.write_text("verändert", "utf-8")
    assert [file["state"] for file in where(number)["files"]] == ["changed"]
    page.unlink()
    assert [file["state"] for file in where(number)["files"]] == ["missing"]


def test_a_number_nobody_holds_is_status_1(db: None) -> None:
    assert where("011100012/2026-00001", status=1)["error"]["code"] == "record_missing"
