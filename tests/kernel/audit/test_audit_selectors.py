from datetime import datetime, timedelta
from typing import Any

import pytest

from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.selectors import search
from gongkai.kernel.audit.services import Fact, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(clerk: Actor, approver: Actor, now: datetime) -> None:
    write(Fact("record.drafted", "record:A/1", "yunchuan-education"), actor=clerk, now=now)
    write(Fact("record.published", "record:A/1", "yunchuan-education"), actor=approver, now=now + timedelta(hours=1))
    write(Fact("recording.begun", "record:B/1", "yunchuan-finance"), actor=SYSTEM, now=now + timedelta(hours=2))
    write(Fact("file_stored", "file:50%_off", "yunchuan-finance"), actor=SYSTEM, now=now + timedelta(hours=3))


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["file_stored", "recording.begun", "record.published", "record.drafted"]),
    ({"who": "test:clerk"}, ["record.drafted"]),
    ({"who": "test:cler"}, []),
    ({"organ": "yunchuan-finance"}, ["file_stored", "recording.begun"]),
    ({"action": "record."}, ["record.published", "record.drafted"]),
    ({"action": "record.published"}, ["record.published"]),
    ({"action": "published"}, []),
    ({"action": "file%"}, []),
    ({"action": "fileXstored"}, []),
    ({"subject": "record:A/"}, ["record.published", "record.drafted"]),
    ({"subject": "file:50%_"}, ["file_stored"]),
    ({"organ": "yunchuan-education", "action": "record.p"}, ["record.published"]),
    ({"organ": "yunchuan-finance", "who": "test:clerk"}, []),
]


@pytest.mark.parametrize(("wanted", "actions"), FILTERS)
def test_all_that_is_given_must_fit(written: None, auditor: Actor, wanted: dict[str, Any], actions: list[str]) -> None:
    assert [entry.action for entry in search(actor=auditor, **wanted)] == actions


def test_a_period_includes_its_beginning_and_excludes_its_end(written: None, auditor: Actor, now: datetime) -> None:
    hours = {h: now + timedelta(hours=h) for h in range(4)}
    found = search(actor=auditor, since=hours[1], until=hours[3])
    assert [entry.action for entry in found] == ["recording.begun", "record.published"]
    assert list(search(actor=auditor, since=hours[3] + timedelta(seconds=1))) == []


@pytest.mark.parametrize("who", ["auditor", "office"])
def test_the_auditor_and_the_office_of_open_government_see_everything(
    written: None, request: pytest.FixtureRequest, who: str
) -> None:
    assert search(actor=request.getfixturevalue(who)).count() == 4


@pytest.mark.parametrize(
    "who", ["citizen", "stranger", "clerk", "reviewer", "approver", "administrator", "other_officer"]
)
def test_nobody_else_sees_the_audit_not_even_of_their_own_organ(
    written: None, request: pytest.FixtureRequest, who: str
) -> None:
    with pytest.raises(ForbiddenError):
        search(actor=request.getfixturevalue(who), organ="yunchuan-education")
