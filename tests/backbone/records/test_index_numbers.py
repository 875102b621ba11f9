"""Index numbers: one series per organ and year, without gaps, whatever happens at the same time."""

import json
import os
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backbone.records.making import draft, imported, make_organ
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Edition, Record
from gongkai.backbone.records.services.lengths import ValueRefusedError
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.events.models import Event

SOURCE = Path(__file__).resolve().parents[3] / "src"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.django_db
def test_each_organ_and_each_year_has_its_own_series(education: Organ, finance: Organ) -> None:
    old = datetime(2025, 12, 31, 23, 59, tzinfo=SHANGHAI)
    new = datetime(2026, 1, 1, 0, 0, tzinfo=SHANGHAI)
    numbers = [
        *imported(education, old, draft(dated_on=None), draft(dated_on=None)),
        *imported(education, new, draft(dated_on=None)),
        *imported(finance, new, draft(dated_on=None)),
    ]
    assert numbers == [
        "011100012/2025-00001",
        "011100012/2025-00002",
        "011100012/2026-00001",
        "011100013/2026-00001",
    ]


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=6))
def test_what_is_refused_leaves_no_gap(education: Organ, now: datetime, outcomes: list[tuple[int, bool]]) -> None:
    """Batches of some size, good or with one bad record among them."""
    with transaction.atomic():
        for size, good in outcomes:
            drafts = [draft(f"通知{n}") for n in range(size)]
            if not good:
                drafts.append(draft("坏" * 501))
            try:
                services.draft_many(drafts, organ=education, actor=SYSTEM, now=now)
            except ValueRefusedError:
                assert not good
        held = Record.objects.order_by("id").values_list("index_number", flat=True)
        assert list(held) == [f"011100012/2026-{n:05d}" for n in range(1, len(held) + 1)]
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_neither_gap_nor_double_on_postgresql(needs_postgresql: None, now: datetime) -> None:
    make_organ("yunchuan", "云川市人民政府", "011100001", now)
    errors: list[BaseException] = []

    def work(start: threading.Barrier) -> None:
        try:
            organ = Organ.objects.get(code="yunchuan")
            start.wait(timeout=20)
            for _ in range(6):
                imported(organ, now, draft(), draft())
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    start = threading.Barrier(4)
    threads = [threading.Thread(target=work, args=(start,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    held = Record.objects.values_list("index_number", flat=True)
    assert sorted(held) == [f"011100001/2026-{n:05d}" for n in range(1, 49)]
    seqs = sorted(Event.objects.values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert Edition.objects.count() == 48


def _gongkai(data: Path, *words: str) -> subprocess.Popen[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= {"GONGKAI_DATA": str(data), "GONGKAI_DEMO": "0", "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(
        [sys.executable, "-m", "gongkai", *words],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _finished(process: subprocess.Popen[str]) -> str:
    out, complaint = process.communicate(timeout=90)
    assert process.returncode == 0, complaint
    return out


def test_processes_side_by_side_leave_neither_gap_nor_double_on_sqlite(tmp_path: Path) -> None:
    data, inbox = tmp_path / "data", tmp_path / "in"
    data.mkdir()
    for words in (
        ("migrate",),
        (
            "organ",
            "create",
            "yunchuan",
            "--name",
            "云川市人民政府",
            "--kind",
            "government",
            "--index-prefix",
            "011100001",
        ),
    ):
        _finished(_gongkai(data, *words))
    for name in "甲乙丙":
        (inbox / name).mkdir(parents=True)
        for n in range(4):
            (inbox / name / f"{n}.txt").write_text(f"关于{name}{n}的通知\n\n各单位：请照办。\n", "utf-8")
    running = [_gongkai(data, "ingest", str(inbox / name), "--publish", "--json") for name in "甲乙丙"]
    lines = [json.loads(line) for process in running for line in _finished(process).splitlines()]
    year = timezone.localdate().year
    assert sorted(line["index_number"] for line in lines) == [f"011100001/{year}-{n:05d}" for n in range(1, 13)]
