"""Decisions on a request: what each needs, and what its letter says of remedies on a day."""

from collections.abc import Collection
from datetime import date

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law import book
from gongkai.foundations.law.entries import Decision, Remedy


class DecisionUnknownError(GongkaiError):
    """No decision has this code on the day."""

    def __init__(self, code: str, day: date) -> None:
        super().__init__("decision_unknown", f"{day} 没有编号为 {code} 的决定类型：请核对。", code=code, day=day)


def decision(code: str, *, on: date) -> Decision:
    """The decision of this code as it holds on a day."""
    found = book.decisions(on=on).get(code)
    if found is None:
        raise DecisionUnknownError(code, on)
    return found


def facts_missing(code: str, given: Collection[str], *, on: date) -> tuple[str, ...]:
    """The facts the letter must state that are not given."""
    return tuple(fact for fact in decision(code, on=on).facts if fact not in given)


def remedy(code: str, *, on: date) -> Remedy:
    """What the letter of a decision made on this day says of remedies."""
    made = decision(code, on=on)
    covers = "refusal" if made.refusal else "partial" if code == "P" else "other"
    return next(row for row in book.remedies(on=on).values() if row.covers in {"all", covers})
