"""What stands against an event whatever is told with it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from affairs.foi.story import CONFIRMED, FILED, LAW, SEARCHED, case, day
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.closures import facts_of, obstacles_of
from gongkai.affairs.foi.rules.guards import GUARDS, STANDING, obstacles


class Untold(Mapping[str, Any]):
    """Facts that nobody may look at."""

    def __getitem__(self, name: str) -> Any:
        raise AssertionError(f"{name} was looked at")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("the facts were looked at")

    def __len__(self) -> int:
        raise AssertionError("the facts were looked at")


def wish(kind: str, on: str) -> Wish:
    return Wish(kind, day(on), day("12-31"), "test:officer", "officer", Untold())


@pytest.mark.parametrize("name", sorted(STANDING))
def test_a_standing_guard_looks_at_no_fact(name: str) -> None:
    for told in ([FILED], [FILED, CONFIRMED], [FILED, CONFIRMED, SEARCHED]):
        GUARDS[name](case(*told), wish("extended", "11-26"), LAW)


def test_what_is_over_is_told_before_anything_is_typed() -> None:
    extended = case(FILED, CONFIRMED, ("extended", "11-18", {"days": 5, "reason": "材料较多"}))
    assert [one.code for one in obstacles(extended, wish("extended", "11-26"), LAW)] == ["request_extended"]
    assert [one.code for one in obstacles(case(FILED, CONFIRMED), wish("extended", "11-26"), LAW)] == []
    assert [one.code for one in obstacles(case(FILED, CONFIRMED), wish("extended", "12-02"), LAW)] == ["reply_overdue"]


def test_a_decision_says_what_the_case_lacks_and_what_must_be_told() -> None:
    plain, searched = case(FILED, CONFIRMED), case(FILED, CONFIRMED, SEARCHED)
    on = day("11-26")
    assert [one.code for one in obstacles_of(plain, "U1", on=on, law=LAW)] == ["search_missing"]
    assert obstacles_of(searched, "U1", on=on, law=LAW) == []
    assert facts_of(searched, "D6", on=on) == ("reason", "which_process")
    assert facts_of(plain, "N1", on=on) == ("complaint_channel",)
