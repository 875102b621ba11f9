"""What readers seek: read from the counts, never anything that only a few sought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from gongkai.backbone.search.models import Tally
from gongkai.backbone.search.tallying import add
from gongkai.kernel.worker.steps import Lane, Step

# Words that fewer sought in the days looked at are told nobody: they might tell who.
LEAST_SHOWN = 5
# And they are not kept longer than this: what is rare a month later stays rare.
RARE_DAYS = 31
MOST_ROWS = 500
PERIODS = (7, 30, 90, 365)
_EVERY = timedelta(minutes=30)
_PORTION = 2_000


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all queries of some days, kept or not."""

    asked: int
    empty: int
    clicks: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Words many sought. ``place`` is the mean place of the hits opened, 0 where none was."""

    words: str
    asked: int
    empty: int
    clicks: int
    place: float


@dataclass(frozen=True, slots=True)
class Day:
    """The queries of a day."""

    day: date
    asked: int
    empty: int
    clicks: int


def totals(days: int, *, today: date) -> Totals:
    """Of the last ``days`` days, today with them."""
    found = _since(days, today).aggregate(asked=Sum("asked"), empty=Sum("empty"), clicks=Sum("clicks"))
    return Totals(**{name: count or 0 for name, count in found.items()})


def by_day(days: int, *, today: date) -> list[Day]:
    """Each day on which anything was sought, the newest first."""
    rows = _since(days, today).values("day").annotate(a=Sum("asked"), e=Sum("empty"), c=Sum("clicks"))
    return [Day(row["day"], row["a"], row["e"], row["c"]) for row in rows.order_by("-day")]


def sought(days: int, *, today: date, empty: bool = False) -> Sequence[Sought]:
    """The words most sought, at least ``LEAST_SHOWN`` times; with ``empty`` those most sought in vain."""
    rows = _since(days, today).exclude(words="").values("words")
    rows = rows.annotate(a=Sum("asked"), e=Sum("empty"), c=Sum("clicks"), p=Sum("places")).filter(a__gte=LEAST_SHOWN)
    rows = rows.filter(e__gt=0).order_by("-e", "words") if empty else rows.order_by("-a", "words")
    return [
        Sought(row["words"], row["a"], row["e"], row["c"], round(row["p"] / row["c"], 1) if row["c"] else 0.0)
        for row in rows[:MOST_ROWS]
    ]


def _since(days: int, today: date) -> QuerySet[Tally]:
    return Tally.objects.filter(day__gt=today - timedelta(days=days), day__lte=today)


class Sweeper:
    """Deletes counts that are too old, and the words of what is rare sooner, a portion at a time; then rests."""

    def __init__(self) -> None:
        self._rests_until: datetime | None = None

    def sweep(self, now: datetime) -> bool:
        """Do a portion; answers whether there was anything."""
        if self._rests_until is not None and now < self._rests_until:
            return False
        today = timezone.localdate(now)
        if _delete_old(today) or _forget_rare(today):
            return True
        self._rests_until = now + _EVERY
        return False


def _delete_old(today: date) -> int:
    old = Tally.objects.filter(day__lte=today - timedelta(days=int(settings.SEARCH_STATISTICS_DAYS)))
    return Tally.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_PORTION])).delete()[0]


def _forget_rare(today: date) -> int:
    """Words that too few sought, of days a month ago: their numbers stay, without the words."""
    month = Tally.objects.filter(day__lte=today - timedelta(days=RARE_DAYS)).exclude(words="")
    rare = month.values("words").annotate(a=Sum("asked")).filter(a__lt=LEAST_SHOWN).values_list("words", flat=True)
    with transaction.atomic():
        rows = list(month.filter(words__in=list(rare[:_PORTION])).order_by("pk"))
        add([(row.day, "", row.asked, row.empty, row.clicks, row.places) for row in rows])
        return Tally.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


SWEEP = Step("search-statistics", Lane.BULK, Sweeper().sweep)
