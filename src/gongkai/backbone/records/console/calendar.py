"""The calendar of what is to be published."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.backbone.records import scheduling, services
from gongkai.backbone.records.console.desk import RecordPage
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView

_YEARS = range(2000, 2101)


class CalendarView(ConsoleView):
    """A month of scheduled publications."""

    ability = Ability.RECORD_SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The month asked for, else the running one."""
        first = _asked(request.GET.get("month", "")) or timezone.localdate(self.now).replace(day=1)
        weeks = scheduling.month(first.year, first.month, self.organs, actor=self.actor, now=self.now)
        return self.page(
            "records/console/calendar.html",
            first=first,
            before=first - timedelta(days=1),
            after=first + timedelta(days=31),
            weeks=weeks,
            is_empty=not any(day.appointments for week in weeks for day in week),
        )


def _asked(month: str) -> date | None:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    return first if first.year in _YEARS else None


class UnscheduleView(RecordPage):
    """Take a record off the schedule."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Off the schedule, and back to where the person was."""
        services.unschedule(self.record().index_number, actor=self.actor, now=self.now)
        back = reverse("console-records:calendar") if "calendar" in request.POST else self.desk_address()
        return self.done(_("Taken off the schedule; it stays signed off."), back)
