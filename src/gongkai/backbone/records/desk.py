"""What officials see of working copies, each only those of the organs within reach."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.backbone.records.models import EditHold, Finding, Record, Review, State, Unsaved
from gongkai.backbone.records.rules import readable_forms
from gongkai.backbone.records.services.access import RecordMissingError
from gongkai.backbone.records.services.urgency import TO_BE_CONFIRMED_WITHIN
from gongkai.foundations import law
from gongkai.kernel.actors import Ability, Actor, may, organs_for
from gongkai.kernel.console.waiting import Waiting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Reach = frozenset[str] | None
_FEW = 2_000  # rows that are named one by one without harm


def visible(index_number: str, *, actor: Actor) -> Record:
    """The record. Raises ``RecordMissingError`` when there is none, and just so when the actor may not know of it."""
    record = Record.objects.select_related("organ").filter(index_number=index_number).first()
    if record is None or not may(actor, Ability.RECORD_SEE, organ=record.organ.code):
        raise RecordMissingError(index_number)
    return record


def listing(organs: Reach, *, state: str = "", kind: str = "", organ: str = "", text: str = "") -> QuerySet[Record]:
    """Working copies of these organs, the newest first; ``text`` is an index number, a document number or the
    beginning of a title, all of which have an index of the database.
    """
    rows = within(Record.objects.select_related("organ"), organs)
    if state in State.values:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if organ:
        rows = rows.filter(organ__code=organ)
    words = text.strip()
    if words:
        rows = _with_words(rows, words)
    return rows.defer("document", "outline", "evidence", "attachments").order_by("-id")


def _with_words(rows: QuerySet[Record], words: str) -> QuerySet[Record]:
    """Few are found by their numbers first; among many the newest are soon met by going through all."""
    of_title = Q(title__startswith=words, title__gte=words, title__lt=f"{words}{chr(0x10FFFF)}")
    every = Record.objects.order_by()
    parts = [
        every.filter(each).values_list("id") for each in (Q(index_number=words), Q(document_number=words), of_title)
    ]
    few = [number for (number,) in parts[0].union(*parts[1:])[:_FEW]]
    if len(few) < _FEW:
        return rows.filter(id__in=few)
    return rows.filter(Q(index_number=words) | Q(document_number=words) | Q(title__startswith=words))


def within(rows: QuerySet[Record], organs: Reach) -> QuerySet[Record]:
    """Those of the rows that are the organs'."""
    return rows if organs is None else rows.filter(organ__code__in=organs)


def findings_of(record: Record) -> list[Finding]:
    """What was found in the record, unsettled things first, and of these what keeps it from publication."""
    return list(Finding.objects.filter(record=record).order_by("resolution", "-blocking", "id"))


def held_by_another(record: Record, actor: Actor, now: datetime) -> EditHold | None:
    """Who else is changing the record now."""
    return EditHold.objects.filter(record=record, until__gt=now).exclude(by=actor.id).first()


def unsaved_of(record: Record, actor: Actor) -> Unsaved | None:
    """What the actor typed and did not keep."""
    return Unsaved.objects.filter(record=record, by=actor.id).first()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the review chain of one record: whether it is passed and by whom, or the one that is open."""

    code: str
    name: str
    passed: Review | None
    is_open: bool


def chain(record: Record, language: str) -> list[Step]:
    """The record's way through its running round."""
    passed = {row.step: row for row in Review.objects.filter(record=record, round=record.review_round, passed=True)}
    steps: list[Step] = []
    is_reached = record.state == State.IN_REVIEW
    for code, step in law.review_steps().items():
        is_open = is_reached and code not in passed
        steps.append(Step(code, step.name(language), passed.get(code), is_open))
        is_reached = is_reached and not is_open
    return steps


def inbox(actor: Actor, *, at_most: int = 200) -> list[tuple[Record, str]]:
    """What waits for a decision of this actor: records in review with the step that is theirs to take, oldest first."""
    rows = within(Record.objects.select_related("organ").filter(state=State.IN_REVIEW), _decidable(actor))
    records = list(rows.defer("document", "outline", "evidence").order_by("updated_at")[: at_most * 4])
    steps = open_steps(records)
    mine = [(record, steps[record.pk]) for record in records if may_decide(record, steps[record.pk], actor)]
    return mine[:at_most]


def _decidable(actor: Actor) -> Reach:
    """The organs in which the actor may take any step of the chain."""
    organs: set[str] = set()
    for step in law.review_steps().values():
        reach = organs_for(actor, Ability(step.ability))
        if reach is None:
            return None
        organs |= reach
    return frozenset(organs)


def may_decide(record: Record, step: str, actor: Actor) -> bool:
    """Whether the actor can take this open step: it is theirs to take, and the record is not their own work."""
    steps = law.review_steps()
    return (
        step in steps
        and may(actor, Ability(steps[step].ability), organ=record.organ.code)
        and not is_own(record, actor)
    )


def open_step(record: Record) -> str:
    """The code of the step a record in review waits at; empty when it waits at none."""
    return open_steps([record])[record.pk]


def open_steps(records: Sequence[Record]) -> dict[int, str]:
    """As ``open_step``, for many records with one question, by their ids."""
    rounds = {record.pk: record.review_round for record in records if record.state == State.IN_REVIEW}
    passed: dict[int, set[str]] = defaultdict(set)
    for held, turn, step in Review.objects.filter(record__in=rounds, passed=True).values_list(
        "record", "round", "step"
    ):
        if turn == rounds[held]:
            passed[held].add(step)
    chain_of_steps = law.review_steps()
    return {
        record.pk: next((code for code in chain_of_steps if code not in passed[record.pk]), "")
        if record.pk in rounds
        else ""
        for record in records
    }


def is_own(record: Record, actor: Actor) -> bool:
    """Whether the actor wrote, changed or submitted it."""
    return actor.id in {record.drafted_by, record.submitted_by, *record.changed_by}


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done with a record: its words, what it takes, and when it can be done."""

    name: str
    label: "StrOrPromise"
    ability: Ability
    possible: Callable[[Record, Actor], bool]


def _is_in(*states: State) -> Callable[[Record, Actor], bool]:
    return lambda record, _actor: record.state in states


ACTIONS: tuple[Action, ...] = (
    Action("edit", _("Edit"), Ability.RECORD_DRAFT, lambda r, _a: r.withdrawal in readable_forms()),
    Action("read", _("Look through"), Ability.RECORD_SEE, lambda r, _a: r.withdrawal in readable_forms()),
    Action("submit", _("Submit for review"), Ability.RECORD_DRAFT, _is_in(State.DRAFT)),
    Action("publish", _("Publish"), Ability.RECORD_PUBLISH, _is_in(State.APPROVED)),
    Action("schedule", _("Publish at a later time"), Ability.RECORD_PUBLISH, _is_in(State.APPROVED)),
    Action("unschedule", _("Take off the schedule"), Ability.RECORD_PUBLISH, _is_in(State.SCHEDULED)),
    Action(
        "publish-urgently",
        _("Publish urgently"),
        Ability.RECORD_PUBLISH_URGENTLY,
        lambda r, a: r.state in {State.DRAFT, State.IN_REVIEW, State.APPROVED} and not is_own(r, a),
    ),
    Action(
        "confirm-urgent",
        _("Confirm the urgent publication"),
        Ability.RECORD_SIGN_OFF,
        lambda r, a: bool(r.urgent_by) and r.urgent_by != a.id and not is_own(r, a),
    ),
    Action(
        "withdraw",
        _("Withdraw"),
        Ability.RECORD_WITHDRAW,
        lambda r, _a: r.edition > 0 and r.withdrawal in readable_forms(),
    ),
)


def actions(record: Record, actor: Actor) -> list[Action]:
    """What this actor can do with the record now. Services check once more; this only decides what is offered."""
    return [a for a in ACTIONS if may(actor, a.ability, organ=record.organ.code) and a.possible(record, actor)]


def urgent_to_confirm(actor: Actor) -> list[Record]:
    """Urgent publications that this actor could confirm, the oldest first."""
    # Few among all: found by their own index first, which a database does not choose beside the organ's.
    urgent = list(Record.objects.filter(urgent_by__gt="").values_list("id", flat=True)[:_FEW])
    rows = within(
        Record.objects.select_related("organ").filter(id__in=urgent), organs_for(actor, Ability.RECORD_SIGN_OFF)
    )
    return [r for r in rows.order_by("published_at")[:200] if r.urgent_by != actor.id and not is_own(r, actor)]


def waiting(actor: Actor, _now: datetime) -> list[Waiting]:
    """What waits for the actor among records: decisions, confirmations, and drafts of their own that came back."""
    to_decide, to_confirm = inbox(actor), urgent_to_confirm(actor)
    to_publish = within(Record.objects.filter(state=State.APPROVED), organs_for(actor, Ability.RECORD_PUBLISH))
    returned = Record.objects.filter(state=State.DRAFT, drafted_by=actor.id, review_round__gt=0)
    inbox_address, list_address = reverse("console-records:inbox"), reverse("console-records:list")
    confirm_by = min((r.published_at for r in to_confirm if r.published_at), default=None)
    return [
        Waiting(
            _("Urgent publications to confirm"),
            len(to_confirm),
            inbox_address,
            confirm_by + TO_BE_CONFIRMED_WITHIN if confirm_by else None,
        ),
        Waiting(_("Records to decide on"), len(to_decide), inbox_address),
        Waiting(_("Signed off, to be published"), to_publish[:100].count(), f"{list_address}?state=approved"),
        Waiting(_("Drafts of yours that came back"), returned[:100].count(), f"{list_address}?state=draft"),
    ]
