"""The demo city comes into being: quickly, in order, and going on where it was stopped."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record, Relation, State
from gongkai.config.demo import growing, planting
from gongkai.config.demo.acts import Correct, Publish, TakeIn
from gongkai.config.demo.generator import plan
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.due import services as due
from gongkai.kernel.numbers.selectors import series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _full_city(tmp_path: Path, settings: Settings) -> None:
    settings.DEMO, settings.STORAGE_URL, settings.RUN = "1", f"file://{tmp_path}/files", tmp_path / "run"
    settings.SITE_URL = "http://127.0.0.1:8000"


def grow(now: datetime, portions: int = 10_000) -> None:
    step = growing.step()
    for _ in range(portions):
        if not step.run(now):
            return


def test_the_start_lays_out_organs_and_people_and_leaves_the_documents_to_the_worker() -> None:
    logins = planting.plant()
    assert {"editor", "approver", "editor2", "approver2"} <= {login for login, _, _ in logins}
    assert planting.plant() == logins  # those of the first start, as long as their password is known
    assert Organ.objects.count() == 20
    assert Person.objects.filter(memberships__organ_code="yunchuan-housing").distinct().count() == 5
    assert Record.objects.count() == 0
    assert len(series("demo:")) == 1


def test_the_small_city_is_there_at_once_and_grows_no_more(settings: Settings, now: datetime) -> None:
    settings.DEMO = "small"
    planting.plant()
    assert (Organ.objects.count(), Record.objects.count()) == (10, 17)
    assert not growing.step().run(now)
    assert Record.objects.count() == 17


def test_nothing_grows_where_no_city_was_begun(now: datetime) -> None:
    assert not growing.step().run(now)


def test_a_worker_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    planting.plant()
    monkeypatch.setattr(growing, "_AT_ONCE", 12)
    now = timezone.now()
    grow(now, portions=1)
    first = Record.objects.count()
    assert 0 < first <= 12
    grow(now + timedelta(hours=1), portions=1)
    names = list(Record.objects.order_by("id").values_list("source_name", flat=True))
    came_in = [act for act in plan(timezone.localdate(now)) if isinstance(act, Publish | TakeIn)]
    expected = [f"{act.paper.key}.txt" if isinstance(act, Publish) else act.file for act in came_in]
    assert first < len(names)
    assert names == expected[: len(names)]


@pytest.mark.slow
def test_the_whole_city_is_alive(caplog: pytest.LogCaptureFixture) -> None:
    planting.plant()
    now = timezone.now()
    with caplog.at_level(logging.WARNING, "gongkai"):
        grow(now)
        while due.fire(now=now):
            pass
    assert caplog.messages == []
    acts = plan(timezone.localdate(now))
    published = Record.objects.filter(edition__gt=0)
    assert published.count() == sum(isinstance(act, Publish | TakeIn) for act in acts)  # the urgent one for a draft
    for record in published.exclude(urgent_by__gt=""):
        assert record.first_published_at is not None
        assert timezone.localdate(record.first_published_at) < timezone.localdate(now)
        assert f"/{timezone.localdate(record.first_published_at).year}-" in record.index_number
    assert Record.objects.filter(edition=2).count() == sum(isinstance(act, Correct) for act in acts)
    validities = Counter(published.values_list("validity", flat=True))
    assert {"in_force", "amended", "not_yet", "expired", "repealed"} <= set(validities)
    assert set(Record.objects.values_list("state", flat=True)) == set(State.values)
    assert Record.objects.exclude(urgent_by="").count() == 1
    assert set(Relation.objects.values_list("kind", flat=True)) >= {"amends", "repeals", "implements", "interprets"}
