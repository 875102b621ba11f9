"""Every address of the console, asked by everyone who has no business there: none answers, none changes anything."""

import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from affairs.foi.conftest import application
from backbone.records import making
from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest, Material, Paper
from gongkai.affairs.foi.services import happen, material_add, material_copy, paper_add, request_file
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.vault import Kept
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.desk import visible
from gongkai.backbone.records.models import Finding, Intake, Record
from gongkai.backbone.records.services.access import RecordMissingError
from gongkai.backbone.search.models import Hint
from gongkai.backbone.structure.models import Banner, Column, Menu
from gongkai.backbone.structure.services.banners import Words, banner_set
from gongkai.backbone.structure.services.columns import Shape, column_create
from gongkai.foundations.redaction import Plan
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_pdf
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import ABILITIES, SYSTEM, Ability, Actor, Role, Scope
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.files.services import file_store
from support.packages import PNG
from support.walking import OPEN, Route, leaks, routes

BATCH = UUID("7d1f4f0e-2a51-4bb0-9d0a-0f8f5f0c6b11")
EDUCATION, FINANCE = "yunchuan-education", "yunchuan-finance"
SECRET = "关于调整幼儿园收费标准的通知"
CITY_WIDE = {Role.OPEN_GOVERNMENT_OFFICE, Role.AUDITOR}


@pytest.fixture
def record(db: None, clerk: Actor, now: datetime) -> Record:
    """A draft of the education bureau, handed in for review, the file it was made of, and a request to the bureau."""
    city = making.make_organ("yunchuan", "云川市人民政府", "YC0000013", now)
    education = making.make_organ(EDUCATION, "云川市教育局", "YC0000030", now, parent=city.code)
    making.make_organ(FINANCE, "云川市财政局", "YC0000048", now, parent=city.code)
    file = file_store(io.BytesIO(SECRET.encode()), organ=EDUCATION, actor=SYSTEM, now=now)
    document = {"blocks": [SECRET], "format": "txt", "media": [{"sha256": file.sha256, "media_type": "image/png"}]}
    source = making.draft(SECRET, document=document, source_sha256=file.sha256, source_name=f"{SECRET}.txt")
    (made,) = making.drafted(education, clerk, now, source)
    services.submit(made.index_number, actor=clerk, now=now)
    Finding.objects.create(
        record=made, key="1", code="doubtful", field="title", reason=SECRET, fix=SECRET, blocking=False, found_at=now
    )
    Intake.objects.create(
        batch=BATCH, organ=education, by=clerk.id, by_label=clerk.label, sha256="0" * 64, name=f"{SECRET}.docx",
        size=1, state=Intake.State.FAILED, error_code="empty_file", error_message="文件是空的。", received_at=now,
    )  # fmt: skip
    words = Words(level="notice", chinese=SECRET, starts_at=now, ends_at=now + timedelta(days=1))
    banner = banner_set(organ=EDUCATION, words=words, actor=SYSTEM, now=now)
    asked = application(organ=EDUCATION, on=now.date(), subject=SECRET, wanted=SECRET)
    number = request_file(asked, actor=APPLICANT, now=now).number
    happen(number, "confirmed", on=now.date(), facts={}, actor=SYSTEM, now=now)
    material_add(number, Kept(f"{SECRET}.pdf", "", to_pdf(Document((Paragraph(SECRET),)))), actor=SYSTEM, now=now)
    material_copy(number, 1, Plan(), actor=SYSTEM, now=now)
    paper_add(number, "identity", PNG, actor=SYSTEM, now=now)
    shape = Shape(chinese=SECRET, english="Fees", organ=EDUCATION, list="kind/notice", every=30)
    column_create(code="secret", shape=shape, actor=SYSTEM, now=now)
    Hint.objects.create(pk=banner.pk, kind="synonyms", words=[SECRET, "甲"], changed_at=now, revision=1, token="1")
    return making.fresh(made.index_number)


def signed_in(login: str, organ: str, *roles: Role) -> Client:
    """A browser of someone with these roles."""
    now = timezone.now()
    person = person_create(login=login, name=login, password="a long pass phrase", actor=SYSTEM, now=now)
    if roles:
        memberships_grant(person=person, organ=organ, roles=roles, actor=SYSTEM, now=now)
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    session = client.session
    session[BEGUN] = session[SEEN] = now.timestamp() + 1
    session.save()
    return client


def all_routes(record: Record) -> list[Route]:
    prefix, _, number = record.index_number.partition("/")
    fill = {"prefix": prefix, "number": number, "code": record.organ.code, "id": "1", "sheet": "1", "batch": str(BATCH)}
    fill["sha256"] = str(record.source_sha256)
    fill["case"] = DisclosureRequest.objects.values_list("number", flat=True).get()
    fill["column"] = "secret"
    fill["place"] = fill["page"] = "1"
    fill["row"] = str(Banner.objects.values_list("id", flat=True).get())
    return list(routes(get_resolver().url_patterns, fill))


def secrets_of(record: Record) -> list[str]:
    """What nobody of another organ may meet on any page."""
    return [SECRET, record.index_number, *DisclosureRequest.objects.values_list("number", flat=True), "林小满"]


def city_wide_abilities(*roles: Role) -> set[Ability]:
    return {one for one, reach in ABILITIES.items() if any(reach.get(role) is Scope.CITY for role in roles)}


def state_of_things() -> tuple[Any, ...]:
    """Whatever a request could have changed."""
    return (
        list(Record.objects.order_by("id").values_list("id", "state", "updated_at", "edition", "withdrawal")),
        list(Finding.objects.order_by("id").values_list("id", "resolution")),
        list(Intake.objects.order_by("id").values_list("id", "state", "attempts")),
        list(Banner.objects.order_by("id").values_list("id", "chinese", "ends_at")),
        Menu.objects.count(),
        list(Column.objects.order_by("id").values_list("id", "chinese", "organ_id", "every", "active")),
        list(Hint.objects.order_by("id").values_list("id", "active", "revision")),
        list(Organ.objects.order_by("id").values_list("id", "name", "telephone", "kind", "abolished_on")),
        list(DisclosureRequest.objects.order_by("id").values()),
        list(Material.objects.order_by("id").values()),
        list(Paper.objects.order_by("id").values()),
        list(CaseEvent.objects.order_by("id").values_list("request", "number", "kind")),
        AuditEntry.objects.exclude(action__startswith="person.").count(),
    )


def test_someone_who_has_not_signed_in_is_led_to_the_door_everywhere(record: Record) -> None:
    before = state_of_things()
    for route in all_routes(record):
        if route.name in OPEN:
            continue
        for method in ("get", "post"):
            answer = getattr(Client(), method)(route.path)
            assert answer.status_code in {302, 405}, f"{method} {route.name}"
            assert answer.status_code == 405 or answer["location"].startswith("/console/login"), route.name
    assert state_of_things() == before


@pytest.mark.parametrize("role", [role for role in Role if role not in CITY_WIDE])
def test_an_officer_of_another_organ_gets_nothing_in_any_role(record: Record, role: Role) -> None:
    client, before = signed_in("other", FINANCE, role), state_of_things()
    city_wide = city_wide_abilities(role)
    found = list(leaks(client, all_routes(record), secrets=secrets_of(record), city_wide=city_wide))
    assert found == []
    assert state_of_things() == before


def test_an_officer_of_another_organ_with_every_role_there_gets_nothing(record: Record) -> None:
    roles = [role for role in Role if role not in CITY_WIDE]
    client, before = signed_in("other", FINANCE, *roles), state_of_things()
    secrets, city_wide = secrets_of(record), city_wide_abilities(*roles)
    assert list(leaks(client, all_routes(record), secrets=secrets, city_wide=city_wide)) == []
    assert state_of_things() == before


def test_someone_without_any_role_gets_nothing(record: Record) -> None:
    client, before = signed_in("nobody", EDUCATION), state_of_things()
    assert list(leaks(client, all_routes(record), secrets=secrets_of(record))) == []
    assert state_of_things() == before


def test_an_auditor_reads_and_changes_nothing(record: Record) -> None:
    client, before = signed_in("auditor", "yunchuan", Role.AUDITOR), state_of_things()
    prefix_path = f"/console/records/{record.index_number}"
    assert SECRET in client.get(prefix_path).content.decode()
    for route in all_routes(record):
        assert client.post(route.path).status_code < 500, route.name
    assert state_of_things() == before


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_of_a_request_what_its_abilities_say(record: Record, role: Role) -> None:
    """Who may see requests meets pages or a refusal, the others a refusal; what is sent empty changes nothing."""
    client, before = signed_in("colleague", EDUCATION, role), state_of_things()[:-1]
    sees = role in ABILITIES[Ability.REQUEST_SEE]
    of_case = [route for route in all_routes(record) if route.name.startswith("console-foi:") and route.of_thing]
    answers = {route.name: client.get(route.path).status_code for route in of_case}
    assert set(answers.values()) <= ({200, 403} if sees else {403})
    assert answers["console-foi:case"] == (200 if sees else 403)
    assert answers["console-foi:archive"] == (200 if role in ABILITIES[Ability.REQUEST_IDENTITY] else 403)
    assert {client.post(route.path).status_code for route in of_case} <= ({400, 403, 404, 405} if sees else {403})
    assert state_of_things()[:-1] == before


def test_no_two_pages_share_an_address(record: Record) -> None:
    walked = [route.path for route in all_routes(record)]
    assert sorted(walked) == sorted(set(walked))


def test_the_walk_is_long_enough_to_mean_something(record: Record) -> None:
    walked = all_routes(record)
    assert len(walked) >= 15
    assert sum(route.of_thing for route in walked) >= 8


@pytest.mark.urls("support.careless_urls")
def test_a_page_added_without_scope_is_found_by_the_walk(record: Record) -> None:
    client = signed_in("other", FINANCE, Role.EDITOR)
    found = list(leaks(client, all_routes(record), secrets=[SECRET]))
    assert [line for line in found if "careless" in line] == found != []


def test_what_an_actor_may_not_know_of_is_missing_and_not_forbidden(record: Record, other_officer: Actor) -> None:
    with pytest.raises(RecordMissingError):
        visible(record.index_number, actor=other_officer)
