"""Requests as a board shows them: how many under each light, who has how many, what is due next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.selectors import UNANSWERED, lights
from gongkai.kernel.accounts.selectors import names_of

_Requests = QuerySet[DisclosureRequest]
NEXT = 8
WEEKS = 6


@dataclass(frozen=True, slots=True)
class Load:
    """What someone has in hand: all of it, what of it is overdue and nearly due, and its first day."""

    officer: str
    name: str
    count: int
    red: int
    yellow: int
    first: date | None


def counts(requests: _Requests, today: date) -> Mapping[str, int]:
    """How many unanswered requests there are, and how many under each light."""
    wanted = {colour: Count("id", filter=condition) for colour, condition in lights(today).items()}
    found: Mapping[str, int] = requests.filter(state__in=UNANSWERED).order_by().aggregate(all=Count("id"), **wanted)
    return found


def load(requests: _Requests, today: date) -> Sequence[Load]:
    """What each officer has in hand, who has most first; what nobody has comes before all."""
    of = lights(today)
    rows = list(
        requests.filter(state__in=UNANSWERED)
        .order_by()
        .values("officer")
        .annotate(
            count=Count("id"),
            red=Count("id", filter=of["red"]),
            yellow=Count("id", filter=of["yellow"]),
            first=Min("due_on"),
        )
    )
    names = names_of([row["officer"] for row in rows])
    found = [Load(name=names.get(row["officer"], row["officer"]), **row) for row in rows]
    return sorted(found, key=lambda one: (one.officer != "", -one.count, one.name))


def next_due(requests: _Requests) -> list[DisclosureRequest]:
    """The unanswered requests that come next, the overdue ones first."""
    return list(requests.filter(~Q(due_on=None), state__in=UNANSWERED).order_by("due_on", "id")[:NEXT])


def weeks(requests: _Requests, today: date) -> list[tuple[date, int]]:
    """How many replies fall due in each of the weeks to come, by their Mondays; this week tells what is left of it."""
    monday = today - timedelta(days=today.weekday())
    until = monday + timedelta(weeks=WEEKS)
    days = requests.filter(state__in=UNANSWERED, due_on__gte=today, due_on__lt=until).order_by()
    found = Counter((day - monday).days // 7 for day in days.values_list("due_on", flat=True) if day is not None)
    return [(monday + timedelta(weeks=week), found[week]) for week in range(WEEKS)]


def light_of(request: DisclosureRequest, today: date, near: date) -> str:
    """The light of one request; ``near`` is the last day that is nearly due, empty when nothing is owed any more."""
    if request.due_on is not None:
        return "red" if request.due_on < today else "yellow" if request.due_on <= near else "green"
    return "standing" if request.state in UNANSWERED else ""
