"""Random case histories: whatever the rules let happen, in any order, over six years and both layouts of the report."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from affairs.foi.story import LAW, ZONE
from gongkai.affairs.foi.models import APPLICANTS
from gongkai.affairs.foi.rules.case import Case, Happening, follow
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.counting import Counted, result_of
from gongkai.affairs.foi.rules.guards import refusals
from gongkai.affairs.foi.rules.workflow import EventKind, workflow

FIRST, LAST = date(2019, 5, 15), date(2024, 12, 31)
# No history of a single case: they need another one, or put days right.
_OF_OTHERS = {"merged", "decided_with_lead", "split", "entry_corrected", "erased"}
_STEPS = 16


def wander(chance: random.Random) -> tuple[Case, list[Happening]]:
    """A case that some events happened to, and these events."""
    day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    case = Case()
    told: list[Happening] = []
    for _ in range(_STEPS):
        kind = chance.choice([k for k in workflow().events.values() if case.state in k.origins] or [None])
        if kind is None:
            break
        if kind.code in _OF_OTHERS:
            continue
        on, role = day + timedelta(days=chance.randrange(12)), chance.choice(kind.by)
        facts = {name: _fact(name, kind, chance, on) for name in (*kind.facts, *kind.may)}
        by = f"test:{role}"
        if refusals(case, Wish(kind.code, on, on, by, role, facts), LAW):
            continue
        event = Happening(len(told) + 1, kind.code, on, datetime.combine(on, time(10), ZONE), by, role, facts)
        case, day = follow(case, event), max(day, on)
        told.append(event)
    return case, told


def counted(case: Case, chance: random.Random) -> Counted:
    """What the statistics need of it."""
    return Counted(chance.choice(APPLICANTS), case.counted_on, *result_of(case))


def _fact(name: str, kind: EventKind, chance: random.Random, on: date) -> Any:
    told = workflow().facts[name]
    chosen: dict[str, Any] = {
        "counted_on": None,
        "received_on": None,
        "origin": None,
        "yuan": 100,
        "before": 10,
        "days": 10,
        "mode": "item",
        "code": chance.choice(["G", "O1", "O2", "O3"] if kind.code == "decided" else list(told.choices or "x")),
    }
    if name in chosen:
        return chosen[name]
    small = chance.randint(1, 2)
    choice = chance.choice(told.choices or ("x",))
    return {"whole": small, "choice": choice, "flag": chance.random() < 0.5, "day": on.isoformat()}.get(told.type, "x")
