"""The inbox of reviewers, and their decisions."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.records import desk, remarks, services
from gongkai.backbone.records.console.desk import RecordPage
from gongkai.foundations import law
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView


class InboxView(ConsoleView):
    """What waits for a decision of this person, the oldest first."""

    ability = Ability.RECORD_SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The inbox."""
        steps, language = law.review_steps(), get_language() or ""
        rows = desk.inbox(self.actor)
        standings = remarks.standings(rows, self.actor)
        shown = [
            (record, steps[step].name(language), standings.get(record.pk, remarks.Standing())) for record, step in rows
        ]
        return self.page(
            "records/console/inbox.html",
            rows=sorted(shown, key=lambda row: row[2].rank),
            urgent=desk.urgent_to_confirm(self.actor),
        )


class DecideView(RecordPage):
    """Pass or return a record at the step that is open."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The decision."""
        record = self.record()
        passed = request.POST.get("decision") == "pass"
        services.decide(
            record.index_number,
            step=request.POST.get("step", ""),
            passed=passed,
            reason=request.POST.get("reason", "").strip(),
            seen_round=_whole(request.POST.get("round", "")),
            actor=self.actor,
            now=self.now,
        )
        words = _("Passed: %(title)s") if passed else _("Returned: %(title)s")
        return self.done(words % {"title": record.title}, reverse("console-records:inbox"))


def _whole(text: str) -> int:
    """The number written; one that no round has when there is none, for a decision must say what was read."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
