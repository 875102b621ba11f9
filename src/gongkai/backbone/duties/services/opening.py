"""New duties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.duties.models import PENDING, Duty
from gongkai.backbone.duties.services.clockwork import settle
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor
from gongkai.kernel.audit.services import Fact, write_many
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit, take_turn
from gongkai.kernel.numbers.services import issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A duty to be opened: which rule binds whom, about what, from when.

    ``public`` says that everyone may see how its day came about; ``address`` is where its subject is read.
    """

    rule: str
    organ: Organ
    subject: str
    title: str
    start: date
    at: time | None = None
    person: str = ""
    case: str = ""
    length: int | None = None
    public: bool = False
    address: str = ""


def open_duties(openings: Sequence[Opening], *, actor: Actor, now: datetime) -> list[Duty]:
    """Open what is not pending already under the same rule for the same subject; the services below own no rights,
    for whoever opens a duty has done something that entails it.
    """
    with transaction.atomic():
        pending = set(
            Duty.objects.filter(subject__in={o.subject for o in openings}, state__in=PENDING).values_list(
                "rule", "subject"
            )
        )
        wanted = {(o.rule, o.subject): o for o in openings if (o.rule, o.subject) not in pending}
        if not wanted:
            return []
        take_turn()
        year = timezone.localtime(now).year
        numbers = issue(f"duty:{year}", len(wanted))
        duties = [_duty(o, f"{year}-{n:06d}", now) for o, n in zip(wanted.values(), numbers, strict=True)]
        settle(duties, now=now)
        Duty.objects.bulk_create(duties)
        facts = [Fact("duty.opened", f"duty:{d.number}", d.organ.code, after=_facts(d)) for d in duties]
        write_many(facts, actor=actor, now=now)
        emissions = [Emission("duty.opened", d.number, {"rule": d.rule, "organ": d.organ.code}) for d in duties]
        emit(*emissions, lane=Lane.DEPENDENTS, now=now)
    return duties


def _duty(opening: Opening, number: str, now: datetime) -> Duty:
    return Duty(
        number=number,
        rule=opening.rule,
        organ=opening.organ,
        person=opening.person,
        subject=opening.subject,
        title=opening.title[:500],
        address=opening.address,
        public=opening.public,
        started_on=opening.start,
        started_at=opening.at,
        case=opening.case,
        length=opening.length,
        opened_at=now,
    )


def _facts(duty: Duty) -> dict[str, str]:
    return {"rule": duty.version, "subject": duty.subject, "due_on": str(duty.due_on or "")}
