"""What is answered of records without being baked: downloads, withdrawn ones, earlier editions, attachments."""

from collections.abc import Iterator
from datetime import date

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gongkai.backbone.records import gone, selectors
from gongkai.backbone.records.downloads import DOWNLOADS
from gongkai.backbone.records.selectors import Published, address
from gongkai.backbone.records.validity import validity_of
from gongkai.foundations import law
from gongkai.kernel.files.storage import storage
from gongkai.kernel.portal import views as portal
from gongkai.kernel.portal.paths import MEDIA_TYPES
from gongkai.kernel.portal.templatetags.portal import localized


@require_safe
@gzip_page
def record(request: HttpRequest, prefix: str, rest: str) -> HttpResponseBase:
    """A record for download or not baked yet, told to be gone, or the reader is led to where it went."""
    number, _, extension = rest.partition(".")
    found = selectors.published_one(f"{prefix}/{number}")
    if found is None:
        raise Http404
    if found.findable and extension:
        return _download(request, found, extension)
    if found.findable:
        return portal.live(request, f"info/{prefix}/{rest}")
    form = law.withdrawal_forms()[found.withdrawal]
    if form.needs_target:
        suffix = f".{extension}" if extension else ""
        answer = HttpResponseRedirect(localized(address(found.withdrawal_target)) + suffix)
        answer.status_code = form.http_status
        return answer
    return _gone(request, found, form)


def _download(request: HttpRequest, found: Published, extension: str) -> HttpResponseBase:
    if extension not in DOWNLOADS:
        raise Http404
    return portal.kept_by_readers(request, DOWNLOADS[extension](found), MEDIA_TYPES[f".{extension}"])


def _gone(request: HttpRequest, found: Published, form: law.WithdrawalForm) -> HttpResponse:
    context = gone.told(found, getattr(request, "LANGUAGE_CODE", "zh-hans"))
    return render(request, "records/gone.html", context, status=form.http_status)


def validity(request: HttpRequest, prefix: str, number: str) -> HttpResponse:
    """What a record is worth on the day asked for, today unless given."""
    found = _findable(prefix, number)
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = timezone.localdate()
    held = law.validities()[validity_of(found.index_number, day) or found.validity]
    context = {
        "title": found.title,
        "address": found.url,
        "day": day,
        "validity": held.name(getattr(request, "LANGUAGE_CODE", "zh-hans")),
    }
    return render(request, "records/validity.html", context)


def edition(request: HttpRequest, prefix: str, number: str, edition: int) -> HttpResponse:
    """The frozen bytes of an edition."""
    content = selectors.edition_content(f"{prefix}/{number}", edition)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/json; charset=utf-8")


def attachment(request: HttpRequest, prefix: str, number: str, position: int) -> StreamingHttpResponse:
    """An attachment of the current edition, always as a download."""
    found = _findable(prefix, number)
    attachments = found.data["attachments"]
    if not 1 <= position <= len(attachments):
        raise Http404
    file = attachments[position - 1]
    headers = {
        "Content-Length": str(file["size"]),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file["name"]) or "attachment",
    }
    return StreamingHttpResponse(_chunks(file["sha256"]), content_type=file["media_type"], headers=headers)


_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def image(request: HttpRequest, prefix: str, number: str, sha256: str) -> StreamingHttpResponse:
    """A picture within the text of the current edition."""
    found = _findable(prefix, number)
    media = {m["sha256"]: m["media_type"] for m in found.data["document"].get("media", [])}
    if media.get(sha256) not in _PICTURES:
        raise Http404
    return StreamingHttpResponse(_chunks(sha256), content_type=media[sha256])


def _findable(prefix: str, number: str) -> Published:
    found = selectors.published_one(f"{prefix}/{number}")
    if found is None or not found.findable:
        raise Http404
    return found


def _chunks(sha256: str) -> Iterator[bytes]:
    return storage().chunks(sha256)
