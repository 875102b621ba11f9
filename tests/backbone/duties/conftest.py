"""Duties of the education bureau, opened as a record or a report would open them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from gongkai.backbone.duties import services
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role

OpenDuty = Callable[..., Duty]
SignIn = Callable[..., Client]

NOTICE_OF_2027 = """
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
certainty = "V"
off = [
  { name = "元旦", from = 2027-01-01, to = 2027-01-03 },
  { name = "春节", from = 2027-02-05, to = 2027-02-11 },
]
work = [2027-02-14]
"""


@pytest.fixture(autouse=True)
def _data(tmp_path: Any, settings: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def open_duty(education: Organ, now: datetime) -> OpenDuty:
    """Open one duty; a reply to a request received today, unless told otherwise."""

    def make(**what: Any) -> Duty:
        given: dict[str, Any] = {
            "rule": "REQ_REPLY",
            "organ": education,
            "subject": "request:2026-0001",
            "title": "答复申请",
            "start": date(2026, 11, 26),
        }
        (duty,) = services.open_duties([services.Opening(**given | what)], actor=SYSTEM, now=now)
        return duty

    return make


@pytest.fixture
def sign_in(now: datetime, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """A browser of someone with a role in an organ; for the pages, too, it is ``now``."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    def run(role: Role, organ: str = "yunchuan-education") -> Client:
        place = "" if organ == "yunchuan-education" else f"@{organ}"
        person = person_create(login=f"{role}{place}", name=role, password="a long pass phrase", actor=SYSTEM, now=now)
        memberships_grant(person=person, organ=organ, roles=[role], actor=SYSTEM, now=now)
        client = Client()
        client.force_login(Person.objects.get(pk=person.pk))
        session = client.session
        session[BEGUN] = session[SEEN] = now.timestamp() + 1
        session.save()
        return client

    return run
