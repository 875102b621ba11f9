"""Giving out many requests at once: first tried, then for good, within one's own organ."""

from collections.abc import Callable

import pytest

from affairs.foi.conftest import FINANCE, Play
from affairs.foi.console.conftest import SignIn, id_of
from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest
from gongkai.affairs.foi.selectors import reply_duty
from gongkai.affairs.foi.services import Receipt
from gongkai.kernel.actors import Role

Filed = Callable[..., Receipt]
PAGE = "/console/requests/assign"


@pytest.fixture
def numbers(filed: Filed, play: Play) -> list[str]:
    """Two requests in hand, and one whose receipt is not confirmed."""
    found = [filed(subject=f"第{n}件").number for n in range(3)]
    for number in found[:2]:
        play(number, ("confirmed", "11-02", {}))
    return found


def officers() -> dict[str, str]:
    return dict(DisclosureRequest.objects.values_list("number", "officer"))


def test_a_trial_says_what_would_change_and_changes_nothing(numbers: list[str], sign_in: SignIn) -> None:
    sign_in(Role.CASE_OFFICER, login="hand")
    client, before = sign_in(Role.REGISTRAR), CaseEvent.objects.count()
    page = client.post(PAGE, {"number": numbers, "officer": id_of("hand"), "try": "1"}).content.decode()
    assert "分派 2 件申请" in page
    assert "案件目前“待确认收到”" in page
    assert set(officers().values()) == {""}
    assert CaseEvent.objects.count() == before


def test_confirmed_each_becomes_an_event_and_what_is_refused_stops_no_other(
    numbers: list[str], sign_in: SignIn
) -> None:
    sign_in(Role.CASE_OFFICER, login="hand")
    told = {"number": numbers, "officer": id_of("hand"), "confirm": "1"}
    answer = sign_in(Role.APPROVER).post(PAGE, told, follow=True)
    assert "已分派 2 件申请" in answer.content.decode()
    assert [officers()[number] for number in numbers] == [id_of("hand"), id_of("hand"), ""]
    assert CaseEvent.objects.filter(kind="assigned").count() == 2


def test_the_limits_are_owed_by_the_officer_from_then_on(numbers: list[str], sign_in: SignIn) -> None:
    sign_in(Role.CASE_OFFICER, login="hand")
    sign_in(Role.REGISTRAR).post(PAGE, {"number": numbers[:1], "officer": id_of("hand"), "confirm": "1"})
    duty = reply_duty(DisclosureRequest.objects.get(number=numbers[0]))
    assert duty is not None
    assert duty.person == id_of("hand")


def test_only_officers_of_the_organ_are_given_its_requests(numbers: list[str], sign_in: SignIn) -> None:
    sign_in(Role.CASE_OFFICER, organ=FINANCE, login="far")
    sign_in(Role.EDITOR, login="writer")
    client = sign_in(Role.REGISTRAR)
    for login in ("far", "writer"):
        told = {"number": numbers, "officer": id_of(login), "confirm": "1"}
        assert "已分派 0 件申请" in client.post(PAGE, told, follow=True).content.decode()
    assert set(officers().values()) == {""}


def test_what_someone_has_is_found_to_be_given_to_another(numbers: list[str], play: Play, sign_in: SignIn) -> None:
    sign_in(Role.CASE_OFFICER, login="leaving")
    client = sign_in(Role.REGISTRAR)
    play(numbers[0], ("assigned", "11-24", {"officer": id_of("leaving")}))
    page = client.get(f"{PAGE}?officer={id_of('leaving')}").content.decode()
    assert (numbers[0] in page, numbers[1] in page) == (True, False)
    assert numbers[0] not in client.get(f"{PAGE}?light=red").content.decode()


def test_another_organ_gives_out_nothing_of_it(numbers: list[str], sign_in: SignIn) -> None:
    sign_in(Role.CASE_OFFICER, login="hand")
    client = sign_in(Role.REGISTRAR, organ=FINANCE)
    page = client.post(PAGE, {"number": numbers, "officer": id_of("hand")}).content.decode()
    assert [number for number in numbers if number in page] == []
    client.post(PAGE, {"number": numbers, "officer": id_of("hand"), "confirm": "1"})
    assert set(officers().values()) == {""}


def test_without_choice_it_says_what_to_choose(numbers: list[str], sign_in: SignIn) -> None:
    answer = sign_in(Role.REGISTRAR).post(PAGE, {"officer": ""})
    assert answer.status_code == 400
    assert "请选择承办人" in answer.content.decode()


def test_the_office_sees_the_board_but_gives_out_no_work(numbers: list[str], sign_in: SignIn) -> None:
    client = sign_in(Role.OPEN_GOVERNMENT_OFFICE, organ="yunchuan")
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/console/requests").content.decode()
