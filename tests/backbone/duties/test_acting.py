"""What people do with a duty in the console: shown, then confirmed, written into its history, by those who may."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from backbone.duties.conftest import OpenDuty, SignIn
from gongkai.backbone.duties import acts, services
from gongkai.backbone.duties.models import Assistance, Duty, State
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Actor, Role
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

Given = dict[str, str]
GIVEN: dict[str, Given] = {
    "hand-over": {"to": "yunchuan-education ", "why": "分工调整"},
    "assistance": {"organ": "yunchuan-finance", "what": "核对金额", "due_on": "2026-12-10"},
    "suspend": {"first": "2026-12-01", "why": "征求第三方意见"},
    "restart": {"on": "2026-12-01", "why": "申请人补正"},
    "extend": {"by": "20", "approved_by": "公开工作机构负责人", "why": "需征集材料"},
    "excuse": {"reason": "申请人撤回申请"},
}
AFTER = {
    "hand-over": "",
    "assistance": "云川市财政局",
    "suspend": "期限中止",
    "restart": "2026-12-29",
    "extend": "2027-01-22",
    "excuse": "免除",
}


@pytest.fixture
def colleague(education: Organ, now: datetime) -> Person:
    """Another editor of the bureau."""
    person = person_create(login="lin", name="林小云", password="a long pass phrase", actor=SYSTEM, now=now)
    memberships_grant(person=person, organ=education.code, roles=[Role.EDITOR], actor=SYSTEM, now=now)
    return person


def _state() -> tuple[Any, ...]:
    return (
        list(Duty.objects.values_list("state", "person", "organ", "due_on", "extension", "suspensions")),
        Assistance.objects.count(),
        AuditEntry.objects.filter(action__startswith="duty.").count(),
    )


def _post(client: Client, duty: Duty, act: str, given: Given, button: str) -> Any:
    return client.post(f"/console/duties/{duty.number}/{act}", given | {button: "1"})


@pytest.mark.parametrize("act", list(GIVEN))
def test_what_would_change_is_shown_and_nothing_is_changed(
    open_duty: OpenDuty, finance: Organ, sign_in: SignIn, act: str
) -> None:
    duty = open_duty()
    client = sign_in(Role.APPROVER)
    before = _state()
    page = _post(client, duty, act, GIVEN[act], "try").content.decode()
    assert "将有的变化" in page
    assert AFTER[act] in page
    assert _state() == before


@pytest.mark.parametrize("act", list(GIVEN))
def test_what_is_confirmed_is_done_and_stands_in_the_history(
    open_duty: OpenDuty, finance: Organ, sign_in: SignIn, act: str
) -> None:
    duty = open_duty()
    client = sign_in(Role.APPROVER)
    answer = _post(client, duty, act, GIVEN[act], "confirm")
    assert answer["location"] == f"/console/duties/{duty.number}"
    page = client.get(answer["location"]).content.decode()
    history = page[page.index('id="history"') :]
    assert history.index("已立项") > history.index("approver"), "the newest deed stands above the first"
    given = list(GIVEN[act].values())[-1] if act != "assistance" else "云川市财政局，期限 2026-12-10"
    assert given in history


def test_the_strip_and_the_text_follow_what_was_done(
    open_duty: OpenDuty, sign_in: SignIn, approver: Actor, now: datetime
) -> None:
    duty = open_duty()
    client = sign_in(Role.APPROVER)
    _post(client, duty, "suspend", GIVEN["suspend"], "confirm")
    _post(client, duty, "resume", {"last": "2026-12-04"}, "confirm")
    _post(client, duty, "extend", GIVEN["extend"], "confirm")
    page = client.get(f"/console/duties/{duty.number}").content.decode()
    for words in ("自 2026-12-01 至 2026-12-04", "征求第三方意见", "已延长一次，延长 20", "2027-01-28"):
        assert words in page
    assert page.count('class="stopped') == 4


def test_a_duty_is_handed_to_a_colleague_by_name(open_duty: OpenDuty, sign_in: SignIn, colleague: Person) -> None:
    duty = open_duty()
    client = sign_in(Role.REVIEWER)
    given = {"to": f"yunchuan-education person:{colleague.pk}", "why": "休假"}
    assert "林小云" in _post(client, duty, "hand-over", given, "try").content.decode()
    _post(client, duty, "hand-over", given, "confirm")
    assert "林小云" in client.get(f"/console/duties/{duty.number}").content.decode()


@pytest.mark.parametrize("to", ["yunchuan-finance ", "yunchuan-education person:99999", "nothing"])
def test_work_is_given_only_to_whom_the_actor_may_give_it(
    open_duty: OpenDuty, finance: Organ, sign_in: SignIn, to: str
) -> None:
    duty, client = open_duty(), sign_in(Role.REVIEWER)
    assert _post(client, duty, "hand-over", {"to": to, "why": "休假"}, "confirm").status_code == 400
    assert Duty.objects.get().person == ""


@pytest.mark.parametrize(
    ("act", "changes", "said"),
    [
        ("extend", {"by": "21"}, "最多延长 20"),
        ("extend", {"by": "0"}, "1"),
        ("extend", {"approved_by": ""}, "必填"),
        ("suspend", {"why": ""}, "必填"),
        ("suspend", {"first": "昨天"}, "有效的日期"),
        ("assistance", {"due_on": "2026-12-31"}, "不能晚于主办期限"),
        ("restart", {"on": "2026-11-01"}, "早于起算日"),
        ("excuse", {"reason": "   "}, "必填"),
        ("resume", {"last": "2026-12-04"}, "没有正在扣除的期间"),
    ],
)
@pytest.mark.parametrize("button", ["try", "confirm"])
def test_what_cannot_be_is_told_beside_what_was_typed(
    open_duty: OpenDuty, finance: Organ, sign_in: SignIn, act: str, changes: Given, said: str, button: str
) -> None:
    duty, client = open_duty(), sign_in(Role.APPROVER)
    before = _state()
    given = GIVEN.get(act, {}) | changes
    answer = _post(client, duty, act, given, button)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (400, True)
    assert all(value.strip() in page for value in given.values())
    assert _state() == before


_EVERYTHING = ["hand-over", "assistance", "suspend", "restart", "extend"]
_WHO = {
    Role.REVIEWER: _EVERYTHING,
    Role.APPROVER: [*_EVERYTHING, "excuse"],
    Role.OPEN_GOVERNMENT_OFFICE: [*_EVERYTHING, "excuse"],
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_offered_what_it_may_do_and_refused_the_rest(
    open_duty: OpenDuty, finance: Organ, sign_in: SignIn, role: Role
) -> None:
    duty, client = open_duty(), sign_in(role)
    page = client.get(f"/console/duties/{duty.number}").content.decode()
    offered = [act for act in acts.ACTS if f'/console/duties/{duty.number}/{act}"' in page]
    assert offered == _WHO.get(role, [])
    before = _state()
    for act in GIVEN.keys() - set(offered):
        assert client.get(f"/console/duties/{duty.number}/{act}").status_code == 403, act
        assert _post(client, duty, act, GIVEN[act], "confirm").status_code == 403, act
    assert _state() == before


def test_what_does_not_fit_is_not_offered(open_duty: OpenDuty, approver: Actor, now: datetime, sign_in: SignIn) -> None:
    def offered(duty: Duty) -> list[str]:
        return [act.name for act in acts.acts_for(Duty.objects.get(pk=duty.pk), approver, now)]

    plain = open_duty(rule="THIRD_PARTY", subject="r:1")
    assert offered(plain) == ["hand-over", "assistance", "excuse"]
    standing = open_duty(subject="r:2")
    services.suspend(standing.number, first=date(2026, 11, 27), why="征求意见", actor=approver, now=now)
    assert offered(standing) == ["hand-over", "assistance", "resume", "restart", "extend", "excuse"]
    services.excuse(plain.number, reason="撤回", actor=approver, now=now)
    assert offered(plain) == []
    late = open_duty(subject="r:3", start=date(2026, 6, 1))
    assert "extend" not in offered(late)


def test_the_organ_that_helps_sees_the_duty_and_answers(
    open_duty: OpenDuty, finance: Organ, reviewer: Actor, now: datetime, sign_in: SignIn
) -> None:
    duty = open_duty()
    day = date(2026, 12, 10)
    services.assistance_ask(duty.number, organ=finance.code, what="核对金额", due_on=day, actor=reviewer, now=now)
    address = f"/console/duties/{duty.number}"
    editor, head = sign_in(Role.EDITOR, finance.code), sign_in(Role.REVIEWER, finance.code)
    assert f"{address}/answer" not in editor.get(address).content.decode()
    assert editor.post(f"{address}/answer", {}).status_code == 403
    assert f"{address}/answer" in head.get(address).content.decode()
    given = {"organ": finance.code, "answer": "金额无误"}
    assert "金额无误" in head.post(f"{address}/answer", given | {"try": "1"}).content.decode()
    assert Assistance.objects.get().answered_at is None
    head.post(f"{address}/answer", given | {"confirm": "1"})
    assert Assistance.objects.get().answer == "金额无误"
    assert head.get(f"{address}/excuse").status_code == 403


def test_the_office_hands_work_to_another_organ(open_duty: OpenDuty, finance: Organ, sign_in: SignIn) -> None:
    duty, client = open_duty(), sign_in(Role.OPEN_GOVERNMENT_OFFICE)
    _post(client, duty, "hand-over", {"to": f"{finance.code} ", "why": "职能划转"}, "confirm")
    assert Duty.objects.get().organ == finance


def test_an_excused_duty_says_so_and_offers_nothing(open_duty: OpenDuty, sign_in: SignIn) -> None:
    duty, client = open_duty(), sign_in(Role.APPROVER)
    _post(client, duty, "excuse", GIVEN["excuse"], "confirm")
    assert Duty.objects.get().state == State.EXCUSED
    page = client.get(f"/console/duties/{duty.number}").content.decode()
    assert "可以办理的操作" not in page
    refused = _post(client, duty, "excuse", GIVEN["excuse"], "confirm")
    assert "已经办结" in refused.content.decode()
