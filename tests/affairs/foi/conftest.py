"""Two organs, the people of a case, and requests filed as applicants file them. Every person here is invented."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backbone.records.making import make_organ
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.application import Application
from gongkai.affairs.foi.services import Receipt, happen, request_file
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import SYSTEM, Actor, Membership, Role

EDUCATION, FINANCE = "yunchuan-education", "yunchuan-finance"
ID_CARD = "320102199001011232"
# A step of a case: what happens, on which day of 2026 (month-day), and what is told.
Step = tuple[str, str, dict[str, Any]]
Play = Callable[..., DisclosureRequest]


def application(**changes: Any) -> Application:
    """An application of an invented person, changed as wanted."""
    given: dict[str, Any] = {
        "organ": EDUCATION,
        "channel": "portal",
        "on": date(2026, 11, 2),
        "applicant": "natural",
        "name": "林小满",
        "document": "id_card",
        "document_number": ID_CARD,
        "telephone": "000-0000",
        "email": "xiaoman@applicant.example",
        "subject": "2025年校车运行线路审批材料",
        "wanted": "云川市2025年全部校车运行线路的审批表和线路图",
        "form": "email",
        "medium": "email",
    }
    return Application(**given | changes)


@pytest.fixture(autouse=True)
def _data(tmp_path: Any, settings: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def education(db: None, now: datetime) -> Organ:
    make_organ("yunchuan", "云川市人民政府", "011100001", now)
    make_organ(FINANCE, "云川市财政局", "011100013", now, parent="yunchuan")
    return make_organ(EDUCATION, "云川市教育局", "011100012", now, parent="yunchuan")


def official(name: str, role: Role, organ: str = EDUCATION) -> Actor:
    return Actor(f"test:{name}", name, frozenset({Membership(organ, role)}), "127.0.0.1")


@pytest.fixture
def registrar() -> Actor:
    return official("registrar", Role.REGISTRAR)


@pytest.fixture
def officer() -> Actor:
    return official("officer", Role.CASE_OFFICER)


@pytest.fixture
def people(registrar: Actor, officer: Actor, approver: Actor) -> dict[str, Actor]:
    """Who acts in each role of the workflow."""
    roles = {"applicant": APPLICANT, "registrar": registrar, "officer": officer, "approver": approver}
    return roles | {"system": SYSTEM}


@pytest.fixture
def filed(education: Organ, now: datetime) -> Callable[..., Receipt]:
    """File an application on the portal, on the second of November unless told otherwise."""

    def file(actor: Actor = APPLICANT, **changes: Any) -> Receipt:
        asked = application(**changes)
        return request_file(asked, actor=actor, now=at(asked.on))

    return file


def at(day: date) -> datetime:
    """The morning of a day of the test's year."""
    from zoneinfo import ZoneInfo

    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta()


@pytest.fixture
def play(people: dict[str, Actor]) -> Play:
    """Have steps happen to a request, each on its own day and by who may."""
    from affairs.foi.story import ACTS, day

    def run(number: str, *steps: Step) -> DisclosureRequest:
        request = DisclosureRequest.objects.get(number=number)
        for kind, on, facts in steps:
            who = people[ACTS.get(kind, "officer")]
            request = happen(number, kind, on=day(on), facts=facts, actor=who, now=at(day(on)))
        return request

    return run
