"""Comments, handing a step over, reminding: what is said at the desk of a record."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.backbone.records import services
from gongkai.backbone.records.console.desk import RecordPage


class CommentView(RecordPage):
    """Say something about a record."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The comment."""
        text = request.POST.get("text", "")
        services.comment(self.record().index_number, text=text, actor=self.actor, now=self.now)
        return self.done(_("Your comment is noted."), self.desk_address())


class HandOverView(RecordPage):
    """Hand the open step to a colleague."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The handing over."""
        to, text = request.POST.get("to", ""), request.POST.get("text", "")
        made = services.hand_over(
            self.record().index_number, to=f"person:{to}", text=text, actor=self.actor, now=self.now
        )
        return self.done(_("Handed over to %(name)s.") % {"name": made.to_label}, self.desk_address())


class RemindView(RecordPage):
    """Remind those whose step is open."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The reminder."""
        services.remind(self.record().index_number, actor=self.actor, now=self.now)
        return self.done(_("They are reminded: it stands first in their inbox."), self.desk_address())
