"""Reminders by mail."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backbone.duties.conftest import NOTICE_OF_2027, OpenDuty
from gongkai.backbone.duties import services
from gongkai.backbone.duties.mailing import MAIL
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import Contact, organ_update
from gongkai.kernel.actors import SYSTEM, Actor
from gongkai.kernel.due.services import fire
from gongkai.kernel.events import Lane
from gongkai.kernel.events.delivery import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def reachable(education: Organ, now: datetime) -> None:
    """The education bureau has made an address public."""
    contact = Contact(email="office@education.example")
    organ_update(code=education.code, contact=contact, actor=SYSTEM, now=now)


def _deliver(now: datetime) -> None:
    for lane in Lane:
        while deliver(MAIL, lane, now=now):
            pass


def test_an_organ_is_reminded_by_mail(reachable: None, open_duty: OpenDuty, now: datetime, mailoutbox: Any) -> None:
    duty = open_duty(title="答复\n申请")
    fire(now=now + timedelta(days=22))
    _deliver(now)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["office@education.example"], "即将到期：答复 申请")
    assert f"/console/duties/{duty.number}" in letter.body
    assert letter.extra_headers["Message-ID"].endswith("@www.yunchuan.example>")


def test_an_organ_without_an_address_is_not_written_to(open_duty: OpenDuty, now: datetime, mailoutbox: Any) -> None:
    open_duty()
    fire(now=now + timedelta(days=22))
    _deliver(now)
    assert mailoutbox == []


def test_moved_days_are_told_in_one_letter(
    reachable: None, open_duty: OpenDuty, office: Actor, now: datetime, mailoutbox: Any
) -> None:
    for number in range(3):
        open_duty(subject=f"request:{number}", start=date(2027, 1, 25))
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    _deliver(now)
    assert [letter.subject for letter in mailoutbox] == ["3 个事项的到期日已改变"]
