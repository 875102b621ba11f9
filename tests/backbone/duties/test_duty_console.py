"""The console's pages of duties, and the screen on which next year's notice is entered."""

from datetime import date, datetime

import pytest

from backbone.duties.conftest import OpenDuty, SignIn
from gongkai.backbone.duties.models import EnteredNotice
from gongkai.kernel.actors import Role

pytestmark = pytest.mark.django_db

NOTICE = {
    "year": "2027",
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "off": "元旦 2027-01-01 2027-01-03\n春节 2027-02-05 2027-02-11\n",
    "work": "2027-02-14",
}


def test_the_board_shows_what_is_owed(open_duty: OpenDuty, sign_in: SignIn) -> None:
    duty = open_duty()
    page = sign_in(Role.EDITOR).get("/console/duties").content.decode()
    assert duty.title in page
    assert "2026-12-24" in page


def test_another_organ_sees_neither_the_board_line_nor_the_duty(open_duty: OpenDuty, sign_in: SignIn) -> None:
    duty = open_duty(title="不给别人看的事项")
    client = sign_in(Role.EDITOR, "yunchuan-finance")
    assert duty.title not in client.get("/console/duties").content.decode()
    assert client.get(f"/console/duties/{duty.number}").status_code == 404
    assert duty.number not in client.get("/console/duties.csv").content.decode()


def test_a_duty_explains_itself_in_the_console_though_it_is_not_public(open_duty: OpenDuty, sign_in: SignIn) -> None:
    page = sign_in(Role.EDITOR).get(f"/console/duties/{open_duty().number}").content.decode()
    assert "起算日，不计入" in page


@pytest.mark.parametrize(
    ("path", "kind"), [("csv", "text/csv"), ("ics", "text/calendar"), ("xlsx", "spreadsheetml.sheet")]
)
def test_what_is_owed_can_be_taken_along(open_duty: OpenDuty, sign_in: SignIn, path: str, kind: str) -> None:
    open_duty()
    answer = sign_in(Role.EDITOR).get(f"/console/duties.{path}")
    assert kind in answer["content-type"]
    assert answer["content-disposition"] == f'attachment; filename="duties.{path}"'


def test_the_form_asks_for_the_first_year_without_a_notice(sign_in: SignIn) -> None:
    page = sign_in(Role.OPEN_GOVERNMENT_OFFICE).get("/console/working-days").content.decode()
    assert 'value="2027"' in page
    assert "国务院办公厅关于2027年部分节假日安排的通知" in page


def test_a_trial_lists_the_changed_days_and_enters_nothing(open_duty: OpenDuty, sign_in: SignIn) -> None:
    duty = open_duty(start=date(2027, 1, 25))
    page = sign_in(Role.OPEN_GOVERNMENT_OFFICE).post("/console/working-days", NOTICE | {"try": "1"}).content.decode()
    for words in (duty.number, "2027-02-24", "2027-02-26", "录入通知"):
        assert words in page
    assert not EnteredNotice.objects.exists()


def test_entering_applies_it_and_says_so(open_duty: OpenDuty, sign_in: SignIn) -> None:
    duty = open_duty(start=date(2027, 1, 25))
    client = sign_in(Role.OPEN_GOVERNMENT_OFFICE)
    answer = client.post("/console/working-days", NOTICE | {"enter": "1"}, follow=True)
    assert "2027 年的通知已录入，1 项的到期日已改变" in answer.content.decode()
    duty.refresh_from_db()
    assert (str(duty.due_on), duty.provisional) == ("2027-02-26", False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"off": "春节 二月五日"}, "不是名称加两个日期"),
        ({"work": "2027-2-14"}, "2027-02-14 的格式"),
        ({"off": ""}, "必填"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_form(sign_in: SignIn, changes: dict[str, str], said: str) -> None:
    answer = sign_in(Role.OPEN_GOVERNMENT_OFFICE).post("/console/working-days", NOTICE | changes)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_what_cannot_be_true_is_told(sign_in: SignIn) -> None:
    client = sign_in(Role.OPEN_GOVERNMENT_OFFICE)
    answer = client.post("/console/working-days", NOTICE | {"work": "2027-02-15", "enter": "1"}, follow=True)
    assert "2027-02-15 不是周六、周日" in answer.content.decode()
    assert not EnteredNotice.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPEN_GOVERNMENT_OFFICE])
def test_nobody_else_gets_to_the_screen(sign_in: SignIn, role: Role, now: datetime) -> None:
    client = sign_in(role)
    assert client.get("/console/working-days").status_code == 403
    assert client.post("/console/working-days", NOTICE | {"enter": "1"}).status_code == 403
    assert not EnteredNotice.objects.exists()
