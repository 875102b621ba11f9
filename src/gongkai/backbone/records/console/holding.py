"""Working at one record with others about: what one typed is kept, another's work is not typed over."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.records import desk
from gongkai.backbone.records.console.desk import RecordPage
from gongkai.backbone.records.console.fields import LABELS
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services import holding
from gongkai.backbone.records.services.lengths import ValueRefusedError
from gongkai.kernel.actors import Ability


class WorkPage(RecordPage):
    """A page with the form of a record on it, which may be held by another, and may have something unsaved."""

    def at_work(self, record: Record, form: forms.Form) -> dict[str, Any]:
        """What the page says of others and of what is unsaved, which is taken up into the form when asked for."""
        unsaved = desk.unsaved_of(record, self.actor)
        is_taken_up = unsaved is not None and "unsaved" in self.request.GET and not form.is_bound
        if unsaved is not None and is_taken_up:
            form.initial.update({name: value for name, value in unsaved.values.items() if name in form.fields})
        return {
            "another": desk.held_by_another(record, self.actor, self.now),
            "unsaved": unsaved,
            "is_taken_up": is_taken_up,
            "work": f"{self.desk_address()}/edit",
        }


class AutosaveView(RecordPage):
    """Remember what was typed so far; for the script of the page."""

    ability = Ability.RECORD_DRAFT

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """What the form holds, or nothing when the person only goes on working at it."""
        names = () if "renew" in request.GET else (*LABELS, "text")
        values = {name: request.POST[name] for name in names if name in request.POST}
        try:
            holding.keep_unsaved(self.record().index_number, values, actor=self.actor, now=self.now)
        except (holding.HeldByAnotherError, ValueRefusedError) as error:
            return JsonResponse({"said": error.said_in(get_language() or "")}, status=409)
        time = timezone.localtime(self.now).strftime("%H:%M:%S")
        return JsonResponse({"said": _("Remembered at %(time)s, not kept yet.") % {"time": time}})


class _BackToWork(RecordPage):
    ability = Ability.RECORD_DRAFT

    def back(self) -> str:
        """The page the person works at."""
        return self.read_address() if self.request.POST.get("at") == "read" else f"{self.desk_address()}/edit"

    def after_refusal(self) -> str:
        """Back to work."""
        return self.back()


class TakeOverView(_BackToWork):
    """Take the record over from whoever is changing it."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Take over."""
        holding.take_over(self.record().index_number, actor=self.actor, now=self.now)
        return self.done(_("You have taken over. The other is told when keeping."), self.back())


class DiscardView(_BackToWork):
    """Undo what was typed and not kept."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Discard."""
        holding.discard_unsaved(self.record().index_number, actor=self.actor, now=self.now)
        return self.done(_("Discarded; the record is as it was."), self.back())
