"""Headers and language of what Django answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from gongkai.kernel.portal import banner
from gongkai.kernel.portal.front import SECURITY_HEADERS

_GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ContentSecurityPolicyMiddleware:
    """Django's answers carry the same security headers as baked pages."""

    def __init__(self, get_response: _GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and add what is missing."""
        response = self._get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class BannerMiddleware:
    """What Django answers of the public pages stands below the same banner as what was baked."""

    def __init__(self, get_response: _GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the banner where the page has a mark for it."""
        response = self._get_response(request)
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if is_page and isinstance(response, HttpResponse) and banner.MARK in response.content:
            standing = banner.read(settings.PUBLIC)
            if standing is not None:
                english = (getattr(request, "LANGUAGE_CODE", None) or "").startswith("en")
                markup = standing.english if english else standing.chinese
                response.content = banner.insert(response.content, markup)
        return response


class LanguageMiddleware:
    """English below ``/en/``, in the console by cookie, for programs as they accept; Chinese everywhere else."""

    def __init__(self, get_response: _GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the address."""
        english = request.path == "/en" or request.path.startswith("/en/")
        if request.path.startswith("/console"):
            english = request.COOKIES.get("language") == "en"
        elif request.path.startswith("/api/"):
            english = _prefers_english(request.headers.get("accept-language", ""))
        language = "en" if english else "zh-hans"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self._get_response(request)
            response.headers.setdefault("content-language", "en" if english else "zh-CN")
            if request.path.startswith("/api/"):
                patch_vary_headers(response, ["Accept-Language"])
        return response


def _prefers_english(accepted: str) -> bool:
    """Whether English is accepted before Chinese; who says neither gets Chinese."""
    tongues = [tongue[:2] for tongue, quality in parse_accept_lang_header(accepted.lower()) if quality]
    return next((tongue for tongue in tongues if tongue in {"zh", "en"}), "zh") == "en"
