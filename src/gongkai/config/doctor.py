"""Whether the platform is well: the checks behind ``gongkai doctor`` and ``GET /healthz``.

What ``healthz`` shows is seen by anyone: codes and counts, no paths, no addresses, no names. ``detail`` is
for the operator at the command line.
"""

import io
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

LEAST_FREE_BYTES = 1_000_000_000
# The worker touches its sign of life at least once a second when idle, and between two portions of work.
WORKER_SILENT_AFTER = timedelta(seconds=30)
LAG_ALLOWED = 1000
# The same bytes each time, so that the storage keeps them once.
_TRIAL = b"gongkai doctor was here\n"


class Status(StrEnum):
    """``ok``, or ``degraded``: requests are served, but something needs a person."""

    OK = "ok"
    DEGRADED = "degraded"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``count`` is how many things are not as they should be, where it can be told.

    ``words`` are those of the detail as the catalogue has them, ``facts`` the values they name.
    """

    name: str
    status: Status
    words: str = ""
    count: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The detail in English, as operators at the command line read it."""
        return self.words % self.facts if self.words else ""

    def said(self) -> str:
        """The detail in the language that is active."""
        return gettext(self.words) % self.facts if self.words else ""


@dataclass(frozen=True, slots=True)
class Health:
    """All checks together; degraded when one of them is."""

    checks: tuple[Check, ...]

    @property
    def status(self) -> Status:
        return Status.OK if all(check.status is Status.OK for check in self.checks) else Status.DEGRADED

    def to_data(self, *, detailed: bool = False) -> dict[str, Any]:
        """For JSON; without ``detailed`` fit to be shown to anyone."""
        checks: dict[str, Any] = {}
        for check in self.checks:
            shown: dict[str, Any] = {"status": check.status.value}
            if check.count is not None:
                shown["count"] = check.count
            if detailed and check.detail:
                shown["detail"] = check.detail
            checks[check.name] = shown
        degraded = [check.name for check in self.checks if check.status is not Status.OK]
        return {"status": self.status.value, "degraded": degraded, "checks": checks}


def health(now: datetime) -> Health:
    """What can be seen within a few milliseconds; asked often, by machines."""
    return _run(_QUICK, now)


def diagnosis(now: datetime) -> Health:
    """Everything, also what takes longer and what writes a test file; asked by an operator."""
    return _run({**_QUICK, **_THOROUGH}, now)


def _run(checks: dict[str, Callable[[datetime], Check]], now: datetime) -> Health:
    return Health(tuple(_guarded(name, check, now) for name, check in checks.items()))


def _guarded(name: str, check: Callable[[datetime], Check], now: datetime) -> Check:
    try:
        return check(now)
    except Exception as error:  # noqa: BLE001 - a check that cannot be made is itself the finding
        return _said(name, well=False, words="%(error)s", error=f"{type(error).__name__}: {error}"[:300])


def _counted(name: str, count: int, words: str, **facts: object) -> Check:
    return Check(name, Status.DEGRADED if count else Status.OK, words if count else "", count, facts)


def _said(name: str, *, well: bool, words: str, **facts: object) -> Check:
    return Check(name, Status.OK if well else Status.DEGRADED, words, None, facts)


def _database(_now: datetime) -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA journal_mode")
                mode = cursor.fetchone()[0]
                return _said("database", well=mode == "wal", words=_("SQLite, journal %(mode)s"), mode=mode)
    except DatabaseError as error:
        return _said("database", well=False, words="%(error)s", error=error)
    return _said("database", well=True, words="PostgreSQL")


def _worker(now: datetime) -> Check:
    """On one machine the sign of life is a file; workers on other machines are seen by the lag of events."""
    sign = Path(settings.RUN) / "worker.alive"
    silent = now.timestamp() - sign.stat().st_mtime if sign.exists() else None
    if silent is None and connection.vendor == "postgresql":
        return _said("worker", well=True, words=_("none on this machine; see the lag of events"))
    if silent is None:
        return _said("worker", well=False, words=_("never ran"))
    alive = silent < WORKER_SILENT_AFTER.total_seconds()
    return _said("worker", well=alive, words=_("last sign of life %(seconds)s s ago"), seconds=f"{silent:.0f}")


def _event_lag(_now: datetime) -> Check:
    from gongkai.kernel.events import selectors

    behind = [lag for lag in selectors.lags() if lag.behind > LAG_ALLOWED]
    who = ", ".join(f"{lag.consumer} ({lag.lane}): {lag.behind}" for lag in behind)
    return _counted("event_lag", max((lag.behind for lag in behind), default=0), _("behind: %(who)s"), who=who)


def _dead_letters(_now: datetime) -> Check:
    from gongkai.kernel.events import selectors

    return _counted(
        "dead_letters", selectors.dead_letters().count(), _("see: %(command)s"), command="gongkai dead-letters list"
    )


def _due_failures(_now: datetime) -> Check:
    from gongkai.kernel.due import selectors

    return _counted("due_failures", selectors.given_up().count(), _("moments given up after all tries"))


def _stale_pages(_now: datetime) -> Check:
    from gongkai.kernel.portal.models import StalePage

    failing = StalePage.objects.exclude(error="").count()
    return _counted("stale_pages", failing, _("see: %(command)s"), command="gongkai bake")


def _search(_now: datetime) -> Check:
    from gongkai.backbone.search import selectors

    selectors.held(["doctor"])
    return _said("search", well=True, words=_("the index answers"))


def _meaning(_now: datetime) -> Check:
    """Without a model named there is nothing to be amiss."""
    from gongkai.backbone.search.meaning import building, configured

    if not settings.SEARCH_MODEL:
        return _said("meaning", well=True, words=_("off: no model is named"))
    meaning = configured()
    if meaning is None:
        command = "gongkai rebuild --meaning"
        return _said("meaning", well=False, words=_("the model cannot be used; see: %(command)s"), command=command)
    told = {"reached": meaning.vectors.reached(), "newest": building.newest_event()}
    return _said("meaning", well=True, words=_("vectors up to event %(reached)d of %(newest)d"), **told)


def _disk(_now: datetime) -> Check:
    free = shutil.disk_usage(settings.DATA).free
    return _said("disk", well=free >= LEAST_FREE_BYTES, words=_("%(size)s GB free"), size=f"{free / 1e9:.1f}")


def _python(_now: datetime) -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return _said("python", well=sys.version_info >= (3, 11), words=version)


def _data_directory(_now: datetime) -> Check:
    trial = Path(settings.RUN) / "doctor.trial"
    trial.parent.mkdir(parents=True, exist_ok=True)
    trial.write_text("?", "utf-8")
    trial.unlink()
    return _said("data_directory", well=True, words="%(path)s", path=settings.DATA)


def _storage(_now: datetime) -> Check:
    from gongkai.kernel.files.storage import storage

    stored = storage().put(io.BytesIO(_TRIAL), limit=len(_TRIAL))
    well = b"".join(storage().chunks(stored.sha256)) == _TRIAL
    return _said("storage", well=well, words=_("written and read back") if well else _("reads other than was written"))


def _migrations(_now: datetime) -> Check:
    from gongkai.config.preparation import unapplied

    return _counted("migrations", unapplied(), _("run: %(command)s"), command="gongkai migrate")


_QUICK: dict[str, Callable[[datetime], Check]] = {
    "database": _database,
    "worker": _worker,
    "event_lag": _event_lag,
    "dead_letters": _dead_letters,
    "due_failures": _due_failures,
    "stale_pages": _stale_pages,
    "search": _search,
    "meaning": _meaning,
    "disk": _disk,
}
_THOROUGH: dict[str, Callable[[datetime], Check]] = {
    "python": _python,
    "data_directory": _data_directory,
    "storage": _storage,
    "migrations": _migrations,
}
