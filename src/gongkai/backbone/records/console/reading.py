"""The reading desk: the original beside the fields found in it, and what is to be looked at, one by one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.records import desk, originals, services
from gongkai.backbone.records.console import original
from gongkai.backbone.records.console.desk import RecordPage, hindrances_told
from gongkai.backbone.records.console.editing import fields_form, keep
from gongkai.backbone.records.console.fields import LABELS
from gongkai.backbone.records.console.holding import WorkPage
from gongkai.backbone.records.models import Finding, Record, State
from gongkai.foundations import texts
from gongkai.kernel.actors import Ability, may


@dataclass(frozen=True, slots=True)
class Row:
    """A field at the desk: what is asked, how sure the reader was in percent, and whether it says where."""

    field: forms.BoundField
    confidence: int | None
    found: bool


class ReadView(WorkPage):
    """Look a draft through beside its original, and correct it in place."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The desk."""
        record = self.record()
        return self._desk(record, fields_form(record, None, get_language() or ""))

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Keep what was corrected, unless another changed it meanwhile; nothing typed is lost."""
        record = self.record()
        form = fields_form(record, request.POST, get_language() or "")
        if form.is_valid():
            try:
                keep(record, form, actor=self.actor, now=self.now)
            except services.ChangeRefusedError as error:
                form.add_error(None, error.said_in(get_language() or ""))
            else:
                return self.done(_("Kept."), f"{request.path}#findings")
        return self._desk(record, form, status=400)

    def _desk(self, record: Record, form: forms.Form, *, status: int = 200) -> HttpResponse:
        document = texts.from_data(record.document)
        found = desk.findings_of(record)
        sheets = originals.sheets(record, LABELS)
        on_paper = {box.anchor for sheet in sheets for box in sheet.boxes}
        marks = original.marks_of(document, record.evidence, LABELS) + _marks(found)
        led_to = {mark.anchor for mark in marks} | on_paper
        shown = original.to_html(
            document,
            [mark for mark in marks if mark.anchor not in on_paper],
            lambda sha256: f"{self.request.path}/images/{sha256}",
        )
        rows = [Row(form[name], _confidence(record, name), f"at-{name}" in led_to) for name in LABELS]
        return self.page(
            "records/console/read.html",
            status=status,
            record=record,
            form=form,
            rows=rows,
            text=mark_safe(shown),  # noqa: S308 - to_html escapes every word
            sheets=sheets,
            hindrances=hindrances_told(record, self.now),
            open=[_told(each, led_to) for each in found if not each.resolution],
            settled=[_told(each, led_to) for each in found if each.resolution],
            may_change=may(self.actor, Ability.RECORD_DRAFT, organ=record.organ.code),
            **self.at_work(record, form),
            is_draft=record.state == State.DRAFT,
        )


def _confidence(record: Record, name: str) -> int | None:
    found = record.evidence.get(name)
    return found.get("confidence") if isinstance(found, dict) else None


def _marks(found: list[Finding]) -> list[original.Mark]:
    """The words in the text that unsettled findings speak of."""
    return [
        original.Mark(_anchor(each), each.reason, each.block, each.start, each.end)
        for each in found
        if each.block is not None and not each.field and not each.resolution
    ]


def _anchor(finding: Finding) -> str:
    return f"at-{finding.field}" if finding.field else f"finding-{finding.pk}"


def _told(finding: Finding, led_to: set[str]) -> dict[str, Any]:
    """A finding as the desk shows it, and where it leads: to the field's words, or to its place in the text."""
    anchor = _anchor(finding)
    where = anchor if anchor in led_to else ""
    return {"finding": finding, "label": LABELS.get(finding.field, ""), "where": where}


class FindingView(RecordPage):
    """Settle what was found, or take that back."""

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """One finding."""
        one = request.POST.get("finding", "")
        finding = int(one) if one.isdecimal() and len(one) < 19 else 0
        index_number = self.record().index_number
        if request.POST.get("decision") == "reopen":
            services.reopen_finding(index_number, finding, actor=self.actor, now=self.now)
        else:
            services.settle(
                index_number, finding, words=request.POST.get("words", "").strip(), actor=self.actor, now=self.now
            )
        return self.done(_("Noted."), f"{self.read_address()}#findings")

    def after_refusal(self) -> str:
        """Back to what is to be looked at."""
        return self.read_address()


class OriginalView(RecordPage):
    """The file the record was made of, always as a download."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponseBase:
        """The bytes."""
        record = self.record()
        chunks = originals.chunks(record)
        headers = {
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=record.source_name)
            or "attachment"
        }
        return StreamingHttpResponse(chunks, content_type="application/octet-stream", headers=headers)


class PictureView(RecordPage):
    """A picture within the text of the working copy."""

    def get(self, request: HttpRequest, prefix: str, number: str, sha256: str) -> HttpResponseBase:
        """The bytes."""
        media_type, chunks = originals.picture(self.record(), sha256)
        return StreamingHttpResponse(chunks, content_type=media_type)


class SheetView(RecordPage):
    """A page of a PDF as a picture."""

    def get(self, request: HttpRequest, prefix: str, number: str, sheet: int) -> HttpResponse:
        """The picture."""
        return HttpResponse(originals.drawn(self.record(), sheet), content_type="image/png")
