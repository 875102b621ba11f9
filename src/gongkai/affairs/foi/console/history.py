"""What happened to a request, as the page of a case tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst

from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.fact_choices import value_name
from gongkai.affairs.foi.models import CaseEvent
from gongkai.affairs.foi.rules.case import put_right
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.selectors import happenings
from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.kernel.accounts.selectors import names_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in words. ``entered_on`` is the day that was put right since, if it was; ``sealed`` names facts that are
    encrypted.
    """

    number: int
    kind: str
    what: str
    on: date
    entered_on: date | None
    at: datetime
    by: str
    role: str
    facts: Sequence[tuple[str, str]]
    sealed: Sequence[str]


def of(rows: Sequence[CaseEvent]) -> list[Entry]:
    """The events, the newest first."""
    right = {one.number: one.on for one in put_right(happenings(rows))}
    names = names_of({str(row.facts["officer"]) for row in rows if row.facts.get("officer")})
    return [_entry(row, right[row.number], names) for row in reversed(rows)]


def _entry(row: CaseEvent, on: date, names: Mapping[str, str]) -> Entry:
    flow, language = workflow(), words.language()
    facts, sealed = [], []
    for code, value in row.facts.items():
        kind = flow.facts[code]
        if kind.type == "sealed":
            sealed.append(capfirst(kind.name(language)))
        elif value not in ("", None):
            facts.append((capfirst(kind.name(language)), _told(code, value, names)))
    role = flow.roles[row.role].name(language) if row.role in flow.roles else ""
    entered = row.on if row.on != on else None
    what = words.event_name(row.kind)
    return Entry(row.number, row.kind, what, on, entered, row.at, row.by_label, role, facts, sealed)


def _told(code: str, value: object, names: Mapping[str, str]) -> str:
    if code == "officer":
        return names.get(str(value), str(value))
    if code == "organ":
        return organ_by_code(str(value)).name
    return value_name(code, value, words.language())
