"""Reading requests: for staff within their reach, for applicants by number and secret, for nobody else."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest
from gongkai.affairs.foi.rules.case import Case, Happening, fold
from gongkai.affairs.foi.rules.clocks import Law
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.sealing import secret_digest
from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.selectors import duties_of
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, may, organs_for

OPEN = tuple(code for code, state in workflow().states.items() if state.kind == "open")
UNANSWERED = (*OPEN, "decided")
_ABILITIES = {
    "registrar": Ability.REQUEST_REGISTER,
    "officer": Ability.REQUEST_HANDLE,
    "approver": Ability.REQUEST_APPROVE,
}
ACTING = tuple(_ABILITIES.values())
SOON = 5  # working days: what is due by then is nearly due
_LIKE_AT_MOST = 200
ALIKE = 0.5


class RequestMissingError(GongkaiError):
    """No request has this number, or the actor may not know of it."""

    def __init__(self, number: str) -> None:
        super().__init__("request_missing", f"没有编号为 {number} 的申请：请核对编号。", number=number)


def roles_in(organ: str, actor: Actor) -> list[str]:
    """The roles of the workflow that the actor holds in an organ."""
    if actor.is_system:
        return ["system", *_ABILITIES]
    return [role for role, ability in _ABILITIES.items() if may(actor, ability, organ=organ)]


def law() -> Law:
    """The calendar and rule book in use."""
    return Law(law_in_use.calendar_in_use(), law_in_use.rules_in_use())


def happenings(rows: Iterable[CaseEvent]) -> list[Happening]:
    """Stored events for the fold."""
    return [Happening(e.number, e.kind, e.on, e.at, e.by, e.role, e.facts) for e in rows]


def case_of(request: DisclosureRequest) -> Case:
    """What a request's events say."""
    return fold(happenings(request.told.order_by("number")))


def seen_by(actor: Actor) -> QuerySet[DisclosureRequest]:
    """Every request the actor may know of."""
    found = DisclosureRequest.objects.select_related("organ")
    organs = organs_for(actor, Ability.REQUEST_SEE)
    return found if organs is None else found.filter(organ__code__in=organs)


def request_for(number: str, *, actor: Actor) -> DisclosureRequest:
    """The request, for someone on the staff; raises ``RequestMissingError``."""
    found = seen_by(actor).filter(number=number).first()
    if found is None:
        raise RequestMissingError(number)
    return found


def request_of_applicant(number: str, secret: str) -> DisclosureRequest | None:
    """The request that number and secret of a receipt open together; none tells nothing of which was wrong.

    One comparison in constant time is made whether there is such a number or not.
    """
    found = DisclosureRequest.objects.select_related("organ").filter(number=number.strip()[:60].lower()).first()
    held = found.secret if found is not None else "0" * 64
    same = hmac.compare_digest(held, secret_digest(secret.strip()[:40].upper().replace("-", "")))
    return found if found is not None and same and found.state != "erased" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What of the board is asked for; empty means any."""

    state: str = ""
    light: str = ""
    officer: str = ""
    organ: str = ""
    words: str = ""
    result: str = ""
    channel: str = ""


def board(*, actor: Actor, narrowing: Narrowing, today: date) -> QuerySet[DisclosureRequest]:
    """The requests that fit, the newest first."""
    found = seen_by(actor).order_by("-id")
    if narrowing.state == "unanswered":
        found = found.filter(state__in=UNANSWERED)
    elif narrowing.state:
        found = found.filter(state=narrowing.state)
    if narrowing.light:
        found = found.filter(lights(today).get(narrowing.light, Q()))
    wanted = {
        "officer": narrowing.officer,
        "organ__code": narrowing.organ,
        "result": narrowing.result,
        "channel": narrowing.channel,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if narrowing.words:
        words = narrowing.words[:60]
        found = found.filter(Q(number__contains=words.lower()) | Q(subject__contains=words))
    return found


def soon(today: date) -> date:
    """The last day that is nearly due."""
    return date.fromordinal(law_in_use.calendar_in_use().advance(today.toordinal(), SOON))


def lights(today: date) -> Mapping[str, Q]:
    """What each light of the board means; a clock that stands, or has not begun, has no day."""
    near = soon(today)
    return {
        "red": Q(due_on__lt=today),
        "yellow": Q(due_on__gte=today, due_on__lte=near),
        "green": Q(due_on__gt=near),
        "standing": Q(due_on=None, state__in=OPEN),
    }


def duties(request: DisclosureRequest) -> QuerySet[Duty]:
    """Every clock that runs or ran on a request, oldest first."""
    return Duty.objects.filter(
        Q(subject=subject_of(request)) | Q(subject__startswith=f"{subject_of(request)}#")
    ).order_by("id")


def reply_duty(request: DisclosureRequest) -> Duty | None:
    """The clock by which the reply is owed."""
    owed = duties_of(subject_of(request)).filter(rule__in=("REQ_REPLY", "REQ_DELAY35"))
    return owed.order_by("-id").first()


def subject_of(request: DisclosureRequest) -> str:
    """How a request is named in duties, audit and events."""
    return f"request:{request.number}"


@dataclass(frozen=True, slots=True)
class Alike:
    """A request that resembles another, and why: same applicant, how much of the words is the same."""

    request: DisclosureRequest
    same_sender: bool
    share: float


def alike(request: DisclosureRequest) -> Sequence[Alike]:
    """Requests to the same organ that may be the same one twice: by the same applicant, or in much the same words."""
    others = DisclosureRequest.objects.filter(organ=request.organ).exclude(pk=request.pk).order_by("-id")
    pairs = pairs_of(request.subject + request.wanted)
    mine = others.filter(sender=request.sender) if request.sender else others.none()
    near = [*mine[:_LIKE_AT_MOST], *others[:_LIKE_AT_MOST]]
    found = [
        Alike(other, bool(request.sender) and other.sender == request.sender, share)
        for other in {one.pk: one for one in near}.values()
        if (share := share_of(pairs, pairs_of(other.subject + other.wanted))) >= ALIKE
        or (request.sender and other.sender == request.sender and share >= ALIKE / 2)
    ]
    return sorted(found, key=lambda one: (-one.same_sender, -one.share))[:10]


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of characters of a text, by which two are compared."""
    plain = "".join(text.split())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def share_of(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts share: pairs of characters in both, of all."""
    return len(one & other) / len(one | other) if one and other else 0.0


def counted_this_month(request: DisclosureRequest) -> int:
    """The items the same applicant handed in at this organ in the same calendar month before (109号第四条)."""
    day = request.received_on
    if day is None or not request.sender:
        return 0
    earlier = DisclosureRequest.objects.filter(
        organ=request.organ, sender=request.sender, received_on__year=day.year, received_on__month=day.month
    ).filter(Q(received_on__lt=day) | Q(received_on=day, id__lt=request.pk))
    return sum(earlier.values_list("items", flat=True))
