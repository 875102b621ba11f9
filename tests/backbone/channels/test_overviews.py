"""Overviews count what lists show: by year, subject, kind and organ, of the city and of each organ."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from backbone.records.making import draft, imported
from gongkai.backbone.channels import charts, selectors
from gongkai.backbone.channels.models import Tally
from gongkai.backbone.channels.rules import tallies_of
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_rename
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services import publish, revise, withdraw
from gongkai.kernel.actors import SYSTEM

WorkOff = Callable[..., list[str]]


def test_a_record_counts_for_the_city_and_its_organ() -> None:
    names = ["all", "organ/a", "subject/01", "subject/01.02", "kind/notice", "item/20.1", "year/2026"]
    facets = {"subject/01", "kind/notice", "year/2026"}
    assert tallies_of(names) == {("all", f) for f in facets | {"organ/a"}} | {("organ/a", f) for f in facets}
    assert tallies_of([]) == set()


@pytest.mark.django_db
def test_figures_follow_publication_correction_and_withdrawal(
    education: Organ, finance: Organ, now: datetime, work_off: WorkOff
) -> None:
    first, second = imported(education, now, draft("一"), draft("二", dated_on=date(2024, 5, 6), kind="opinion"))
    imported(finance, now, draft("三"))
    work_off()
    assert selectors.tally("all") == {
        "year/2026": 2, "year/2024": 1, "kind/notice": 2, "kind/opinion": 1, "subject/01": 3,
        "organ/yunchuan-education": 2, "organ/yunchuan-finance": 1,
    }  # fmt: skip
    revise(second, {"dated_on": date(2025, 5, 6)}, actor=SYSTEM, now=now)
    publish([second], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="更正日期。")
    withdraw(first, form="withdrawn", reason="重复。", actor=SYSTEM, now=now)
    work_off(now + timedelta(minutes=1))
    assert selectors.tally("organ/yunchuan-education") == {"year/2025": 1, "kind/opinion": 1, "subject/01": 1}
    assert selectors.tally("all")["year/2026"] == 1


@pytest.mark.django_db
def test_the_pages_show_the_figures_in_a_chart_and_in_tables(
    education: Organ, finance: Organ, now: datetime, work_off: WorkOff, public: Path, client: Client
) -> None:
    imported(education, now, draft("一"), draft("二", dated_on=date(2023, 5, 6)))
    imported(finance, now, draft("三"))
    work_off()
    page = (public / "overview.html").read_text("utf-8")
    years = re.findall(r'<th scope="row">(?:<a[^>]*>)?(\d{4})(?:</a>)?</th><td>(\d+)</td>', page)
    assert years == [("2026", "2"), ("2025", "0"), ("2024", "0"), ("2023", "1")]
    assert len(re.findall(r'<rect x="', page)) == 4
    assert 'href="/lists/organ/yunchuan-education"' in page
    own = (public / "overview/yunchuan-education.html").read_text("utf-8")
    assert "云川市教育局公开概览" in own
    assert "云川市财政局" not in own
    english = client.get("/en/overview").content.decode()
    assert "3 pieces of information are published, of 2023 to 2026." in english
    assert "Kinds of document" in english
    assert client.get("/overview/nobody").status_code == 404
    assert 'class="empty"' in client.get("/overview/yunchuan").content.decode()


@pytest.mark.django_db
def test_only_what_changes_figures_bakes_them_again(
    education: Organ, finance: Organ, now: datetime, work_off: WorkOff
) -> None:
    (number,) = imported(education, now, draft("一"))
    imported(finance, now, draft("二"))
    work_off()
    revise(number, {"title": "改过的标题"}, actor=SYSTEM, now=now)
    publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="更正标题。")
    assert [path for path in work_off() if path.startswith("overview")] == []
    imported(finance, now, draft("三"))
    overviews = [path for path in work_off() if path.startswith("overview")]
    assert overviews == ["overview.html", "overview/yunchuan-finance.html"]
    since = date(2026, 11, 20)
    organ_rename(code=finance.code, name="云川市财政和国资局", since=since, actor=SYSTEM, now=now)
    assert {"overview.html", "overview/yunchuan-finance.html"} <= set(work_off())


@pytest.mark.django_db
def test_a_platform_from_before_the_tallies_counts_what_it_holds(
    education: Organ, now: datetime, work_off: WorkOff
) -> None:
    first, *_ = imported(education, now, draft("一"), draft("二", subject="01.02"))
    withdraw(first, form="withdrawn", reason="重复。", actor=SYSTEM, now=now)
    work_off()
    kept = {(t.list, t.facet, t.count) for t in Tally.objects.filter(count__gt=0)}
    Tally.objects.all().delete()
    migration: Any = import_module("gongkai.backbone.channels.migrations.0002_tally")
    with connection.cursor() as cursor:
        cursor.execute(migration.COUNT)
    assert {(t.list, t.facet, t.count) for t in Tally.objects.all()} == kept


@given(st.lists(st.integers(0, 10**7), max_size=40))
def test_columns_stay_within_their_drawing_in_proportion_and_in_order(values: list[int]) -> None:
    drawn = charts.chart([(str(place), value) for place, value in enumerate(values)])
    assert [column.value for column in drawn.columns] == values[-15:]
    assert 2 <= len(drawn.lines) <= 6
    for column in drawn.columns:
        assert 0 <= column.y <= column.y + column.height <= drawn.height
        assert drawn.left <= column.x <= column.x + column.width <= drawn.width
    assert [c.x for c in drawn.columns] == sorted(c.x for c in drawn.columns)
    by_value = sorted(drawn.columns, key=lambda column: column.value)
    assert [c.height for c in by_value] == sorted(c.height for c in by_value)


@pytest.mark.parametrize(("largest", "step"), [(0, 1), (5, 1), (6, 2), (11, 5), (26, 10), (59, 20), (1000, 200)])
def test_lines_stand_at_round_values(largest: int, step: int) -> None:
    assert charts.step_for(largest) == step


@pytest.mark.parametrize(("value", "share"), [(0, 0.0), (1, 0.6), (50, 25.0), (200, 100.0)])
def test_a_bar_that_counts_at_all_can_be_seen(value: int, share: float) -> None:
    assert charts.share(value, 200) == share
