"""The board of requests: what is in hand, under which light, with whom, and for whose eyes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from affairs.foi.conftest import FINANCE, ID_CARD, Play
from affairs.foi.console.conftest import SignIn, id_of
from gongkai.affairs.foi.boards import counts, load, weeks
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.services import Receipt
from gongkai.affairs.foi.tasks import waiting
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.actors import Role

Filed = Callable[..., Receipt]
TODAY = date(2026, 11, 26)


@pytest.fixture
def in_every_light(filed: Filed, play: Play) -> dict[str, str]:
    """The numbers of requests: overdue, nearly due, in time, standing, not begun, answered."""
    started = {"red": "10-20", "yellow": "11-04", "green": "11-20", "standing": "11-18"}
    numbers = {}
    for light, day in started.items():
        numbers[light] = filed(on=date(2026, int(day[:2]), int(day[3:])), subject=f"{light}的材料").number
        play(numbers[light], ("confirmed", day, {}))
    play(numbers["standing"], ("correction_asked", "11-20", {"grounds": "form", "items": "途径", "days": 10}))
    numbers["filed"] = filed(on=TODAY, subject="刚刚提交的材料").number
    numbers["answered"] = filed(on=date(2026, 11, 2), subject="已经答复的材料").number
    answer = {"code": "G", "information": "材料", "way": "电子邮件"}
    play(numbers["answered"], ("confirmed", "11-02", {}), ("decided", "11-10", answer))
    play(numbers["answered"], ("served", "11-11", {"service": "portal", "proof": "已阅"}))
    return numbers


def test_it_shows_what_is_unanswered_and_counts_each_light(in_every_light: dict[str, str], sign_in: SignIn) -> None:
    found = counts(DisclosureRequest.objects.all(), TODAY)
    assert found == {"all": 5, "red": 1, "yellow": 1, "green": 1, "standing": 2}
    page = sign_in(Role.CASE_OFFICER).get("/console/requests").content.decode()
    shown = {light for light, number in in_every_light.items() if number in page}
    assert shown == {"red", "yellow", "green", "standing", "filed"}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("light=red", {"red"}),
        ("light=yellow", {"yellow"}),
        ("light=green", {"green"}),
        ("light=standing", {"standing", "filed"}),
        ("state=any", {"red", "yellow", "green", "standing", "filed", "answered"}),
        ("state=served", {"answered"}),
        ("state=any&words=刚刚", {"filed"}),
        ("state=any&channel=counter", set()),
        ("officer=person:0", set()),
    ],
)
def test_it_is_narrowed(in_every_light: dict[str, str], sign_in: SignIn, query: str, shown: set[str]) -> None:
    client = sign_in(Role.CASE_OFFICER)
    lines = client.get(f"/console/requests.csv?{query}").getvalue().decode()
    assert {light for light, number in in_every_light.items() if number in lines} == shown


def test_its_file_names_nobody_who_applied(in_every_light: dict[str, str], sign_in: SignIn) -> None:
    client = sign_in(Role.REGISTRAR)
    for path in ("/console/requests?state=any", "/console/requests.csv?state=any"):
        answer = client.get(path)
        body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert [word for word in ("林小满", ID_CARD, "xiaoman", "000-0000") if word in body] == []


def test_the_load_tells_who_has_how_much_and_what_nobody_has(
    in_every_light: dict[str, str], play: Play, sign_in: SignIn
) -> None:
    sign_in(Role.CASE_OFFICER, login="hand")
    for light in ("red", "green"):
        play(in_every_light[light], ("assigned", "11-24", {"officer": id_of("hand")}))
    found = load(DisclosureRequest.objects.all(), TODAY)
    assert [(one.name, one.count, one.red, one.yellow) for one in found] == [("", 3, 0, 1), ("hand", 2, 1, 0)]


def test_an_empty_board_says_how_requests_come(sign_in: SignIn) -> None:
    assert "还没有收到申请" in sign_in(Role.REGISTRAR).get("/console/requests").content.decode()
    page = sign_in(Role.REGISTRAR, organ=FINANCE).get("/console/requests?words=没有的").content.decode()
    assert "还没有收到申请" in page


def test_long_boards_go_on_page_by_page(filed: Filed, sign_in: SignIn) -> None:
    numbers = [filed(subject=f"第{n}件").number for n in range(52)]
    client = sign_in(Role.CASE_OFFICER)
    first = client.get("/console/requests").content.decode()
    assert numbers[-1] in first
    assert numbers[0] not in first
    before = DisclosureRequest.objects.get(number=numbers[2]).pk
    assert f"state=unanswered&amp;before={before}" in first
    assert numbers[0] in client.get(f"/console/requests?before={before}").content.decode()


def test_another_organ_sees_nothing_of_it_and_the_office_everything(
    in_every_light: dict[str, str], sign_in: SignIn
) -> None:
    other = sign_in(Role.CASE_OFFICER, organ=FINANCE).get("/console/requests?state=any").content.decode()
    office = sign_in(Role.OPEN_GOVERNMENT_OFFICE, organ="yunchuan").get("/console/requests?state=any").content.decode()
    assert [number for number in in_every_light.values() if number in other] == []
    assert all(number in office for number in in_every_light.values())


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.SECRECY_REVIEWER])
def test_who_has_no_part_in_requests_does_not_get_in(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert client.get("/console/requests").status_code == 403
    assert "/console/requests" not in client.get("/console/").content.decode()


def test_everyone_is_told_what_waits_for_them(
    in_every_light: dict[str, str], play: Play, sign_in: SignIn, now: datetime
) -> None:
    sign_in(Role.REGISTRAR, login="desk")
    sign_in(Role.CASE_OFFICER, login="hand")
    play(in_every_light["red"], ("assigned", "11-24", {"officer": id_of("hand")}))

    def told(login: str) -> dict[str, int]:
        actor = actor_for(Person.objects.get(login=login), address="", now=now)
        return {one.href.partition("?")[2]: one.count for one in waiting(actor, now) if one.count}

    assert told("desk") == {"state=filed": 1}
    assert told("hand") == {f"officer={id_of('hand')}": 1}


def test_the_weeks_to_come_tell_how_many_replies_fall_due(in_every_light: dict[str, str]) -> None:
    found = weeks(DisclosureRequest.objects.all(), TODAY)
    assert [str(monday) for monday, _count in found[:2]] == ["2026-11-23", "2026-11-30"]
    due = {light: DisclosureRequest.objects.get(number=number).due_on for light, number in in_every_light.items()}
    wanted = [
        sum(day is not None and TODAY <= day < monday + timedelta(7) for day in due.values()) for monday, _ in found
    ]
    assert [sum(count for _, count in found[: n + 1]) for n in range(len(found))] == wanted
    assert wanted[-1] == 2
