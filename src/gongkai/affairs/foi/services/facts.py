"""From what a form or a program sends to the facts of an event: typed, bounded, the personal ones set apart."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.affairs.foi.rules.reasons import Reason, RequestRefusedError
from gongkai.affairs.foi.rules.workflow import EventKind, FactKind, workflow

LONGEST = 4000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What is said in the place of sealed words, so that a guard knows they were given.
GIVEN = "sealed"


def taken(kind: EventKind, sent: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The facts to be stored and those to be sealed; raises ``RequestRefusedError`` with all that is wrong."""
    facts: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    wrong: list[Reason] = []
    for name in (*kind.facts, *kind.may):
        raw = sent.get(name)
        if raw is None or raw == "":
            continue
        told = workflow().facts[name]
        value = _typed(told, raw)
        if isinstance(value, Reason):
            wrong.append(value)
        elif told.type == "sealed":
            facts[name], sealed[name] = GIVEN, value
        else:
            facts[name] = value
    if wrong:
        raise RequestRefusedError(wrong)
    return facts, sealed


def _typed(told: FactKind, raw: Any) -> Any:
    match told.type:
        case "whole":
            text = str(raw).strip()
            return int(text) if re.fullmatch(r"-?\d{1,7}", text) else _wrong(told)
        case "flag":
            return raw in {True, "on", "1", "true"}
        case "day":
            return _day(told, raw)
        case "choice":
            return raw if raw in told.choices else _wrong(told)
        case _:
            text = str(raw).strip()
            return text if text and len(text) <= LONGEST and not _CONTROL.search(text) else _wrong(told)


def _day(told: FactKind, raw: Any) -> Any:
    try:
        return (raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip())).isoformat()
    except ValueError:
        return _wrong(told)


def _wrong(told: FactKind) -> Reason:
    return Reason("fact_wrong", f"“{told.zh}”填写不正确：请核对。", name=told.en)
