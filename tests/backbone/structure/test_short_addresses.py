"""Short addresses: where they may lead, and what they may not stand in for."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from backbone.records.making import draft, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.structure.models import ShortAddress
from gongkai.backbone.structure.services.addresses import (
    AddressRefusedError,
    address_change,
    address_create,
    address_switch,
    host_switch,
)
from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db


def create(
    actor: Actor, now: datetime, path: str = "/zufang", target: str = "/lists/all", **more: object
) -> ShortAddress:
    return address_create(path=path, target=target, actor=actor, now=now, **more)  # type: ignore[arg-type]


def test_it_leads_to_a_record_a_list_or_a_page_in_either_language(
    education: Organ, office: Actor, now: datetime, client: Client
) -> None:
    (number,) = imported(education, now, draft())
    create(office, now)
    create(office, now, "/供暖/通知", f"/info/{number}", permanent=True)
    create(office, now, "/ask", "/disclosure/guide#office")
    create(office, now, "/find", "/search")
    for path, status, target in (
        ("/zufang", 302, "/lists/all"),
        ("/en/zufang", 302, "/en/lists/all"),
        ("/供暖/通知", 301, f"/info/{number}"),
        ("/ask", 302, "/disclosure/guide#office"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer["location"]) == (status, target)
    assert AuditEntry.objects.filter(action="address.created").count() == 4


@pytest.mark.parametrize(
    ("path", "target", "code"),
    [
        ("zufang", "/lists/all", "short_address_malformed"),
        ("/a/b/c", "/lists/all", "short_address_malformed"),
        ("/../x", "/lists/all", "short_address_malformed"),
        ("/lists/all2", "/lists/all", "short_address_malformed"),
        ("/Console/x", "/lists/all", "short_address_malformed"),
        ("/en", "/lists/all", "short_address_malformed"),
        ("/x", "//elsewhere.example/", "link_malformed"),
        ("/x", "/\\elsewhere.example", "link_malformed"),
        ("/x", "http://elsewhere.example/", "link_malformed"),
        ("/x", "https://user@elsewhere.example/", "link_malformed"),
        ("/x", "javascript:alert(1)", "link_malformed"),
        ("/x", "/a/../b", "link_malformed"),
        ("/x", "https://elsewhere.example/", "host_not_allowed"),
        ("/x", "/nothing", "target_missing_page"),
        ("/x", "/info/YC0000013/2026-99999", "target_missing_page"),
        ("/x", "/x", "address_leads_on"),
        ("/x", "/taken", "address_leads_on"),
        ("/taken", "/lists/all", "short_address_taken"),
    ],
)
def test_what_leads_astray_in_a_ring_or_over_something_is_refused(
    city: Organ, office: Actor, now: datetime, path: str, target: str, code: str
) -> None:
    create(office, now, "/taken", "/organs")
    with pytest.raises(AddressRefusedError) as caught:
        create(office, now, path, target)
    assert caught.value.code == code
    assert ShortAddress.objects.count() == 1


def test_another_site_only_as_long_as_the_administrator_allows_it(
    city: Organ, office: Actor, administrator: Actor, now: datetime, client: Client
) -> None:
    with pytest.raises(ForbiddenError):
        host_switch(name="tax.example", active=True, actor=office, now=now)
    host_switch(name="tax.example", active=True, actor=administrator, now=now)
    create(office, now, "/tax", "https://tax.example/pay?year=2026")
    assert client.get("/en/tax")["location"] == "https://tax.example/pay?year=2026"
    host_switch(name="tax.example", active=False, actor=administrator, now=now)
    assert client.get("/tax").status_code == 404
    with pytest.raises(AddressRefusedError):
        host_switch(name="https://tax.example/", active=True, actor=administrator, now=now)


def test_what_is_asked_is_not_handed_on_and_nobody_chooses_the_target(
    city: Organ, office: Actor, now: datetime, client: Client
) -> None:
    create(office, now)
    assert client.get("/zufang?next=https://elsewhere.example")["location"] == "/lists/all"


def test_switched_off_it_leads_nowhere_and_on_again(city: Organ, office: Actor, now: datetime, client: Client) -> None:
    made = create(office, now)
    address_switch(made.pk, active=False, actor=office, now=now)
    assert client.get("/zufang").status_code == 404
    address_switch(made.pk, active=True, actor=office, now=now)
    address_change(made.pk, target="/organs", permanent=True, note="海报", actor=office, now=now)
    answer = client.get("/zufang")
    assert (answer.status_code, answer["location"]) == (301, "/organs")
    assert "max-age=3600" in answer["cache-control"]


@pytest.mark.parametrize("person", ["citizen", "clerk", "approver", "auditor", "administrator"])
def test_only_the_office_makes_them(
    city: Organ, office: Actor, now: datetime, request: pytest.FixtureRequest, person: str
) -> None:
    made, actor = create(office, now), request.getfixturevalue(person)
    attempts: list[Callable[[], object]] = [
        lambda: create(actor, now, "/y"),
        lambda: address_change(made.pk, target="/organs", permanent=False, note="", actor=actor, now=now),
        lambda: address_switch(made.pk, active=False, actor=actor, now=now),
    ]
    for attempt in attempts:
        with pytest.raises(ForbiddenError):
            attempt()


def test_the_pages_make_change_switch_and_list_them(city: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    assert "还没有短地址" in office.get("/console/addresses").content.decode()
    refused = office.post("/console/addresses/new", {"path": "/zufang", "target": "/nothing", "note": "海报"})
    assert refused.status_code == 400
    assert "本站没有 /nothing 这个页面" in str(refused.context["form"].errors["target"])
    assert "海报" in refused.content.decode()
    office.post("/console/addresses/new", {"path": "/zufang", "target": "/organs", "note": "海报"})
    made = ShortAddress.objects.get()
    office.post(f"/console/addresses/{made.pk}", {"target": "/lists/all", "permanent": "on"})
    office.post(f"/console/addresses/{made.pk}/off")
    assert "/zufang" in office.get("/console/addresses?state=off").content.decode()
    assert "没有符合条件的短地址" in office.get("/console/addresses?state=active").content.decode()
    table = b"".join(office.get("/console/addresses.csv")).decode("utf-8-sig")
    assert '"/zufang","/lists/all","301","False"' in table
    office.post(f"/console/addresses/{made.pk}/on")
    assert office.get("/console/addresses/999").status_code == 404


def test_the_administrator_allows_a_site_on_a_page(city: Organ) -> None:
    administrator = signed_in("admin", Role.ADMINISTRATOR)
    assert "没有允许其他网站" in administrator.get("/console/allowed-sites").content.decode()
    administrator.post("/console/allowed-sites", {"name": "Tax.Example"})
    assert "tax.example" in administrator.get("/console/allowed-sites").content.decode()
    administrator.post("/console/allowed-sites", {"name": "tax.example", "refuse": "1"})
    assert "不允许" in administrator.get("/console/allowed-sites").content.decode()
    assert administrator.post("/console/allowed-sites", {"name": "a b"}).status_code == 400
    assert administrator.get("/console/addresses").status_code == 403
