"""Boards: how much is owed, of which light, by when; quick at a million duties because each part has its index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from gongkai.backbone.duties.models import OWED, Assistance, Duty, Move, Reminder
from gongkai.backbone.duties.rules import Light
from gongkai.kernel.actors import Ability, Actor, organs_for

ON_A_PAGE = 100
WEEKS_AHEAD = 8
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Board:
    """What an organ, a person or the city owes: how much of each light, and the weeks to come.

    ``forecast`` counts what falls due in each week, by its Monday.
    """

    green: int
    yellow: int
    red: int
    standing: int
    forecast: list[tuple[date, int]]

    @property
    def total(self) -> int:
        """Everything that is owed."""
        return self.green + self.yellow + self.red + self.standing


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of what is owed, what is due first before the rest; ``after`` is where the next page begins, if any."""

    duties: list[Duty]
    after: str


def seen_by(actor: Actor) -> "QuerySet[Duty]":
    """Every duty the actor may know of: of their organs, and those their organs help with."""
    organs = organs_for(actor, Ability.DUTY_SEE)
    found = Duty.objects.select_related("organ")
    if organs is None:
        return found
    helping = Assistance.objects.filter(organ__code__in=organs).values_list("duty_id", flat=True)
    own = Q(organ__code__in=organs)
    # Asked first: few help with anything, and without an OR the index of the organ serves alone.
    return found.filter(own | Q(id__in=helping)) if helping.exists() else found.filter(own)


def owed(*, actor: Actor, organ: str = "", person: str = "") -> "QuerySet[Duty]":
    """What is owed by an organ, a person, or all the actor may see."""
    found = seen_by(actor).filter(OWED)
    if organ:
        found = found.filter(organ__code=organ)
    return found.filter(person=person) if person else found


def board(*, actor: Actor, now: datetime, organ: str = "", person: str = "") -> Board:
    """The board of an organ, a person, or all the actor may see."""
    found = owed(actor=actor, organ=organ, person=person)
    total, red = found.count(), found.filter(due_at__lte=now).count()
    # Whatever is due was urgent before.
    urgent, standing = found.filter(warn_at__lte=now).count(), found.filter(due_at=None).count()
    return Board(total - urgent - standing, urgent - red, red, standing, _forecast(found, now))


def _forecast(found: "QuerySet[Duty]", now: datetime) -> list[tuple[date, int]]:
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    weeks = {monday + timedelta(weeks=number): 0 for number in range(WEEKS_AHEAD)}
    until = monday + timedelta(weeks=WEEKS_AHEAD)
    begin, end = (timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in (monday, until))
    # The end of a day is the first moment of the next.
    within = found.filter(due_at__gt=begin, due_at__lte=end)
    for moment, count in within.values_list("due_at").annotate(Count("id")).order_by("due_at"):
        day = timezone.localtime(moment - timedelta(microseconds=1)).date()
        weeks[day - timedelta(days=day.weekday())] += count
    return list(weeks.items())


_LIGHTS: Mapping[str, str] = {
    Light.RED: "due_at__lte",
    Light.YELLOW: "warn_at__lte",
    Light.GREEN: "warn_at__gt",
}


def listed(found: "QuerySet[Duty]", *, now: datetime, light: str = "", after: str = "") -> Listed:
    """A page of what is owed, of one light or of all that has a day; ``after`` is what the page before answered.

    A page begins where the one before ended and costs the same however far down it is.
    """
    if light == Light.STANDING:
        rows = found.filter(due_at=None)
    else:
        rows = found.filter(due_at__isnull=False)
        if light in _LIGHTS:
            rows = rows.filter(**{_LIGHTS[light]: now})
        if light == Light.YELLOW:
            rows = rows.filter(due_at__gt=now)
    moment, last = _place(after)
    if light == Light.STANDING:
        rows = rows.filter(id__gt=last)
    elif moment is not None:
        rows = rows.filter(due_at__gte=moment).exclude(due_at=moment, id__lte=last)
    page = list(rows.order_by("due_at", "id")[: ON_A_PAGE + 1])
    if len(page) <= ON_A_PAGE:
        return Listed(page, "")
    end = page[ON_A_PAGE - 1]
    moment_of_end = (end.due_at - _EPOCH) // timedelta(microseconds=1) if end.due_at else ""
    return Listed(page[:ON_A_PAGE], f"{moment_of_end}_{end.pk}")


def _place(after: str) -> tuple[datetime | None, int]:
    moment, _, last = after.partition("_")
    if not (last.isdecimal() and len(last) < 19):
        return None, 0
    known = moment.isdecimal() and len(moment) < 18
    return (_EPOCH + timedelta(microseconds=int(moment)) if known else None), int(last)


def reminders(*, actor: Actor, unread: bool = True) -> "QuerySet[Reminder]":
    """What the actor's organs were told, newest first."""
    found = Reminder.objects.select_related("duty", "organ").order_by("-at", "-id")
    organs = organs_for(actor, Ability.DUTY_SEE)
    if organs is not None:
        found = found.filter(organ__code__in=organs)
    return found.filter(read_at=None) if unread else found


def moves(*, actor: Actor) -> "QuerySet[Move]":
    """Which duties of the actor's organs got another day when the law or its calendar last changed, newest first."""
    organs = organs_for(actor, Ability.DUTY_SEE)
    last = Move.objects.aggregate(last=Max("at"))["last"]
    found = Move.objects.select_related("duty", "organ").filter(at=last).order_by("-id")
    return found if organs is None else found.filter(organ__code__in=organs)
