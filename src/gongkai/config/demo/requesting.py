"""The disclosure requests of the demo city: each filed and handled through the services, as people would do it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from gongkai.affairs.foi.rules.application import Application
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.services import happen, material_add, material_mark, request_file
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.vault import Kept
from gongkai.backbone.duties import law_in_use
from gongkai.config.demo.wording import words
from gongkai.foundations.redaction import PRIVACY, Plan, Term
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_pdf
from gongkai.kernel.accounts.selectors import actor_for, person_by_login
from gongkai.kernel.actors import Actor

# Who does it, by the first role of the workflow that may.
_LOGINS = {"registrar": "registrar", "officer": "officer", "approver": "approver"}


def request_all(now: datetime) -> None:
    """File every request of ``words/requests.toml`` and have its steps happen, each on its working day before today."""
    people = {login: actor_for(person_by_login(login), address="", now=now) for login in (*_LOGINS, "colleague")}
    people |= {"applicant": APPLICANT}
    for serial, row in enumerate(words("requests")["requests"], 1):
        _play(row, serial, people, now)


def _play(row: Mapping[str, Any], serial: int, people: Mapping[str, Actor], now: datetime) -> None:
    day = _ago(row["ago"], now)
    is_online = row["channel"] == "portal"
    asked = Application(
        organ=row["organ"],
        channel=row["channel"],
        on=day,
        applicant=row["applicant"],
        name=row["name"],
        document="passport" if row["applicant"] == "natural" else "credit_code",
        # The same applicant bears the same number: that is how one is known again.
        document_number=f"DEMO{sum(map(ord, row['name'])):08d}",
        representative="" if row["applicant"] == "natural" else "示例负责人",
        telephone=f"(0000) 5551{serial:03d}",
        address="云川市示例路 1 号",
        email=f"applicant{serial}@yunchuan.example",
        subject=row["subject"],
        wanted=row["wanted"],
        form="email" if is_online else "paper",
        medium="email" if is_online else "post",
    )
    number = request_file(asked, actor=people["applicant" if is_online else "registrar"], now=_at(day, now)).number
    ids = {login: actor.id for login, actor in people.items()}
    for kind, ago, told in row["steps"]:
        facts = {name: value.format_map(ids) if name == "officer" else value for name, value in told.items()}
        actor = people[next(role for role in workflow().events[kind].by if role in people)]
        on = _ago(ago, now)
        happen(number, kind, on=on, facts=facts, actor=actor, now=_at(on, now))
    if "file" in row:
        _put_in(row["file"], number, people["officer"], now)


def _put_in(file: Mapping[str, Any], number: str, officer: Actor, now: datetime) -> None:
    """A file that is asked for, with what is to be withheld marked and no copy yet."""
    content = to_pdf(Document(tuple(Paragraph(line) for line in file["lines"])))
    row = material_add(number, Kept(file["name"], "", content), actor=officer, now=now)
    marks = Plan((), tuple(Term(words, PRIVACY) for words in file["withheld"]))
    material_mark(number, row.number, marks, actor=officer, now=now)


def _ago(days: int, now: datetime) -> date:
    """A working day before today; today itself, or the last that was worked, for none."""
    today = timezone.localdate(now).toordinal()
    return date.fromordinal(law_in_use.calendar_in_use().retreat(today + 1, days + 1))


def _at(day: date, now: datetime) -> datetime:
    """The morning of a day, never later than now."""
    return min(now, datetime.combine(day, time(10), timezone.get_current_timezone()))
