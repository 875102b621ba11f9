"""A case is what its events say: a fold over them, in their order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from gongkai.affairs.foi.rules.workflow import START, Workflow, workflow

_NOTHING: Mapping[str, Any] = MappingProxyType({})
# By these the day of receipt is certain when the request comes in; by others it must be confirmed (条例第三十一条).
CERTAIN_CHANNELS = frozenset({"counter", "signed_mail"})


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as it is stored. ``on`` is its legal day, ``at`` when it was entered, ``by`` the id of who did it."""

    number: int
    kind: str
    on: date
    at: datetime
    by: str = ""
    role: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Consultation:
    """Someone whose opinion was asked: a third party, an organ that made the information along, or another organ."""

    kind: str
    sent_on: date
    received_on: date | None = None
    answered_on: date | None = None
    opinion: str = ""
    grounded: bool = False
    override_told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """How a case was answered; ``facts`` are those of the letter."""

    code: str
    on: date
    by: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A reconsideration or a suit: ``kind`` is review, direct or after; no outcome while it is open."""

    kind: str
    filed_on: date
    outcome: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee that was asked for."""

    set_on: date
    mode: str
    units: int
    yuan: int
    received_on: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a request after its events.

    ``began_on`` is the day from which the present reply is owed: of receipt, or of being handled anew.
    ``first`` is the decision the statistics count, ``decision`` the newest.
    """

    state: str = START
    channel: str = ""
    filed_on: date | None = None
    received_on: date | None = None
    counted_on: date | None = None
    began_on: date | None = None
    round: int = 1
    accepted_on: date | None = None
    correction_asked_on: date | None = None
    correction_days: int = 0
    corrected_on: date | None = None
    reasons_asked_on: date | None = None
    reasons_given_on: date | None = None
    delayed_on: date | None = None
    delay_days: int = 0
    extended_on: date | None = None
    extension: int = 0
    extended_by: str = ""
    consultations: tuple[Consultation, ...] = ()
    fee: Fee | None = None
    searches: int = 0
    withdrawn_on: date | None = None
    proposal: Decision | None = None
    first: Decision | None = None
    decision: Decision | None = None
    served_on: date | None = None
    lead: str = ""
    transferred_on: date | None = None
    disputes: tuple[Dispute, ...] = ()
    rated: bool = False
    happened: tuple[Happening, ...] = ()

    @property
    def kind(self) -> str:
        """Whether it is open, closed or at its end; empty before anything happened."""
        return "" if self.state == START else workflow().states[self.state].kind


def fold(events: Iterable[Happening]) -> Case:
    """The case these events make; an event that corrects another has that one take its right day."""
    case = Case()
    for each in put_right(events):
        case = follow(case, each)
    return case


def put_right(events: Iterable[Happening]) -> list[Happening]:
    """The events, with those that were corrected on their right days; nothing that was written is lost."""
    told = list(events)
    days = {e.facts["entry"]: date.fromisoformat(e.facts["right_day"]) for e in told if e.kind == "entry_corrected"}
    return [replace(e, on=days.get(e.number, e.on)) for e in told]


def follow(case: Case, event: Happening, *, table: Workflow | None = None) -> Case:
    """The case after one more event."""
    kind = (table or workflow()).events[event.kind]
    changed = _CHANGES.get(event.kind, _unchanged)(case, event)
    state = next((to for name, to in kind.but.items() if CONDITIONS[name](changed)), kind.to or case.state)
    return replace(changed, state=state, happened=(*case.happened, event))


def others_still_asked(case: Case) -> bool:
    """Whether an opinion is still being waited for."""
    return any(one.answered_on is None for one in case.consultations)


def receipt_is_certain(case: Case) -> bool:
    """Whether the day of receipt needs no confirmation."""
    return case.received_on is not None


# What decides between the states an event may lead to.
CONDITIONS: Mapping[str, Callable[[Case], bool]] = {
    "others_still_asked": others_still_asked,
    "receipt_is_certain": receipt_is_certain,
}


def _unchanged(case: Case, _event: Happening) -> Case:
    return case


def _filed(case: Case, e: Happening) -> Case:
    channel, counted, known = e.facts["channel"], e.facts.get("counted_on"), e.facts.get("received_on")
    certain = e.on if channel in CERTAIN_CHANNELS else None
    # A part, or what was passed on, keeps the day on which the whole was received.
    received = date.fromisoformat(known) if known else certain
    return replace(
        case,
        channel=channel,
        filed_on=e.on,
        received_on=received,
        began_on=received,
        counted_on=date.fromisoformat(counted) if counted else received,
    )


def _confirmed(case: Case, e: Happening) -> Case:
    return replace(case, received_on=e.on, began_on=e.on, counted_on=e.on)


def _correction_asked(case: Case, e: Happening) -> Case:
    return replace(case, correction_asked_on=e.on, correction_days=e.facts["days"])


def _delay_decided(case: Case, e: Happening) -> Case:
    return replace(case, delayed_on=e.on, delay_days=e.facts["days"])


def _extended(case: Case, e: Happening) -> Case:
    return replace(case, extended_on=e.on, extension=e.facts["days"], extended_by=e.by)


def _consultation_sent(case: Case, e: Happening) -> Case:
    return replace(case, consultations=(*case.consultations, Consultation(e.facts["party_kind"], e.on)))


def _consultation(**taken: Callable[[Happening], Any]) -> Callable[[Case, Happening], Case]:
    """A change of the consultation whose number the event tells."""

    def change(case: Case, e: Happening) -> Case:
        at = e.facts["consultation"] - 1
        values = {name: take(e) for name, take in taken.items()}
        rows = [replace(one, **values) if n == at else one for n, one in enumerate(case.consultations)]
        return replace(case, consultations=tuple(rows))

    return change


def _fee_set(case: Case, e: Happening) -> Case:
    return replace(case, fee=Fee(e.on, e.facts["mode"], e.facts["units"], e.facts["yuan"]))


def _fee(name: str) -> Callable[[Case, Happening], Case]:
    def change(case: Case, e: Happening) -> Case:
        assert case.fee is not None  # noqa: S101 - the workflow lets nobody pay what was not asked
        paid: dict[str, Any] = {name: e.on}
        return replace(case, fee=replace(case.fee, **paid))

    return change


def _proposed(case: Case, e: Happening) -> Case:
    return replace(case, proposal=Decision(e.facts["code"], e.on, e.by, e.facts))


def _signed(case: Case, e: Happening) -> Case:
    assert case.proposal is not None  # noqa: S101 - nothing is signed that was not proposed
    return _answered(case, Decision(case.proposal.code, e.on, e.by, case.proposal.facts))


def _decided(case: Case, e: Happening) -> Case:
    return _answered(case, Decision(e.facts["code"], e.on, e.by, e.facts))


def _answered(case: Case, decision: Decision) -> Case:
    return replace(case, decision=decision, first=case.first or decision, proposal=None, served_on=None)


def _dispute_filed(case: Case, e: Happening) -> Case:
    return replace(case, disputes=(*case.disputes, Dispute(e.facts["dispute_kind"], e.on)))


def _dispute_ended(case: Case, e: Happening) -> Case:
    at, outcome = e.facts["dispute"] - 1, e.facts["outcome"]
    rows = [replace(one, outcome=outcome, ended_on=e.on) if n == at else one for n, one in enumerate(case.disputes)]
    return replace(case, disputes=tuple(rows))


def _reopened(case: Case, e: Happening) -> Case:
    """Handled anew: the whole time of reply runs from this day, and may be extended anew."""
    return replace(
        case,
        began_on=e.on,
        round=case.round + 1,
        consultations=(),
        served_on=None,
        extended_on=None,
        extension=0,
        delayed_on=None,
        fee=None,
    )


def _on(name: str) -> Callable[[Case, Happening], Case]:
    """A change that notes the day under this name."""

    def change(case: Case, e: Happening) -> Case:
        values: dict[str, Any] = {name: e.on}
        return replace(case, **values)

    return change


_CHANGES: Mapping[str, Callable[[Case, Happening], Case]] = {
    "filed": _filed,
    "confirmed": _confirmed,
    "accepted": _on("accepted_on"),
    "correction_asked": _correction_asked,
    "corrected": _on("corrected_on"),
    "reasons_asked": _on("reasons_asked_on"),
    "reasons_given": _on("reasons_given_on"),
    "delay_decided": _delay_decided,
    "consultation_sent": _consultation_sent,
    "consultation_received": _consultation(received_on=lambda e: e.on),
    "consultation_answered": _consultation(
        answered_on=lambda e: e.on,
        opinion=lambda e: e.facts["opinion"],
        grounded=lambda e: e.facts.get("grounded", False),
    ),
    "overriding_told": _consultation(override_told_on=lambda e: e.on),
    "extended": _extended,
    "fee_set": _fee_set,
    "fee_received": _fee("received_on"),
    "fee_paid": _fee("paid_on"),
    "searched": lambda case, _e: replace(case, searches=case.searches + 1),
    "merged": lambda case, e: replace(case, lead=e.facts["lead"]),
    "transferred": _on("transferred_on"),
    "withdrawn": _on("withdrawn_on"),
    "proposed": _proposed,
    "sent_back": lambda case, _e: replace(case, proposal=None),
    "signed": _signed,
    "decided": _decided,
    "decided_with_lead": _decided,
    "served": _on("served_on"),
    "dispute_filed": _dispute_filed,
    "dispute_ended": _dispute_ended,
    "reopened": _reopened,
    "rated": lambda case, _e: replace(case, rated=True),
}
