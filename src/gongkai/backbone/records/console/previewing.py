"""What readers will see of a working copy, before it is handed in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.backbone.records import preview
from gongkai.backbone.records.console.desk import RecordPage, hindrances_told
from gongkai.backbone.records.models import State
from gongkai.kernel.actors import Ability, may
from gongkai.kernel.portal.front import CONTENT_SECURITY_POLICY


class PreviewView(RecordPage):
    """The page as readers will see it, as wide as a desk or as a telephone; handed in from here."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The frame, and around it what comes next."""
        record = self.record()
        answer = self.page(
            "records/console/preview.html",
            record=record,
            is_phone=request.GET.get("width") == "phone",
            hindrances=hindrances_told(record, self.now),
            framed=reverse("console-records:previewed", kwargs=self.kwargs),
            read=self.read_address(),
            may_submit=record.state == State.DRAFT and may(self.actor, Ability.RECORD_DRAFT, organ=record.organ.code),
        )
        answer["content-security-policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
        return answer


class PreviewedView(RecordPage):
    """The page itself, which only the frame of the preview may hold."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The public page of the working copy."""
        pictures = f"{self.read_address()}/images"
        answer = HttpResponse(preview.page(self.record(), pictures=pictures, now=self.now))
        policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        answer["content-security-policy"] = policy
        answer["x-frame-options"] = "SAMEORIGIN"
        return answer
