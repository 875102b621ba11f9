"""What several people asked for is told, and made public to all once it is published."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from affairs.foi.conftest import FINANCE, Play
from affairs.foi.console.conftest import SignIn
from backbone.records import making
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.often import often
from gongkai.affairs.foi.rules.reasons import RequestRefusedError
from gongkai.affairs.foi.services import Receipt
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services as records
from gongkai.kernel.actors import SYSTEM, Role

Filed = Callable[..., Receipt]
TODAY = date(2026, 11, 26)
ANOTHER = "110101199003078814"
GIVEN = {"code": "G", "information": "线路图", "way": "电子邮件"}


@pytest.fixture
def answered(filed: Filed, play: Play) -> str:
    """A request that was granted."""
    number = filed().number
    play(number, ("confirmed", "11-02", {}), ("decided", "11-10", GIVEN))
    play(number, ("served", "11-11", {"service": "portal", "proof": "已阅"}))
    return number


@pytest.fixture
def known(education: Organ, now: datetime) -> str:
    """The index number of a published record."""
    (number,) = making.imported(education, now, making.draft("云川市校车运行线路图"))
    return number


def groups() -> list[tuple[list[str], int, int, list[str]]]:
    found = often(DisclosureRequest.objects.select_related("organ"), TODAY)
    return [([one.number for one in g.requests], g.applicants, g.granted, g.records) for g in found]


def test_two_applicants_of_one_organ_within_a_year_make_a_group(answered: str, filed: Filed) -> None:
    filed()
    assert groups() == []
    filed(document_number=ANOTHER, organ=FINANCE)
    filed(document_number=ANOTHER, subject="食堂检查", wanted="全市学校食堂检查记录")
    filed(document_number=ANOTHER, on=date(2025, 11, 20))
    assert groups() == []
    other = filed(document_number=ANOTHER).number
    ((numbers, applicants, granted, made_public),) = groups()
    assert numbers[0] == other
    assert numbers[-1] == answered
    assert (len(numbers), applicants, granted, made_public) == (3, 2, 1, [])


def test_what_is_published_is_linked_back_and_only_what_is(
    answered: str, filed: Filed, known: str, play: Play, sign_in: SignIn, now: datetime
) -> None:
    filed(document_number=ANOTHER)
    client = sign_in(Role.CASE_OFFICER)
    assert "可以转为主动公开" in client.get("/console/requests/often").content.decode()
    with pytest.raises(RequestRefusedError):
        play(answered, ("made_public", "11-25", {"record": "YC0000030/2026-99999"}))
    play(answered, ("made_public", "11-25", {"record": known}))
    assert groups()[0][3] == [known]
    for path in ("/console/requests/often", f"/console/requests/{answered}"):
        page = client.get(path).content.decode()
        assert "云川市校车运行线路图" in page
        assert f"/info/{known}" in page
    records.withdraw(known, form="withdrawn", reason="有误", actor=SYSTEM, now=now)
    for path in ("/console/requests/often", f"/console/requests/{answered}"):
        assert f"/info/{known}" not in client.get(path).content.decode()


def test_another_organ_sees_no_group_of_it(answered: str, filed: Filed, sign_in: SignIn) -> None:
    filed(document_number=ANOTHER)
    page = sign_in(Role.CASE_OFFICER, organ=FINANCE).get("/console/requests/often?organ=yunchuan-education")
    assert answered not in page.content.decode()
    assert "一年内没有" in page.content.decode()
