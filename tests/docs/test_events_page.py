"""docs/events.md names every event that is emitted and every consumer, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gongkai.kernel.events.consumers import all_consumers
from gongkai.kernel.events.subscriptions import all_subscriptions

ROOT = Path(__file__).resolve().parents[2]


def _emitted() -> Iterator[str]:
    for file in (ROOT / "src/gongkai").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Emission"), args=[ast.Constant(value=str(kind)), *_]):
                    yield kind
                case _:
                    pass


def _rows(column: str) -> dict[str, list[str]]:
    """The first cell of each row of the table that begins with this column, with the other cells."""
    page = (ROOT / "docs/events.md").read_text("utf-8")
    table = page[page.index(f"| {column} |") :].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {first.strip("`"): rest for first, *rest in rows}


def test_every_event_is_told_and_every_event_told_is_emitted() -> None:
    assert set(_rows("event")) == set(_emitted())


def test_every_consumer_is_told_with_what_it_acts_on() -> None:
    told = {name: tuple(re.findall(r"`([^`]+)`", cells[0])) for name, cells in _rows("consumer").items()}
    assert told == {consumer.name: consumer.kinds for consumer in all_consumers()}


def test_every_subscription_is_told_with_what_it_acts_on() -> None:
    told = {name: tuple(re.findall(r"`([^`]+)`", cells[0])) for name, cells in _rows("subscription").items()}
    assert told == {subscription.name: subscription.kinds for subscription in all_subscriptions()}
