"""The papers of an applicant in the console: put in at the counter, read by who may know the applicant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.affairs.foi import services
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.console.cases import CasePage, CaseView
from gongkai.affairs.foi.downloading import download
from gongkai.affairs.foi.services.papers import MOST_BYTES, PaperRefusedError
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, check


class PaperAddView(CaseView):
    """Put in what the applicant hands over."""

    def get(self, request: HttpRequest, case: str) -> HttpResponse:
        """Papers are put in from the page of the case."""
        return self.shown(self.case_request())

    def post(self, request: HttpRequest, case: str) -> HttpResponse:
        """The paper, painted anew and sealed."""
        found, sent = self.case_request(), request.FILES.get("paper")
        check(self.actor, Ability.REQUEST_IDENTITY, organ=found.organ.code)
        content = b"" if sent is None or (sent.size or 0) > MOST_BYTES + 1 else sent.read()
        if sent is None:
            raise PaperRefusedError("paper_missing", "请先选择文件。")
        if not content and sent.size:
            raise PaperRefusedError("paper_too_large", "文件超过 10 MB：请压缩图片或者分开上传。")
        services.paper_add(found.number, request.POST.get("kind", ""), content, actor=self.actor, now=self.now)
        return self.done(_("The paper is put in."), self.address())

    def refused(self, error: GongkaiError) -> HttpResponse:
        """Why it was not taken, above the case."""
        messages.error(self.request, error.said_in(words.language()))
        return self.shown(self.case_request(), status=400)


class PaperView(CasePage):
    """A paper as a file. The audit says who read it."""

    def get(self, request: HttpRequest, case: str, place: int) -> HttpResponse:
        """The file, never opened in the browser."""
        return download(services.paper_read(self.case_request(), place, actor=self.actor, now=self.now))
