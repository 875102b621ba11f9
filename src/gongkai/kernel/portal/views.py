"""What the front passes on: English pages, and pages asked for before they were baked."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from gongkai.kernel.portal import leading, pages
from gongkai.kernel.portal.paths import MEDIA_TYPES, file_name
from gongkai.kernel.portal.templatetags.portal import localized


@require_safe
def live(_request: HttpRequest, path: str = "") -> HttpResponse:
    """The page at this address, rendered now in the language of the address, or the way to another; else 404."""
    address = "/" + path
    name = file_name(address)
    page = pages.find(address) if name is not None else None
    if name is None or page is None:
        return _led(address)
    return HttpResponse(page.body, content_type=MEDIA_TYPES["." + name.rsplit(".", 1)[-1]])


def kept_by_readers(request: HttpRequest, body: bytes, media_type: str) -> HttpResponseBase:
    """The bytes as an answer, or that they are those the reader has."""
    etag = quote_etag(hashlib.sha256(body).hexdigest())
    headers = {"ETag": etag, "Cache-Control": "public, max-age=30"}
    response = HttpResponse(body, content_type=media_type, headers=headers)
    return get_conditional_response(request, etag, None, response) or response


def _led(address: str) -> HttpResponse:
    """The way a short address leads. A lasting one is not kept for ever: it may have been entered wrongly."""
    way = leading.find(address)
    if way is None:
        raise Http404
    target = localized(way.target) if way.target.startswith("/") else way.target
    answer = HttpResponseRedirect(target)
    answer.status_code = 301 if way.permanent else 302
    answer.headers["cache-control"] = "public, max-age=3600" if way.permanent else "no-store"
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a reader without a network sees in place of a page that was never opened on this device."""
    return render(request, "portal/offline.html", {"path": "/offline"})


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps what was read; it stands at the root, for it answers for the whole site."""
    answer = render(request, "portal/offline.js", content_type=MEDIA_TYPES[".js"])
    answer.headers["cache-control"] = "no-cache"
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page that says there is none, and where to look."""
    return render(request, "portal/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for what should not happen; it needs neither database nor session."""
    return render(request, "portal/500.html", status=500)
