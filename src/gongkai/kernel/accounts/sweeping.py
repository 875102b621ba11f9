"""Sessions that are over are thrown away; the table holds those that may still be used."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from gongkai.kernel.worker.steps import Lane, Step

EVERY = timedelta(minutes=10)
PORTION = 500


class Sweeper:
    """Deletes sessions past their last moment, a portion at a time, and then rests."""

    def __init__(self) -> None:
        self._rests_until: datetime | None = None

    def sweep(self, now: datetime) -> bool:
        """Delete a portion; answers whether there was a whole one."""
        if self._rests_until is not None and now < self._rests_until:
            return False
        over = list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:PORTION])
        Session.objects.filter(pk__in=over).delete()
        if len(over) == PORTION:
            return True
        self._rests_until = now + EVERY
        return False


SWEEP = Step("sessions", Lane.BULK, Sweeper().sweep)
