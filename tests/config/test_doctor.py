"""The checks behind ``gongkai doctor`` and ``GET /healthz``."""

import json
import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from typer.testing import CliRunner

from gongkai.config import doctor
from gongkai.config.cli import application
from gongkai.config.doctor import Health, Status
from gongkai.kernel.events.models import Event, Failure
from gongkai.kernel.worker import Lane

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sign_of_life(settings: Settings, tmp_path: Path, now: datetime) -> Path:
    settings.RUN = tmp_path
    sign = tmp_path / "worker.alive"
    sign.touch()
    os.utime(sign, (now.timestamp(), now.timestamp()))
    return sign


def _status(health: Health, name: str) -> Status:
    return next(check.status for check in health.checks if check.name == name)


def test_a_platform_that_is_well_is_ok(now: datetime) -> None:
    health = doctor.health(now)
    assert [check.name for check in health.checks if check.status is not Status.OK] in ([], ["database"])


def test_a_worker_that_fell_silent_degrades(now: datetime, sign_of_life: Path) -> None:
    long_ago = now.timestamp() - 60
    os.utime(sign_of_life, (long_ago, long_ago))
    assert _status(doctor.health(now), "worker") is Status.DEGRADED


def test_dead_letters_are_counted_and_named(now: datetime) -> None:
    Event.objects.create(seq=1, lane=Lane.NOW, kind="record.published", subject="record:1", at=now)
    Failure.objects.create(consumer="bake", seq=1, subject="record:1", next_at=now, dead=True, error="secret")
    told = doctor.health(now).to_data()
    assert told["status"] == "degraded"
    assert "dead_letters" in told["degraded"]
    assert told["checks"]["dead_letters"] == {"status": "degraded", "count": 1}


def test_a_check_that_breaks_is_a_finding_and_stops_no_other(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: datetime) -> doctor.Check:
        raise OSError("the disk is gone")

    monkeypatch.setitem(doctor._QUICK, "disk", broken)
    health = doctor.health(now)
    assert _status(health, "disk") is Status.DEGRADED
    assert len(health.checks) == len(doctor._QUICK)


def test_healthz_answers_200_and_tells_no_detail(client: Client, settings: Settings) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "detail" not in answer.content.decode()
    assert str(settings.DATA) not in answer.content.decode()


def test_healthz_is_cheap(now: datetime) -> None:
    doctor.health(now)
    began = time.perf_counter()
    for _ in range(10):
        doctor.health(now)
    assert (time.perf_counter() - began) / 10 < 0.05


def test_the_doctor_tells_programs_everything_with_detail() -> None:
    told = json.loads(CliRunner().invoke(application(), ["doctor", "--json"]).stdout)
    assert {"python", "data_directory", "migrations", "storage", "search"} <= set(told["checks"])
    assert told["checks"]["python"]["detail"].startswith("3.")


def test_the_doctor_ends_with_status_1_when_something_is_wrong(sign_of_life: Path) -> None:
    os.utime(sign_of_life, (0, 0))
    ended = CliRunner().invoke(application(), ["doctor"])
    assert ended.exit_code == 1
    assert "last sign of life" in ended.stdout
