"""What publishing entails: limits, confirmation, columns, annual reports."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backbone.records.making import draft, drafted, fresh, imported
from gongkai.backbone.duties.models import Duty, State
from gongkai.backbone.duties.publication import publication_rules
from gongkai.backbone.duties.services.yearly import open_annual_reports
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services as records
from gongkai.backbone.records.rules import Route
from gongkai.foundations import law
from gongkai.foundations.law.clock_book import clock_book
from gongkai.kernel.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def _owed(number: str) -> list[tuple[str, str, str]]:
    rows = Duty.objects.filter(subject=f"record:{number}").order_by("id")
    return [(d.rule, str(d.started_on), d.state) for d in rows]


def _draft(organ: Organ, clerk: Actor, now: datetime, **changes: Any) -> str:
    return drafted(organ, clerk, now, draft(**changes))[0].index_number


def test_a_draft_is_owed_to_the_public_within_twenty_working_days_of_its_making(
    education: Organ, clerk: Actor, now: datetime
) -> None:
    number = _draft(education, clerk, now)
    duty = Duty.objects.get(subject=f"record:{number}")
    assert (duty.rule, str(duty.due_on), duty.person, duty.public) == ("PROACTIVE", "2026-11-30", clerk.id, False)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"item": "20.6", "kind": "decision"}, "PERMIT_PENALTY_PUBLISH"),
        ({"item": "20.6", "kind": "notice"}, "PROACTIVE"),
        ({"item": "20.7"}, "BUDGET_DEPT"),
        ({"item": "20.9"}, "PURCHASE_RESULT"),
        ({"item": "21.4", "kind": "announcement"}, "LAND_FINAL"),
    ],
)
def test_a_special_limit_overrides_the_general_one(
    education: Organ, clerk: Actor, now: datetime, changes: dict[str, Any], rule: str
) -> None:
    number = _draft(education, clerk, now, **changes)
    assert [owed[0] for owed in _owed(number)] == [rule]


def test_the_governments_own_budget_has_its_own_limit(city: Organ, now: datetime) -> None:
    number = _draft(city, SYSTEM, now, item="20.7")
    assert _owed(number)[0][0] == "BUDGET"


def test_every_limit_of_a_publication_overrides_the_general_one_in_the_rule_book() -> None:
    special = {rule.code for rule in clock_book().overriding("PROACTIVE", date(2026, 11, 26))}
    assert set(publication_rules()) - {"PROACTIVE"} <= special


@pytest.mark.parametrize(
    "changes",
    [
        {"disclosure": "on_request", "disclosure_reason": "过程性信息"},
        {"dated_on": date(2007, 6, 1)},
        {"dated_on": date(2099, 1, 1)},
    ],
)
def test_nothing_is_owed_where_no_limit_runs(
    education: Organ, clerk: Actor, now: datetime, changes: dict[str, Any]
) -> None:
    assert _owed(_draft(education, clerk, now, **changes)) == []


def test_publishing_meets_the_duty_and_shows_it_to_everyone(education: Organ, clerk: Actor, now: datetime) -> None:
    number = _draft(education, clerk, now)
    (publication,) = records.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED)
    duty = Duty.objects.get(subject=f"record:{number}")
    assert (duty.state, duty.public, duty.closed_at) == (State.MET, True, now)
    assert [one["what"] for one in duty.evidence] == [f"event:{publication.seq}"]


def test_publishing_late_is_told_as_late(education: Organ, clerk: Actor, now: datetime) -> None:
    number = _draft(education, clerk, now)
    later = now + timedelta(days=30)
    records.publish([number], actor=SYSTEM, now=later, route=Route.IMPORTED)
    assert _owed(number)[0][2] == State.MET_LATE


def test_a_correction_owes_nothing_new(education: Organ, clerk: Actor, now: datetime) -> None:
    number = _draft(education, clerk, now)
    records.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED)
    records.revise(number, {"summary": "改"}, actor=clerk, now=now)
    records.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="补摘要")
    assert len(_owed(number)) == 1


def test_what_is_imported_in_bulk_owes_nothing(education: Organ, now: datetime) -> None:
    (number,) = imported(education, now)
    assert _owed(number) == []


def test_another_day_or_item_moves_the_limit(education: Organ, clerk: Actor, now: datetime) -> None:
    number = _draft(education, clerk, now)
    records.revise(number, {"dated_on": date(2026, 11, 20)}, actor=clerk, now=now)
    records.revise(number, {"item": "20.9"}, actor=clerk, now=now)
    assert _owed(number) == [
        ("PROACTIVE", "2026-11-02", "excused"),
        ("PROACTIVE", "2026-11-20", "excused"),
        ("PURCHASE_RESULT", "2026-11-20", "overdue"),
    ]


def test_what_shall_not_be_public_is_owed_no_more(education: Organ, clerk: Actor, now: datetime) -> None:
    number = _draft(education, clerk, now)
    records.revise(number, {"disclosure": "withheld", "disclosure_reason": "国家秘密"}, actor=clerk, now=now)
    assert [owed[2] for owed in _owed(number)] == ["excused"]


def test_when_a_publication_fails_no_duty_is_closed(education: Organ, clerk: Actor, now: datetime) -> None:
    number = _draft(education, clerk, now, title=" ")
    with pytest.raises(records.NotPublishableError):
        records.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED)
    assert [owed[2] for owed in _owed(number)] == ["open"]


def test_an_urgent_publication_is_to_be_confirmed_within_a_day(
    education: Organ, clerk: Actor, approver: Actor, office: Actor, now: datetime
) -> None:
    number = _draft(education, clerk, now)
    records.publish([number], actor=approver, now=now, route=Route.URGENT)
    duty = Duty.objects.get(subject=f"record:{number}", rule="URGENT_CONFIRM")
    assert duty.due_at == now + timedelta(hours=24)
    other = Actor(id="test:second", label="second", memberships=approver.memberships)
    records.confirm_urgent(number, actor=other, now=now + timedelta(hours=2))
    duty.refresh_from_db()
    assert (duty.state, fresh(number).urgent_by) == (State.MET, "")


def test_a_column_is_owed_an_update_again_after_each_publication(city: Organ, education: Organ, now: datetime) -> None:
    imported(education, now)
    imported(education, now + timedelta(days=3), draft(title="另一件"))
    home = Duty.objects.filter(subject="column:home").order_by("id")
    assert [(d.state, str(d.due_on), d.organ) for d in home] == [
        ("met", "2026-12-10", city),
        ("open", "2026-12-13", city),
    ]


def test_a_column_lives_on_its_kinds_alone(city: Organ, education: Organ, now: datetime) -> None:
    imported(education, now)
    assert set(Duty.objects.values_list("subject", flat=True)) == {"column:home", "column:notices"}
    assert {column.rule for column in law.updated_columns().values()} <= set(clock_book().versions)


def test_every_organ_owes_its_annual_report(city: Organ, education: Organ, now: datetime) -> None:
    opened = open_annual_reports(now=now)
    assert [(d.rule, d.subject, str(d.due_on)) for d in opened] == [
        ("AR_GOV", "report:2025:yunchuan", "2026-03-31"),
        ("AR_DEPT", "report:2025:yunchuan-education", "2026-01-31"),
    ]
    assert open_annual_reports(now=now) == []


def test_the_published_report_meets_its_duty(city: Organ, education: Organ, now: datetime) -> None:
    open_annual_reports(now=now)
    imported(education, now, draft(title="云川市教育局2025年政府信息公开工作年度报告", kind="report"))
    states = dict(Duty.objects.filter(subject__startswith="report:").values_list("organ__code", "state"))
    assert states == {"yunchuan": "overdue", "yunchuan-education": "met_late"}
