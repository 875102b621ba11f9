"""The pages of applicants. Nothing of them is kept by caches, nothing of a request stands in an address."""

import secrets
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.affairs.foi import selectors, services
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.downloading import download
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.public import limits, progress
from gongkai.affairs.foi.public.forms import AnswerForm, ApplicationForm, DoorForm
from gongkai.affairs.foi.rules.application import masked
from gongkai.affairs.foi.rules.reasons import RequestRefusedError
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.services.papers import MOST_BYTES, PaperRefusedError
from gongkai.affairs.foi.services.redacting import COPY
from gongkai.backbone.search import selectors as search
from gongkai.backbone.search.asking import query_from
from gongkai.backbone.search.engine import Hit
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.texts.setting import to_docx, to_pdf
from gongkai.kernel.portal import meta
from gongkai.kernel.portal.templatetags.portal import localized

SUGGESTED = 5
OPENED, FILED = "foi_request", "foi_filed"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The application: filled in, looked through beside what is public already, then filed."""
    if request.method != "POST":
        initial = {"subject": request.GET.get("about", "")[:200], "form": "email", "medium": "portal"}
        initial |= {"applicant": "natural", "organ": request.GET.get("organ", "")[:40], "document": "id_card"}
        return _form(request, ApplicationForm(initial=initial))
    form = ApplicationForm(request.POST)
    if not form.is_valid() or "change" in request.POST:
        return _form(request, form, status=200 if form.is_valid() else 400)
    if "file" not in request.POST:
        return _check(request, form)
    return _file(request, form)


def _form(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return _page(request, "apply", {"form": form}, status=status)


def _check(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    """What was filled in, once more, and what is public already and may answer it."""
    given = form.cleaned_data
    shown = [(form[name].label, _told(form, name)) for name in form.fields if given.get(name)]
    token = secrets.token_urlsafe(12)
    context = {"form": form, "shown": shown, "found": _suggested(f"{given['subject']} {given['wanted'][:100]}")}
    return _page(request, "check", context | {"token": token})


def _told(form: ApplicationForm, name: str) -> str:
    given = str(form.cleaned_data[name])
    if name in {"document_number", "agent_document"}:
        return masked(name, given)
    return str(dict(getattr(form.fields[name], "choices", ())).get(given, given))


def _suggested(text: str) -> list[Hit]:
    """Public records that may be what is asked for; a search that fails keeps nobody from applying."""
    try:
        return list(search.search(query_from({"q": text}, size=SUGGESTED)).hits)
    except (GongkaiError, OSError, ValueError):
        return []


def _file(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    token, filed = request.POST.get("token", "")[:40], request.session.get(FILED, [])
    if token in filed:
        form.add_error(None, _("This application was filed a moment ago: its receipt has been shown."))
        return _form(request, form, status=409)
    if not limits.may(request, "file", limits.FILINGS):
        form.add_error(None, _("Too many applications within a minute: nothing is lost, try again in a minute."))
        return _form(request, form, status=429)
    now = timezone.now()
    try:
        receipt = services.request_file(form.application(timezone.localdate(now)), actor=APPLICANT, now=now)
    except RequestRefusedError as refusal:
        for reason in refusal.reasons:
            form.add_error(None, words.said(reason))
        return _form(request, form, status=400)
    request.session[FILED] = [*filed[-9:], token]
    # Who has just filed it need not enter the secret to hand in papers.
    request.session.cycle_key()
    request.session[OPENED] = receipt.number
    asked = DisclosureRequest.objects.select_related("organ").get(number=receipt.number)
    return _page(
        request, "receipt", {"receipt": receipt, "asked": asked, "filed_at": now, "paper_kinds": progress.paper_kinds()}
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The door: number and secret; behind it the progress. A wrong number and a wrong secret are told alike."""
    opened = _opened(request)
    if request.method != "POST":
        return _door(request, DoorForm()) if opened is None else _progress(request, opened)
    form = DoorForm(request.POST)
    if not form.is_valid():
        return _door(request, form, status=400)
    if not limits.may(request, "open", limits.TRIES, also=form.cleaned_data["number"].strip().lower()):
        form.add_error(None, _("Too many tries within a minute: try again in a minute."))
        return _door(request, form, status=429)
    found = selectors.request_of_applicant(form.cleaned_data["number"], form.cleaned_data["secret"])
    if found is None:
        form.add_error(None, _("Number and secret do not belong together: look at the receipt and try again."))
        return _door(request, form, status=400)
    request.session.cycle_key()
    request.session[OPENED] = found.number
    return HttpResponseRedirect(localized("/request/progress"))


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the request on this device."""
    request.session.pop(OPENED, None)
    return HttpResponseRedirect(localized("/request/progress"))


@never_cache
@sensitive_post_parameters()
@require_POST
def answer(request: HttpRequest, kind: str) -> HttpResponse:
    """Have something happen that applicants may have happen: a correction, reasons, a rating, a complaint."""
    opened, told = _opened(request), workflow().events.get(kind.replace("-", "_"))
    if opened is None:
        return HttpResponseRedirect(localized("/request/progress"))
    if told is None or "applicant" not in told.by or told.code == "filed":
        raise Http404
    form, now = AnswerForm(request.POST, kind=told, prefix=told.code), timezone.now()
    if form.is_valid():
        try:
            day = timezone.localdate(now)
            services.happen(opened.number, told.code, on=day, facts=form.told(), actor=APPLICANT, now=now)
        except RequestRefusedError as refusal:
            for reason in refusal.reasons:
                form.add_error(None, words.said(reason))
        else:
            return HttpResponseRedirect(localized("/request/progress"))
    return _progress(request, opened, refused=(told.code, form), status=400)


@never_cache
@require_safe
def letter(request: HttpRequest, sheet: int, form: str) -> HttpResponse:
    """A letter to the applicant as it went out. The audit says that it was read."""
    opened = _opened(request)
    if opened is None:
        raise Http404
    try:
        found, document = services.letter_read(opened, sheet, actor=APPLICANT, now=timezone.now())
    except selectors.RequestMissingError as error:
        raise Http404 from error
    body, kind = (to_pdf(document), "application/pdf") if form == "pdf" else (to_docx(document), _WORD)
    name = f"{opened.number}-{found.number:02d}.{form}"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Hand a paper in: proof of identity, letter of authority."""
    opened = _opened(request)
    if opened is None:
        raise Http404
    sent, kind = request.FILES.get("paper"), request.POST.get("kind", "")
    try:
        if not limits.may(request, "paper", limits.PAPERS, also=opened.number):
            raise PaperRefusedError("paper_too_often", "上传得太频繁：请一分钟后再试。")
        if sent is None:
            raise PaperRefusedError("paper_missing", "请先选择文件。")
        if (sent.size or 0) > MOST_BYTES:
            raise PaperRefusedError("paper_too_large", "文件超过 10 MB：请压缩图片或者分开上传。")
        services.paper_add(opened.number, kind, sent.read(), actor=APPLICANT, now=timezone.now())
    except GongkaiError as error:
        return _progress(request, opened, paper_refused=error.said_in(words.language()), status=400)
    return HttpResponseRedirect(f"{localized('/request/progress')}#papers")


@never_cache
@require_safe
def file(request: HttpRequest, place: int) -> HttpResponse:
    """A copy of a file asked for, without what is withheld. The audit says that it was taken."""
    opened = _opened(request)
    if opened is None:
        raise Http404
    try:
        kept = services.material_read(opened, place, COPY, actor=APPLICANT, now=timezone.now())
    except selectors.RequestMissingError as error:
        raise Http404 from error
    return download(kept)


def _opened(request: HttpRequest) -> DisclosureRequest | None:
    number = request.session.get(OPENED, "")
    found = DisclosureRequest.objects.select_related("organ").filter(number=number).first() if number else None
    return None if found is None or found.state == "erased" else found


def _door(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return _page(request, "door", {"form": form}, status=status)


def _progress(
    request: HttpRequest,
    found: DisclosureRequest,
    *,
    refused: tuple[str, AnswerForm] | None = None,
    paper_refused: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = progress.of(found, now=timezone.now(), refused=refused)
    return _page(request, "progress", {"asked": found, "paper_refused": paper_refused, **shown}, status=status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    tags = meta.tags(meta.column(_("Apply for information"), "依申请公开"))
    answer = render(request, f"foi/public/{name}.html", {"meta": tags, **context}, status=status)
    answer.headers["x-robots-tag"] = "noindex"
    return answer
