"""Taking a record back: the form is chosen, readers' view is looked at, and then it is done."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.records import gone, services
from gongkai.backbone.records.console.desk import RecordPage
from gongkai.backbone.records.gone import Outlook
from gongkai.backbone.records.models import Record
from gongkai.foundations import law
from gongkai.kernel.actors import Ability, check
from gongkai.kernel.portal.front import CONTENT_SECURITY_POLICY

_GIVEN = {"form": 24, "reason": 2000, "target": 40}


class _WithdrawPage(RecordPage):
    """What the page and the frame within it share."""

    ability = Ability.RECORD_WITHDRAW

    def record(self) -> Record:
        """The record. Raises ``ForbiddenError`` for those who see it but may not withdraw it."""
        record = super().record()
        check(self.actor, Ability.RECORD_WITHDRAW, organ=record.organ.code)
        return record

    def given(self) -> dict[str, str]:
        """What was chosen and written so far."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return {name: asked.get(name, "").strip()[:longest] for name, longest in _GIVEN.items()}

    def outlook(self, record: Record) -> Outlook | None:
        """What readers would see."""
        given = self.given()
        reason = given["reason"] or _("(the reason you write)")
        language = get_language() or ""
        return gone.outlook(
            record, form=given["form"], reason=reason, target=given["target"], language=language, now=self.now
        )


class WithdrawView(_WithdrawPage):
    """Take a published record back, in one of the five forms, after seeing what readers will see."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The forms, and of the chosen one what readers will see."""
        return self._shown(self.record())

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Withdraw."""
        record = self.record()
        try:
            services.withdraw(record.index_number, **self.given(), actor=self.actor, now=self.now)
        except services.WithdrawalRefusedError as error:
            return self._shown(record, error.said_in(get_language() or ""), status=400)
        return self.done(_("Withdrawn."), self.desk_address())

    def _shown(self, record: Record, refusal: str = "", *, status: int = 200) -> HttpResponse:
        given, language = self.given(), get_language() or ""
        answer = self.page(
            "records/console/withdraw.html",
            status=status,
            record=record,
            forms=[(code, form.name(language), form) for code, form in law.withdrawal_forms().items()],
            given=given,
            refusal=refusal,
            outlook=self.outlook(record),
            framed=f"{reverse('console-records:withdrawn', kwargs=self.kwargs)}?{urlencode(given)}",
        )
        answer["content-security-policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
        return answer


class WithdrawnView(_WithdrawPage):
    """The page readers would see, which only the frame of the withdrawal page may hold."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The public page after the withdrawal."""
        found = self.outlook(self.record())
        if found is None:
            raise Http404
        answer = HttpResponse(found.html)
        policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        answer["content-security-policy"] = policy
        answer["x-frame-options"] = "SAMEORIGIN"
        return answer
