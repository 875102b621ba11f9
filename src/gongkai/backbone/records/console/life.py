"""What moves a record along: handing in, publishing, scheduling. Each is one call of a service."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.backbone.records import services
from gongkai.backbone.records.console.desk import RecordPage
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.rules import Route
from gongkai.foundations.errors import GongkaiError


class SubmitView(RecordPage):
    """Hand a draft in for review."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Hand in."""
        services.submit(self.record().index_number, actor=self.actor, now=self.now)
        return self.done(_("Handed in for review."), self.desk_address())


class PublishView(RecordPage):
    """Publish what was signed off."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Publish."""
        self._publish(self.record(), Route.REVIEWED)
        return self.done(_("Published; readers see it within two seconds."), self.desk_address())

    def _publish(self, record: Record, route: Route) -> None:
        services.publish(
            [record.index_number],
            actor=self.actor,
            now=self.now,
            route=route,
            change_note=self.request.POST.get("change_note", "").strip(),
        )


class PublishUrgentlyView(PublishView):
    """Publish at once; another must confirm it within 24 hours."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Publish urgently."""
        self._publish(self.record(), Route.URGENT)
        return self.done(_("Published urgently. Another must confirm it within 24 hours."), self.desk_address())


class ConfirmUrgentView(RecordPage):
    """The second pair of eyes on an urgent publication."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Confirm."""
        services.confirm_urgent(self.record().index_number, actor=self.actor, now=self.now)
        return self.done(_("The urgent publication is confirmed."), self.desk_address())


class BadTimeError(GongkaiError):
    """The time given cannot be read."""


class ScheduleView(RecordPage):
    """Publish at a later time."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Schedule, in the city's own time."""
        try:
            at = timezone.make_aware(datetime.fromisoformat(request.POST.get("at", "")))
        except ValueError as error:
            raise BadTimeError("time_malformed", "请填写定时发布的日期和时间。") from error
        services.schedule(self.record().index_number, at=at, actor=self.actor, now=self.now)
        return self.done(_("It will be published at the time given."), self.desk_address())
