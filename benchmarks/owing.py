"""Fill a platform with duties, then measure boards and recomputing; run inside its environment, answers JSON."""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from string import ascii_lowercase

from gongkai.kernel.cli import session

session.start()

from django.db import connection
from django.db.models import Model
from django.utils import timezone

import city
from gongkai.backbone.duties import boards, law_in_use, services
from gongkai.backbone.duties.models import Duty, State
from gongkai.backbone.duties.rules import course_of, deadline
from gongkai.backbone.duties.services.clockwork import remind_next
from gongkai.backbone.organs.models import Organ
from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.foundations.law.clock_book import ClockBook
from gongkai.kernel.actors import SYSTEM, Actor, Membership, Role
from gongkai.kernel.due.models import DueTime

AT_ONCE, BY_HAND, RUNS, PEOPLE = 5_000, 50_000, 100, 1_000
DAYS, ORGAN = 120, "yunchuan-office-3"
RULES = ("REQ_REPLY", "PROACTIVE", "ENF_DECISION", "MSG_NORMAL", "RULE_FILE")
NOW = datetime(2026, 11, 26, 9, 30, tzinfo=timezone.get_default_timezone())
NOTICE = """
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
certainty = "V"
off = [
  { name = "元旦", from = 2027-01-01, to = 2027-01-03 },
  { name = "春节", from = 2027-02-05, to = 2027-02-11 },
]
work = [2027-02-14]
"""


def fill(count: int) -> None:
    """So many open duties of all organs, begun over four months around today, each with its next reminder.

    They stand in the order in which they began, several years one after another; the first are made here, the rest by
    doubling.
    """
    organs, calendar, book = cycle(city.build()), law_in_use.calendar_in_use(), law_in_use.rules_in_use()
    known: dict[tuple[str, int], Duty] = {}
    rows = []
    first = min(count, BY_HAND)
    for number in range(first):
        code, day = RULES[number % len(RULES)], number * DAYS // first
        if (code, day) not in known:
            known[code, day] = _of(code, day, calendar, book)
        rows.append(_like(known[code, day], number, next(organs)))
    Duty.objects.bulk_create(rows, batch_size=AT_ONCE)
    for start in range(0, first, AT_ONCE):
        remind_next(rows[start : start + AT_ONCE], calendar, after=NOW)
    _double(Duty, count, ("number", "subject"))
    _double(DueTime, count, ("subject",))
    with connection.cursor() as cursor:
        # What a server does by itself in the hours in which so many rows would come.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _double(table: type[Model], count: int, changed: tuple[str, ...]) -> None:
    """Copy what is there under other names until there are so many."""
    meta = table._meta
    names = [f'"{field.column}"' for field in meta.concrete_fields if field.column != "id"]
    with connection.cursor() as cursor:
        for letter in ascii_lowercase:
            held = table.objects.count()  # type: ignore[attr-defined]
            if held >= count:
                break
            copied = ", ".join(f"{name} || '{letter}'" if name.strip('"') in changed else name for name in names)
            wanted = min(held, count - held)
            rows = f"SELECT {copied} FROM {meta.db_table} ORDER BY id LIMIT {wanted}"
            cursor.execute(f"INSERT INTO {meta.db_table} ({', '.join(names)}) {rows}")


def _of(code: str, day: int, calendar: WorkingCalendar, book: ClockBook) -> Duty:
    duty = Duty(rule=code, started_on=NOW.date() + timedelta(days=day - 20))
    rule = book.rule(code, duty.started_on)
    found = deadline(rule, course_of(duty.__dict__), calendar, timezone.get_default_timezone())
    duty.version, duty.due_on, duty.due_at, duty.warn_at = rule.version, found.on, found.at, found.warn_at
    duty.provisional = found.provisional
    return duty


def _like(model: Duty, number: int, organ: Organ) -> Duty:
    return Duty(
        number=f"2026-{number + 1:07d}",
        rule=model.rule,
        version=model.version,
        organ=organ,
        person=f"person:{number % PEOPLE}",
        subject=f"thing:{number}",
        title=f"第{number}项办理事项",
        started_on=model.started_on,
        due_on=model.due_on,
        due_at=model.due_at,
        warn_at=model.warn_at,
        provisional=model.provisional,
        state=State.OPEN,
        opened_at=NOW,
    )


def milliseconds(work: Callable[[], object]) -> list[float]:
    """How long each of many runs took."""
    found = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _board(actor: Actor, **whose: str) -> None:
    """What the page of a board asks for."""
    boards.board(actor=actor, now=NOW, **whose)
    boards.listed(boards.owed(actor=actor, **whose), now=NOW)


def measure(count: int) -> dict[str, list[float]]:
    """Everything that is measured, by name."""
    fill(count)
    clerk = Actor(id="person:8", label="clerk", memberships=frozenset({Membership(ORGAN, Role.EDITOR)}))
    found = {
        "board of the city": milliseconds(lambda: _board(SYSTEM)),
        "board of an organ, for the city": milliseconds(lambda: _board(SYSTEM, organ=ORGAN)),
        "board of an organ, for its clerk": milliseconds(lambda: _board(clerk)),
        "board of a person": milliseconds(lambda: _board(SYSTEM, person="person:8")),
    }
    began = time.perf_counter()
    trial = services.notice_try(NOTICE, actor=SYSTEM)
    found["dry run"] = [time.perf_counter() - began]
    began = time.perf_counter()
    services.notice_enter(NOTICE, actor=SYSTEM, now=NOW)
    found["applied"] = [time.perf_counter() - began]
    found["moved"], found["confirmed"] = [trial.changes.moved], [trial.changes.confirmed]
    return found


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
