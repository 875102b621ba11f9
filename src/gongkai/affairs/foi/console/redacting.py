"""The files of a case: taken in, marked page by page, copied for the applicant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.affairs.foi import services, withheld
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.console.cases import CasePage, CaseView
from gongkai.affairs.foi.console.marking import MarkingForm, words_of
from gongkai.affairs.foi.downloading import download
from gongkai.affairs.foi.models import DisclosureRequest, Material
from gongkai.affairs.foi.selectors import RequestMissingError
from gongkai.affairs.foi.services.redacting import COPY, ORIGINAL, MaterialRefusedError
from gongkai.affairs.foi.vault import MOST_BYTES, Kept
from gongkai.foundations import redaction
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, ForbiddenError, check, may

# The names of what a copy cannot show.
_LEFT_OUT = {
    "picture": gettext_lazy("pictures of another kind"),
    "drawing": gettext_lazy("drawings"),
    "object": gettext_lazy("embedded objects"),
    "field": gettext_lazy("controls"),
    "chart": gettext_lazy("charts"),
}


class MaterialPage(CasePage):
    """A page about the files of a case, for those who handle or sign it."""

    def material_request(self) -> DisclosureRequest:
        """The request. Raises ``ForbiddenError`` for others who know of it."""
        found = self.case_request()
        if not may_see(found, self.actor):
            raise ForbiddenError(Ability.REQUEST_HANDLE, found.organ.code)
        return found

    def row(self, found: DisclosureRequest) -> Material:
        """The file of the address. Raises ``RequestMissingError`` when there is none."""
        row = found.materials.filter(number=self.kwargs["place"]).first()
        if row is None:
            raise RequestMissingError(found.number)
        return row


class AddView(MaterialPage, CaseView):
    """Take files in."""

    def get(self, request: HttpRequest, case: str) -> HttpResponse:
        """Files are taken in from the page of the case."""
        return self.shown(self.material_request())

    def post(self, request: HttpRequest, case: str) -> HttpResponse:
        """Each file is taken, up to the first that cannot be."""
        found, sent = self.material_request(), request.FILES.getlist("files")
        check(self.actor, Ability.REQUEST_HANDLE, organ=found.organ.code)
        if not sent:
            raise MaterialRefusedError("material_missing", "请先选择文件。")
        for one in sent:
            if one.size is None or one.size > MOST_BYTES:
                raise MaterialRefusedError("material_too_large", "文件超过 50 MB：请拆分后再上传。")
            file = Kept(str(one.name), "", one.read())
            services.material_add(found.number, file, actor=self.actor, now=self.now)
        return self.done(_("Taken in. Open each to mark what is withheld."), self.address())

    def refused(self, error: GongkaiError) -> HttpResponse:
        """Why a file was not taken, above the case."""
        messages.error(self.request, error.said_in(words.language()))
        return self.shown(self.material_request(), status=400)


class MarkView(MaterialPage):
    """Mark a file: a page of it with what is marked so far, and the words and boxes as lines."""

    def get(self, request: HttpRequest, case: str, place: int) -> HttpResponse:
        """The file with what is marked so far."""
        found = self.material_request()
        plan = services.material_plan(found, place, actor=self.actor)
        return self._shown(found, MarkingForm(plan=plan))

    def post(self, request: HttpRequest, case: str, place: int) -> HttpResponse:
        """Keep, propose, copy or take out; nothing typed is lost."""
        found, form = self.material_request(), MarkingForm(request.POST)
        if request.POST.get("do") == "remove":
            services.material_remove(found.number, place, actor=self.actor, now=self.now)
            return self.done(_("The file is taken out."), self.address())
        plan = form.plan() if form.is_valid() else None
        if plan is None or not form.is_valid():
            return self._shown(found, form, status=400)
        try:
            match request.POST.get("do"):
                case "propose":
                    return self._shown(found, self._proposed(found, plan))
                case "copy":
                    services.material_copy(found.number, place, plan, actor=self.actor, now=self.now)
                    return self.done(_("The copy is made and proved. Look through it before the reply."), self._here())
                case _:
                    services.material_mark(found.number, place, plan, actor=self.actor, now=self.now)
                    return self.done(_("Marks kept."), self._here())
        except ForbiddenError:
            raise
        except GongkaiError as error:
            form.add_error(None, error.said_in(words.language()))
            return self._shown(found, form, status=400)

    def _here(self) -> str:
        return f"{self.request.path}?page={self._page()}"

    def _page(self) -> int:
        told = self.request.GET.get("page", "1")
        return max(int(told), 1) if told.isascii() and told.isdecimal() and len(told) < 6 else 1

    def _proposed(self, found: DisclosureRequest, plan: redaction.Plan) -> MarkingForm:
        """The same form with the personal data that was found and is not yet in it."""
        place = self.kwargs["place"]
        original = services.material_read(found, place, ORIGINAL, actor=self.actor, now=self.now)
        proposed = redaction.as_plan(redaction.proposals(original.content, name=original.name))
        known = {term.words for term in plan.terms}
        terms = (*plan.terms, *(term for term in proposed.terms if term.words not in known))
        return MarkingForm({**self.request.POST.dict(), "words": words_of(redaction.Plan((), terms))})

    def _shown(self, found: DisclosureRequest, form: MarkingForm, *, status: int = 200) -> HttpResponse:
        row, language = self.row(found), words.language()
        page = min(self._page(), row.pages)
        return self.page(
            "foi/console/mark.html",
            status=status,
            wanted=found,
            row=row,
            title=services.material_name(row),
            form=form,
            page=page,
            before=page - 1,
            after=page + 1 if page < row.pages else 0,
            withheld=withheld.counted(row, language),
            unsearched=withheld.pages_of(row.unsearched),
            left_out=[(_LEFT_OUT[kind], count) for kind, count in row.left_out.items()],
            may_change=may(self.actor, Ability.REQUEST_HANDLE, organ=found.organ.code)
            and found.state in services.PREPARING,
        )


class PageView(MaterialPage):
    """A page of the original as a picture, with what is kept as marked under a veil."""

    def get(self, request: HttpRequest, case: str, place: int, page: int) -> HttpResponse:
        """The picture. The audit says who saw it."""
        found = self.material_request()
        plan = services.material_plan(found, place, actor=self.actor)
        original = services.material_read(found, place, ORIGINAL, actor=self.actor, now=self.now)
        return HttpResponse(redaction.picture(original.content, page, plan), content_type="image/png")

    def refused(self, error: GongkaiError) -> HttpResponse:
        """There is no picture to show in its place."""
        return HttpResponse(error.said_in(words.language()), status=404, content_type="text/plain; charset=utf-8")


class FileView(MaterialPage):
    """The original or the copy as a file. The audit says who took it."""

    part = COPY

    def get(self, request: HttpRequest, case: str, place: int) -> HttpResponse:
        """The file, never opened in the browser."""
        kept = services.material_read(self.material_request(), place, self.part, actor=self.actor, now=self.now)
        return download(kept)


def may_see(found: DisclosureRequest, actor: Actor) -> bool:
    """Whether someone handles or signs the requests of the organ."""
    return any(may(actor, one, organ=found.organ.code) for one in (Ability.REQUEST_HANDLE, Ability.REQUEST_APPROVE))
