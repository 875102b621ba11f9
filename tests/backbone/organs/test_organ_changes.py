"""What an organ is, names from a day to come, mergers, and undoing each of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from backbone.records.making import make_organ
from gongkai.backbone.organs import selectors, services
from gongkai.backbone.organs.models import Organ, OrganName
from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due import services as due
from gongkai.kernel.events.models import Event

pytestmark = pytest.mark.django_db

WorkOff = Callable[..., list[str]]


def rename(organ: Organ, name: str, since: date, actor: Actor, now: datetime) -> None:
    services.organ_rename(code=organ.code, name=name, since=since, actor=actor, now=now)


def edit(organ: Organ, actor: Actor, now: datetime, **details: Any) -> Organ:
    return services.organ_edit(code=organ.code, details=services.Details(**details), actor=actor, now=now)


@pytest.mark.parametrize("person", ["clerk", "office", "administrator"])
def test_an_organs_editor_looks_after_its_contact(
    education: Organ, now: datetime, request: pytest.FixtureRequest, person: str
) -> None:
    actor = request.getfixturevalue(person)
    services.organ_update(code=education.code, contact=services.Contact(fax="1"), actor=actor, now=now)
    assert selectors.organ_by_code(education.code).fax == "1"


@pytest.mark.parametrize("person", ["citizen", "approver", "auditor", "other_officer"])
def test_nobody_else_does(education: Organ, now: datetime, request: pytest.FixtureRequest, person: str) -> None:
    actor = request.getfixturevalue(person)
    with pytest.raises(ForbiddenError):
        services.organ_update(code=education.code, contact=services.Contact(fax="1"), actor=actor, now=now)


def test_a_name_from_a_day_to_come_is_borne_from_that_day(education: Organ, office: Actor, now: datetime) -> None:
    day = timezone.localdate(now) + timedelta(days=10)
    rename(education, "云川市教育体育局", day, office, now)
    assert selectors.organ_by_code(education.code).name == "云川市教育局"
    assert not Event.objects.filter(kind="organ.changed").exists()
    due.fire(now=now + timedelta(days=9))
    assert selectors.organ_by_code(education.code).name == "云川市教育局"
    due.fire(now=now + timedelta(days=10))
    assert selectors.organ_by_code(education.code).name == "云川市教育体育局"
    assert Event.objects.get(kind="organ.changed").data == {"fields": ["name"]}


@pytest.mark.parametrize("days", [-1, 10])
def test_a_renaming_is_taken_back_as_if_it_had_never_been(
    education: Organ, office: Actor, now: datetime, days: int
) -> None:
    rename(education, "云川市教育居", timezone.localdate(now) + timedelta(days=days), office, now)
    services.organ_name_take_back(code=education.code, actor=office, now=now)
    due.fire(now=now + timedelta(days=11))
    assert selectors.organ_by_code(education.code).name == "云川市教育局"
    assert list(OrganName.objects.filter(organ=education).values_list("name", "valid_to")) == [("云川市教育局", None)]
    assert AuditEntry.objects.get(action="organ.name_taken_back").before == {"name": "云川市教育居"}
    with pytest.raises(services.OrganRefusedError) as caught:
        services.organ_name_take_back(code=education.code, actor=office, now=now)
    assert caught.value.code == "no_earlier_name"


def test_what_an_organ_is_is_changed_as_far_as_it_is_given(education: Organ, office: Actor, now: datetime) -> None:
    edit(education, office, now, kind="institution", position=7)
    held = selectors.organ_by_code(education.code)
    assert (held.kind, held.position, held.level, held.index_prefix) == ("institution", 7, "city", "011100012")
    entry = AuditEntry.objects.get(action="organ.edited")
    assert entry.after == {"kind": "institution", "position": 7}
    edit(education, office, now, kind="institution")
    assert AuditEntry.objects.filter(action="organ.edited").count() == 1


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"kind": "club"}, "organ_kind_unknown"),
        ({"index_prefix": "12"}, "prefix_malformed"),
        ({"index_prefix": "011100013"}, "organ_taken"),
        ({"domain": "d" * 121}, "too_long"),
        ({"parent": "nobody"}, "organ_missing"),
    ],
)
def test_what_cannot_be_is_refused(
    education: Organ, finance: Organ, office: Actor, now: datetime, details: dict[str, Any], code: str
) -> None:
    with pytest.raises((services.OrganRefusedError, selectors.OrganMissingError)) as caught:
        edit(education, office, now, **details)
    assert caught.value.code == code
    assert selectors.organ_by_code(education.code).index_prefix == "011100012"


def test_no_organ_stands_above_itself(city: Organ, education: Organ, office: Actor, now: datetime) -> None:
    make_organ("school-office", "云川市教育局招生办", "011100044", now, parent=education.code)
    for below in (education.code, "school-office"):
        with pytest.raises(services.OrganRefusedError) as caught:
            edit(education, office, now, parent=below)
        assert caught.value.code == "parent_below"


def test_a_merged_organ_leads_to_its_successor_until_that_is_undone(
    education: Organ, finance: Organ, office: Actor, now: datetime
) -> None:
    day = timezone.localdate(now)
    services.organ_abolish(code=education.code, on=day, successor=finance.code, actor=office, now=now)
    assert selectors.organ_by_code(education.code).successor == finance
    for successor in (education.code, finance.code):
        with pytest.raises(services.OrganRefusedError) as caught:
            services.organ_abolish(code=finance.code, on=day, successor=successor, actor=office, now=now)
        assert caught.value.code == "successor_unfit"
    services.organ_reinstate(code=education.code, actor=office, now=now)
    held = selectors.organ_by_code(education.code)
    assert (held.abolished_on, held.successor) == (None, None)
    with pytest.raises(services.OrganRefusedError) as refused:
        services.organ_reinstate(code=education.code, actor=office, now=now)
    assert refused.value.code == "not_abolished"


def test_moving_an_organ_bakes_the_pages_of_those_above(
    city: Organ, education: Organ, finance: Organ, office: Actor, now: datetime, work_off: WorkOff
) -> None:
    work_off()
    edit(education, office, now, parent=finance.code)
    assert {f"organs/{one.code}.html" for one in (city, education, finance)} | {"organs.html"} == set(work_off())
