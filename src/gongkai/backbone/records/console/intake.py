"""Handing files in, and what became of them."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gongkai.backbone.records import intakes
from gongkai.backbone.records.console.words import INTAKE_STATES
from gongkai.backbone.records.models import Intake
from gongkai.backbone.records.services import intake
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows


class IntakeView(ConsoleView):
    """Hand in one file or fifty; below it those handed in lately."""

    ability = Ability.RECORD_DRAFT

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        rows = page_of_rows(intakes.handed_in(self.organs), request.GET)
        return self.page(
            "records/console/intake.html",
            choices=intakes.organs_within(self.organs),
            most=intake.MOST_FILES,
            batch=uuid4(),
            rows=[told(row) for row in rows.rows],
            pages=rows,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the files; they are read in the background. The script of the page sends them one by one."""
        mark = intake.hand_in(
            [_upload(file) for file in request.FILES.getlist("files")],
            organ_code=request.POST.get("organ", ""),
            mark=_mark(request.POST.get("batch", "")),
            actor=self.actor,
            now=self.now,
        )
        address = reverse("console-records:batch", args=[mark])
        if self._is_script():
            return JsonResponse({"batch": address}, status=201)
        return self.done(_("Kept. The files are being read."), address)

    def refused(self, error: GongkaiError) -> HttpResponse:
        """To the script the words alone."""
        if self._is_script():
            return JsonResponse({"said": error.said_in(get_language() or "")}, status=400)
        return super().refused(error)

    def _is_script(self) -> bool:
        return self.request.headers.get("accept") == "application/json"


def _mark(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _upload(file: Any) -> intake.Upload:
    return intake.Upload(file.name or "upload", file.size, file.file)


def told(row: Intake) -> dict[str, object]:
    """A row as the pages show it."""
    return {"row": row, "state": INTAKE_STATES[row.state], "said": intakes.said(row, get_language() or "")}


class BatchView(ConsoleView):
    """What became of the files handed in together."""

    ability = Ability.RECORD_DRAFT

    def get(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        """How far it is, and each file with what it became or what to do about it."""
        rows = intakes.batch(batch, self.organs)
        return self.page(
            "records/console/batch.html", rows=[told(row) for row in rows], progress=intakes.progress(rows)
        )

    def post(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        """Read failed files once more: one of them, or all."""
        one = request.POST.get("row", "")
        row = int(one) if one.isdecimal() and len(one) < 19 else None
        count = intake.retry(batch, row=row, actor=self.actor, now=self.now)
        words = ngettext("%(count)d file is read once more.", "%(count)d files are read once more.", count)
        return self.done(words % {"count": count}, request.path)


class ProgressView(ConsoleView):
    """How far a batch is, for the page that waits for it."""

    ability = Ability.RECORD_DRAFT

    def get(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        """Three numbers."""
        progress = intakes.progress(intakes.batch(batch, self.organs))
        return JsonResponse({"total": progress.total, "read": progress.read, "failed": progress.failed})
