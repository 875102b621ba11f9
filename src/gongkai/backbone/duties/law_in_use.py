"""The calendar and the rule book as they hold in this city: the book's own, what was entered, and the city's files."""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from gongkai.backbone.duties.models import EnteredNotice
from gongkai.foundations.law.calendar import WorkingCalendar, working_calendar
from gongkai.foundations.law.clock_book import ClockBook, clock_book
from gongkai.foundations.law.notices import Notice, read_local_days, read_notice


def law_folder() -> Path:
    """Where a city keeps its own numbers (``clocks.toml``) and days (``days.toml``)."""
    return Path(settings.DATA) / "law"


def entered_notices() -> tuple[Notice, ...]:
    """The notices entered here, oldest first; none while the tables are not made yet."""
    if not connection.in_atomic_block:
        try:
            return _entered()
        except DatabaseError:
            return ()
    return _entered()


def _entered() -> tuple[Notice, ...]:
    return tuple(read_notice(text) for text in EnteredNotice.objects.values_list("text", flat=True))


def calendar_in_use(*, also: Notice | None = None) -> WorkingCalendar:
    """The working calendar; ``also`` is a notice to be tried before it is entered."""
    entered = {notice.year: notice for notice in entered_notices()}
    if also is not None:
        entered[also.year] = also
    return working_calendar(tuple(entered.values()), read_local_days(law_folder() / "days.toml"))


def rules_in_use() -> ClockBook:
    """The rule book of clocks with the city's own numbers."""
    file = law_folder() / "clocks.toml"
    # The time of its last change is part of what is remembered, so that an edited file is read again.
    return clock_book(file if file.exists() else None, changed=file.stat().st_mtime_ns if file.exists() else 0)
