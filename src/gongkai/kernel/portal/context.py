"""What every template may use."""

from typing import Any, TypedDict
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


class Site(TypedDict):
    """The site's own facts, for the layout."""

    name: str
    domain: str
    id_code: str
    url: str
    language: str
    is_english: bool


def site_facts() -> Site:
    """The facts of the site in the active language."""
    language = translation.get_language() or "zh-hans"
    return Site(
        name=settings.SITE_NAME,
        domain=settings.SITE_DOMAIN,
        id_code=settings.SITE_ID_CODE,
        url=settings.SITE_URL,
        language="en" if language.startswith("en") else "zh-CN",
        is_english=language.startswith("en"),
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor: ``site`` and the path of the page shown, without its language, fit for a link.

    Of several slashes at its beginning one is left: two would make the name of a host of what follows.
    """
    path = _without_language(request.path).lstrip("/")
    return {"site": site_facts(), "path": "/" + quote(path)}


def _without_language(path: str) -> str:
    return "/" if path == "/en" else path.removeprefix("/en") if path.startswith("/en/") else path
