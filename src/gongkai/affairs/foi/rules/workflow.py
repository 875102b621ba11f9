"""The workflow as data: ``workflow.toml``, read once, with every slip in it refused by name."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("workflow.toml")
START = ""
_KINDS = ("open", "closed", "end")
_TYPES = ("text", "sealed", "whole", "day", "flag", "choice")


class BrokenWorkflowError(ValueError):
    """The workflow names something that does not exist, or leads nowhere."""


@dataclass(frozen=True, slots=True)
class Named:
    """Anything of the workflow that people read: its code and its name in both languages."""

    code: str
    zh: str
    en: str

    def name(self, language: str) -> str:
        """The name in the language of this code: Chinese unless it begins with ``en``."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class State(Named):
    """A state; ``kind`` is open (being handled), closed (answered) or end."""

    kind: str


@dataclass(frozen=True, slots=True)
class FactKind(Named):
    """Something an event carries: its type, and the choices there are."""

    type: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventKind(Named):
    """Something that may happen.

    ``origins`` are the states it may happen in, ``to`` the state after, empty when it stays; ``but`` names states it
    leads to instead, each with what must hold of the case for that. ``needs`` are guards of ``guards.GUARDS``;
    ``facts`` must be told, ``may`` can be. ``letters`` go out with it.
    """

    basis: str
    by: tuple[str, ...]
    origins: tuple[str, ...]
    to: str
    but: Mapping[str, str]
    needs: tuple[str, ...]
    facts: tuple[str, ...]
    may: tuple[str, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workflow:
    """The whole table."""

    roles: Mapping[str, Named]
    states: Mapping[str, State]
    facts: Mapping[str, FactKind]
    events: Mapping[str, EventKind]
    signed: frozenset[str]
    closures: Mapping[str, tuple[str, ...]]

    def allows(self, role: str, state: str, event: str) -> bool:
        """Whether someone in this role may have this happen in this state, whatever else must hold."""
        kind = self.events[event]
        return role in kind.by and state in kind.origins

    def possible(self, roles: Iterable[str], state: str) -> list[EventKind]:
        """What people in these roles may have happen in a state, in the order of the table."""
        held = tuple(roles)
        return [kind for kind in self.events.values() if any(self.allows(role, state, kind.code) for role in held)]


@cache
def workflow() -> Workflow:
    """The workflow of the platform."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> Workflow:
    """The workflow a text tells; raises ``BrokenWorkflowError`` for the first slip."""
    try:
        told = tomllib.loads(text)
        found = Workflow(
            roles={code: Named(code, **row) for code, row in told["roles"].items()},
            states={code: State(code, **row) for code, row in told["states"].items()},
            facts={code: _fact(code, row) for code, row in told["facts"].items()},
            events={code: _event(code, row, told["groups"]) for code, row in told["events"].items()},
            signed=frozenset(told["sign_off"]["groups"]),
            closures={code: tuple(needs) for code, needs in told["closures"].items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BrokenWorkflowError(f"{type(error).__name__}: {error}") from error
    for slip in _slips(found):
        raise BrokenWorkflowError(slip)
    return found


def _fact(code: str, row: Mapping[str, Any]) -> FactKind:
    return FactKind(code, row["zh"], row["en"], row["type"], tuple(row.get("choices", ())))


def _event(code: str, row: Mapping[str, Any], groups: Mapping[str, list[str]]) -> EventKind:
    known = {"zh", "en", "basis", "by", "from", "to", "but", "needs", "facts", "may", "letters"}
    if unknown := sorted(set(row) - known):
        raise BrokenWorkflowError(f"event {code}: unknown {unknown[0]}")
    origins = [state for name in row["from"] for state in groups.get(name, [name])]
    return EventKind(
        code,
        row["zh"],
        row["en"],
        row["basis"],
        tuple(row["by"]),
        tuple(dict.fromkeys(origins)),
        row["to"],
        dict(row.get("but", {})),
        tuple(row["needs"]),
        tuple(row["facts"]),
        tuple(row.get("may", ())),
        tuple(row.get("letters", ())),
    )


def _slips(found: Workflow) -> Iterator[str]:
    for state in found.states.values():
        if state.kind not in _KINDS:
            yield f"state {state.code}: kind {state.kind!r} is none of {', '.join(_KINDS)}"
    for fact in found.facts.values():
        if fact.type not in _TYPES or (fact.type == "choice") != bool(fact.choices):
            yield f"fact {fact.code}: type {fact.type!r} with choices {fact.choices}"
    for event in found.events.values():
        yield from _slips_of_event(event, found)
    told = {name for event in found.events.values() for name in (*event.facts, *event.may)}
    yield from (f"fact {name}: no event carries it" for name in found.facts if name not in told)
    yield from _slips_of_ways(found)


def _slips_of_event(event: EventKind, found: Workflow) -> Iterator[str]:
    targets = [event.to, *event.but.values()]
    named = (
        ("role", event.by, found.roles),
        ("state", [state for state in event.origins if state != START], found.states),
        ("state", [state for state in targets if state], found.states),
        ("fact", (*event.facts, *event.may), found.facts),
    )
    for what, names, known in named:
        yield from (f"event {event.code}: {what} {name!r} is not known" for name in names if name not in known)
    if not event.by or not event.origins:
        yield f"event {event.code}: nobody may do it, or nowhere"
    yield from (
        f"event {event.code}: it happens in {state}, where nothing happens any more"
        for state in event.origins
        if state in found.states and found.states[state].kind == "end"
    )


def _slips_of_ways(found: Workflow) -> Iterator[str]:
    """States that nobody reaches, and states from which no end is reached."""
    steps = {(a, b) for event in found.events.values() for a in event.origins for b in targets_of(event, a)}
    reached = _closure({START}, steps)
    yield from (f"state {state}: nothing leads to it" for state in found.states if state not in reached)
    ends = {code for code, state in found.states.items() if state.kind == "end"}
    ending = _closure(ends, {(b, a) for a, b in steps})
    yield from (f"state {state}: no end is reached from it" for state in found.states if state not in ending)


def targets_of(event: EventKind, state: str) -> set[str]:
    """The states an event may lead to from one."""
    return {event.to or state, *event.but.values()}


def _closure(first: set[str], steps: set[tuple[str, str]]) -> set[str]:
    reached, new = set(first), set(first)
    while new:
        new = {b for a, b in steps if a in new} - reached
        reached |= new
    return reached
