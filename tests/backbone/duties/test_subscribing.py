"""A person's calendar address: a secret that opens what they owe, names nobody, and can be taken back."""

from datetime import datetime

import pytest
from django.test import Client

from backbone.duties.conftest import OpenDuty, SignIn
from gongkai.backbone.duties import services, subscriptions
from gongkai.backbone.duties.models import CalendarAddress
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.accounts.services import membership_end, person_deactivate
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(sign_in: SignIn) -> Client:
    return sign_in(Role.EDITOR)


def _made(client: Client) -> str:
    """The path of the address that the page shows."""
    page = client.post("/console/duties/calendar", {"make": "1"}).content.decode()
    found = page[page.index("/calendar/") : page.index(".ics") + 4]
    assert "\n" not in found
    return found


def _feed(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def _person() -> Person:
    return Person.objects.get(login=Role.EDITOR)


def test_the_address_opens_what_is_owed_without_signing_in(open_duty: OpenDuty, finance: Organ, me: Client) -> None:
    mine = open_duty(subject="r:1", person=f"person:{_person().pk}")
    shared = open_duty(subject="r:2")
    others = [open_duty(subject="r:3", person="person:99999"), open_duty(subject="r:4", organ=finance)]
    feed = _feed(_made(me))
    assert [duty.number in feed for duty in (mine, shared, *others)] == [True, True, False, False]
    assert "DTSTART;VALUE=DATE:20261224" in feed


def test_titles_of_what_is_not_public_stay_inside(open_duty: OpenDuty, me: Client) -> None:
    open_duty(subject="r:1", title="答复申请人王某某的申请")
    public = open_duty(subject="r:2", title="更新栏目：通知公告", public=True)
    feed = _feed(_made(me))
    assert "王某某" not in feed
    assert public.title in feed
    assert "答复政府信息公开申请" in feed


def test_the_secret_is_shown_once_and_kept_as_a_digest(me: Client) -> None:
    address = _made(me)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    row = CalendarAddress.objects.get()
    assert token.startswith(row.key)
    assert token[len(row.key) :] not in f"{row.key} {row.digest} {row.person}"
    assert token not in me.get("/console/duties/calendar").content.decode()
    assert token not in str(list(AuditEntry.objects.values_list("subject", "before", "after")))


def test_nobody_keeps_the_answer(me: Client) -> None:
    answer = Client().get(_made(me))
    assert (answer["cache-control"], answer["x-robots-tag"]) == ("private, no-store", "noindex")
    assert answer["content-type"] == "text/calendar; charset=utf-8"


def test_a_new_address_ends_the_one_before_and_revoking_ends_it_for_good(me: Client) -> None:
    first = _made(me)
    second = _made(me)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    me.post("/console/duties/calendar", {"revoke": "1"})
    assert Client().get(second).status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="calendar_address.").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "calendar_address.made",
        "calendar_address.made",
        "calendar_address.revoked",
    ]


def test_a_wrong_secret_with_the_right_key_opens_nothing(me: Client) -> None:
    address = _made(me)
    wrong = address[:-5] + ("A" if address[-5] != "A" else "B") + ".ics"
    for path in (wrong, "/calendar/.ics", "/calendar/x.ics", f"/calendar/{'0' * 60}.ics"):
        assert Client().get(path).status_code == 404, path


def test_secrets_are_compared_in_constant_time(me: Client, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    compared: list[tuple[str, str]] = []

    def note(left: str, right: str) -> bool:
        compared.append((left, right))
        return False

    monkeypatch.setattr("hmac.compare_digest", note)
    for token in (_made(me).removeprefix("/calendar/").removesuffix(".ics"), "unknown"):
        assert subscriptions.subscriber(token, now=now) is None
    assert [len(left) == len(right) == 64 for left, right in compared] == [True, True]


def test_who_left_the_organ_or_the_city_reads_no_more(open_duty: OpenDuty, me: Client, now: datetime) -> None:
    duty = open_duty()
    address, person = _made(me), _person()
    assert duty.number in _feed(address)
    membership_end(person=person, organ="yunchuan-education", role=Role.EDITOR, actor=SYSTEM, now=now)
    assert duty.number not in _feed(address)
    person_deactivate(person=person, actor=SYSTEM, now=now)
    assert Client().get(address).status_code == 404


def test_an_address_only_reads(me: Client) -> None:
    assert Client().post(_made(me)).status_code == 405


def test_who_sees_no_duties_gets_no_address(citizen: Actor, now: datetime) -> None:
    with pytest.raises(ForbiddenError):
        services.calendar_address_make(actor=citizen, now=now)


def test_the_calendar_never_grows_without_bound(
    open_duty: OpenDuty, me: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "MOST", 1)
    for number in (1, 2):
        open_duty(subject=f"r:{number}")
    actor = actor_for(_person(), address="", now=now)
    assert len(subscriptions.duties_of_subscriber(actor)) == 1
