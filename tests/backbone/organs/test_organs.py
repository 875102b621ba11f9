"""Organs: their codes, their names through time, who answers for openness."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backbone.records.making import make_organ
from gongkai.backbone.organs import selectors, services
from gongkai.backbone.organs.models import Organ, OrganName
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.events.models import Event

pytestmark = pytest.mark.django_db

GOOD: dict[str, Any] = {
    "code": "yunchuan-parks",
    "name": "云川市园林局",
    "kind": "department",
    "level": "city",
    "index_prefix": "011100077",
}


def create(actor: Actor, now: datetime, **changes: Any) -> Organ:
    return services.organ_create(**(GOOD | changes), actor=actor, now=now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "Parks"}, "code_malformed"),
        ({"code": "p_arks"}, "code_malformed"),
        ({"code": "../x"}, "code_malformed"),
        ({"code": ""}, "code_malformed"),
        ({"code": "p" * 41}, "code_malformed"),
        ({"name": " "}, "name_malformed"),
        ({"name": "园" * 121}, "name_malformed"),
        ({"kind": "club"}, "organ_kind_unknown"),
        ({"level": "galaxy"}, "organ_kind_unknown"),
        ({"index_prefix": "12"}, "prefix_malformed"),
        ({"code": "yunchuan"}, "organ_taken"),
        ({"index_prefix": "011100001"}, "organ_taken"),
        ({"parent": "nobody"}, "organ_missing"),
    ],
)
def test_what_cannot_be_an_organ_is_refused(
    city: Organ, office: Actor, now: datetime, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises((services.OrganRefusedError, selectors.OrganMissingError)) as caught:
        create(office, now, **changes)
    assert caught.value.code == code
    assert Organ.objects.count() == 1
    assert Event.objects.filter(kind="organ.created").count() == 1


@pytest.mark.parametrize("person", ["citizen", "clerk", "approver", "auditor", "other_officer"])
def test_only_office_and_administrator_edit_organs(
    education: Organ, now: datetime, request: pytest.FixtureRequest, person: str
) -> None:
    actor = request.getfixturevalue(person)
    with pytest.raises(ForbiddenError):
        create(actor, now)
    with pytest.raises(ForbiddenError):
        services.organ_rename(code=education.code, name="新名", since=date(2026, 12, 1), actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.organ_edit(code=education.code, details=services.Details(domain="x"), actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.organ_name_take_back(code=education.code, actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.organ_reinstate(code=education.code, actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.organ_abolish(code=education.code, on=now.date(), actor=actor, now=now)


def test_names_follow_each_other_without_gap_or_overlap(education: Organ, office: Actor, now: datetime) -> None:
    for year in (2018, 2021):
        services.organ_rename(
            code=education.code, name=f"云川市教育体育局{year}", since=date(year, 3, 1), actor=office, now=now
        )
    spans = list(OrganName.objects.filter(organ=education).values_list("valid_from", "valid_to"))
    assert spans == [
        (date(2015, 1, 1), date(2018, 3, 1)),
        (date(2018, 3, 1), date(2021, 3, 1)),
        (date(2021, 3, 1), None),
    ]
    held = [selectors.name_on(education.code, date(year, 2, 28)) for year in (2014, 2018, 2021, 2026)]
    assert held == [None, "云川市教育局", "云川市教育体育局2018", "云川市教育体育局2021"]
    assert selectors.name_on(education.code, date(2018, 3, 1)) == "云川市教育体育局2018"


def test_an_organ_is_found_by_every_name_it_bore(education: Organ, office: Actor, now: datetime) -> None:
    services.organ_rename(code=education.code, name="云川市教育体育局", since=date(2020, 1, 1), actor=office, now=now)
    for name in ("云川市教育局", "云川市教育体育局"):
        assert selectors.organ_by_name(name) == education
    assert selectors.organ_by_name("云川市从无此局") is None


@pytest.mark.parametrize(
    ("name", "since", "code"),
    [
        ("云川市教育局", date(2026, 12, 1), "name_same"),
        (" ", date(2026, 12, 1), "name_same"),
        ("新" * 121, date(2026, 12, 1), "name_same"),
        ("云川市教育体育局", date(2015, 1, 1), "since_too_early"),
    ],
)
def test_names_that_cannot_follow(
    education: Organ, office: Actor, now: datetime, name: str, since: date, code: str
) -> None:
    with pytest.raises(services.OrganRefusedError) as caught:
        services.organ_rename(code=education.code, name=name, since=since, actor=office, now=now)
    assert caught.value.code == code
    assert OrganName.objects.filter(organ=education).count() == 1


def test_a_contact_is_changed_as_far_as_it_is_given(education: Organ, office: Actor, now: datetime) -> None:
    services.organ_update(
        code=education.code, contact=services.Contact(leader="负责人", fax="0000-1"), actor=office, now=now
    )
    services.organ_update(code=education.code, contact=services.Contact(fax=""), actor=office, now=now)
    organ = selectors.organ_by_code(education.code)
    assert (organ.leader, organ.fax) == ("负责人", "")
    entry = AuditEntry.objects.filter(action="organ.updated").first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"fax": "0000-1"}, {"fax": ""})
    fields = [event.data["fields"] for event in Event.objects.filter(kind="organ.changed").order_by("seq")]
    assert fields == [["fax", "leader"], ["fax"]]


def test_an_update_that_changes_nothing_leaves_no_trace(education: Organ, office: Actor, now: datetime) -> None:
    services.organ_update(code=education.code, contact=services.Contact(fax=""), actor=office, now=now)
    assert not AuditEntry.objects.filter(action="organ.updated").exists()


def test_a_contact_too_long_is_refused(education: Organ, office: Actor, now: datetime) -> None:
    with pytest.raises(services.OrganRefusedError) as caught:
        services.organ_update(code=education.code, contact=services.Contact(leader="长" * 61), actor=office, now=now)
    assert caught.value.code == "too_long"


def test_an_organ_is_abolished_once_and_kept(education: Organ, office: Actor, now: datetime) -> None:
    services.organ_abolish(code=education.code, on=now.date(), actor=office, now=now)
    with pytest.raises(services.OrganRefusedError) as caught:
        services.organ_abolish(code=education.code, on=now.date() + timedelta(days=1), actor=office, now=now)
    assert caught.value.code == "abolished_already"
    assert selectors.organ_by_code(education.code).abolished_on == now.date()


def test_the_register_has_those_above_before_those_below(city: Organ, education: Organ, now: datetime) -> None:
    make_organ("school-office", "云川市教育局招生办", "011100044", now, parent="yunchuan-education")
    make_organ("yunchuan-water", "云川市水务局", "011100045", now, parent="yunchuan")
    codes = [organ.code for organ in selectors.all_organs()]
    assert codes == ["yunchuan", "yunchuan-education", "school-office", "yunchuan-water"]
    assert selectors.root() == city


def test_nobody_of_this_code_is_told(db: None, now: datetime) -> None:
    with pytest.raises(selectors.OrganMissingError):
        services.organ_rename(code="nobody", name="新", since=now.date(), actor=SYSTEM, now=now)
    with pytest.raises(selectors.OrganMissingError):
        selectors.organ_by_code("nobody")
