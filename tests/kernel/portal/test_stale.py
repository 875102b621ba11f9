"""Pages to be baked again: none forgotten, none twice, none in the way of another."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DataError

from gongkai.kernel.portal import baker, stale
from gongkai.kernel.portal.models import URGENCY, StalePage
from gongkai.kernel.worker import Lane

pytestmark = pytest.mark.django_db


def _waiting() -> dict[str, int]:
    return dict(StalePage.objects.values_list("key", "urgency"))


def test_a_page_marked_twice_waits_once_in_the_more_urgent_lane() -> None:
    stale.mark(["note:a", "note:b", "note:a"], Lane.BULK)
    stale.mark(["note:a"], Lane.NOW)
    stale.mark(["note:a"], Lane.DEPENDENTS)
    assert _waiting() == {"note:a": URGENCY[Lane.NOW], "note:b": URGENCY[Lane.BULK]}


def test_touching_a_source_marks_only_the_pages_that_show_the_field(notes: Any, now: datetime) -> None:
    notes.shown = {"a": b"x", "b": b"x"}
    notes.depends = {"organ:1": frozenset({"name"})}
    baker.bake(["note:a"], now=now)
    notes.depends = {"organ:1": frozenset({"leader"})}
    baker.bake(["note:b"], now=now)
    stale.touch(["organ:1"], ["leader", "phone"], Lane.DEPENDENTS)
    assert _waiting() == {"note:b": URGENCY[Lane.DEPENDENTS]}


@pytest.mark.parametrize(("sources", "fields"), [([], ["name"]), (["organ:1"], []), (["organ:9"], ["name"])])
def test_touching_what_nobody_shows_marks_nothing(
    notes: Any, now: datetime, sources: list[str], fields: list[str]
) -> None:
    notes.shown, notes.depends = {"a": b"x"}, {"organ:1": frozenset({"name"})}
    baker.bake(["note:a"], now=now)
    stale.touch(sources, fields, Lane.NOW)
    assert _waiting() == {}


def test_a_lane_bakes_its_own_pages_in_pieces(notes: Any, now: datetime) -> None:
    notes.shown = {f"{n}": b"x" for n in range(stale.AT_ONCE + 5)}
    stale.mark([f"note:{name}" for name in notes.shown], Lane.BULK)
    stale.mark(["note:other"], Lane.NOW)
    assert stale.bake_some(Lane.BULK, now=now)
    assert len(notes.rendered) == stale.AT_ONCE
    assert stale.bake_some(Lane.BULK, now=now)
    assert not stale.bake_some(Lane.BULK, now=now)
    assert _waiting() == {"note:other": URGENCY[Lane.NOW]}


def test_a_page_marked_while_it_is_baked_is_baked_again(
    notes: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.shown["a"] = b"old"
    stale.mark(["note:a"], Lane.NOW)
    bake = baker.bake

    def bake_and_change(keys: list[str], *, now: datetime) -> dict[str, str]:
        answer = bake(keys, now=now)
        notes.shown["a"] = b"new"
        stale.mark(["note:a"], Lane.NOW)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(baker, "bake", bake_and_change)
        stale.bake_some(Lane.NOW, now=now)
    assert stale.bake_some(Lane.NOW, now=now)
    assert notes.files()["notes/a.html"] == b"new"
    assert _waiting() == {}


def test_a_page_that_breaks_waits_longer_each_time_and_stops_no_other(notes: Any, now: datetime) -> None:
    notes.shown = {"a": b"x", "b": b"x", "c": b"x"}
    notes.fails = {"b"}
    stale.mark(["note:a", "note:b", "note:c"], Lane.NOW)
    assert stale.bake_some(Lane.NOW, now=now)
    assert {"notes/a.html", "notes/c.html"} <= set(notes.files())
    pauses = []
    for _ in range(14):
        row = StalePage.objects.get()
        assert row.key == "note:b"
        assert "cannot render" in row.error
        assert row.next_at is not None
        pauses.append(row.next_at - now)
        assert not stale.bake_some(Lane.NOW, now=now)
        now = row.next_at
        assert stale.bake_some(Lane.NOW, now=now)
    assert pauses[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert max(pauses) == stale.LONGEST_PAUSE
    notes.fails = set()
    stale.mark(["note:b"], Lane.NOW)
    assert stale.bake_some(Lane.NOW, now=now)
    assert _waiting() == {}


def test_a_page_the_database_does_not_take_stops_no_other(
    notes: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.shown = {"a": b"x", "b": b"x"}
    stale.mark(["note:a", "note:b"], Lane.NOW)
    bake = baker.bake

    def bake_but_b(keys: list[str], *, now: datetime) -> dict[str, str]:
        if "note:b" in keys:
            raise DataError("value too long")
        return bake(keys, now=now)

    monkeypatch.setattr(baker, "bake", bake_but_b)
    assert stale.bake_some(Lane.NOW, now=now)
    assert "notes/a.html" in notes.files()
    assert set(_waiting()) == {"note:b"}


def test_a_page_of_a_kind_nobody_knows_stops_no_other(notes: Any, now: datetime) -> None:
    notes.shown["a"] = b"x"
    stale.mark(["ghost:1", "note:a"], Lane.NOW)
    stale.bake_some(Lane.NOW, now=now)
    assert "notes/a.html" in notes.files()
    assert set(_waiting()) == {"ghost:1"}
