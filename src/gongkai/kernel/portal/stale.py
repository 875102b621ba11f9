"""Pages to be baked again, most urgent first."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from gongkai.kernel.database import faults
from gongkai.kernel.portal import baker
from gongkai.kernel.portal.models import URGENCY, StalePage
from gongkai.kernel.worker import Lane, wake

log = logging.getLogger(__name__)

AT_ONCE = 40
LONGEST_PAUSE = timedelta(minutes=30)

_MARK = """
    INSERT INTO portal_stale_page (key, urgency, mark, attempts, error) {rows}
    ON CONFLICT (key) DO UPDATE SET mark = portal_stale_page.mark + 1, attempts = 0, next_at = NULL,
        error = '', urgency = CASE WHEN EXCLUDED.urgency < portal_stale_page.urgency
                       THEN EXCLUDED.urgency ELSE portal_stale_page.urgency END
"""


def mark(keys: Iterable[str], lane: Lane) -> None:
    """Have these pages baked again; a page marked twice is baked once, in the more urgent lane."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), 200):
        part = wanted[start : start + 200]
        rows = "VALUES " + ", ".join("(%s, %s, 1, 0, '')" for _ in part)
        with connection.cursor() as cursor:
            cursor.execute(_MARK.format(rows=rows), [value for key in part for value in (key, URGENCY[lane])])
    if wanted:
        wake.ring()


def touch(sources: Iterable[str], fields: Iterable[str], lane: Lane) -> None:
    """Have every page baked again that shows one of these fields of one of the sources."""
    names, wanted = sorted(set(fields)), sorted(set(sources))
    if not names or not wanted:
        return
    # The WHERE lets SQLite tell the ON CONFLICT of the insertion from a join's ON.
    rows = (
        "SELECT DISTINCT key, CAST(%s AS integer), 1, 0, '' FROM portal_page_dependency "  # noqa: S608 - only %s
        f"WHERE source IN ({_places(wanted)}) AND field IN ({_places(names)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(rows=rows), [URGENCY[lane], *wanted, *names])
    wake.ring()


def mark_all(lane: Lane) -> None:
    """Have every page there is baked again, such as after a change of the layout."""
    # The WHERE is for SQLite, as above.
    rows = "SELECT DISTINCT key, CAST(%s AS integer), 1, 0, '' FROM portal_baked_page WHERE true"
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(rows=rows), [URGENCY[lane]])
    wake.ring()


def _places(values: Sequence[str]) -> str:
    return ", ".join("%s" for _ in values)


def bake_some(lane: Lane, *, now: datetime) -> bool:
    """Bake some of the stale pages of this lane; answers whether there were any."""
    waiting = StalePage.objects.filter(Q(next_at=None) | Q(next_at__lte=now), urgency=URGENCY[lane])
    marks = dict(waiting.order_by("key").values_list("key", "mark")[:AT_ONCE])
    if not marks:
        return False
    try:
        baker.bake(list(marks), now=now)
        baked = marks
    except faults.AT_FAULT:
        raise
    except Exception:
        log.exception("a page among %d could not be baked; each is tried alone", len(marks))
        baked = {key: number for key, number in marks.items() if _bake_alone(key, number, now)}
    with transaction.atomic():
        for key, number in baked.items():
            # One that was marked again while it was baked stays.
            StalePage.objects.filter(key=key, mark=number).delete()
    return True


def _bake_alone(key: str, number: int, now: datetime) -> bool:
    try:
        baker.bake([key], now=now)
    except faults.AT_FAULT:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a renderer raises is kept for the operator
        attempts = StalePage.objects.filter(key=key).values_list("attempts", flat=True).first() or 0
        StalePage.objects.filter(key=key, mark=number).update(
            attempts=F("attempts") + 1,
            next_at=now + min(LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts + 1, 12))),
            error=f"{type(error).__name__}: {error}"[:2000],
        )
        return False
    return True
