"""What Django answers: English pages, pages not baked yet, and the headers of both."""

import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from gongkai.kernel.portal import pages
from gongkai.kernel.portal.context import site
from gongkai.kernel.portal.front import SECURITY_HEADERS
from gongkai.kernel.portal.middleware import ContentSecurityPolicyMiddleware, LanguageMiddleware
from gongkai.kernel.portal.pages import Page, PageKind
from gongkai.kernel.portal.templatetags.portal import localized

pytestmark = pytest.mark.django_db


def _render(ids: Any) -> dict[str, list[Page]]:
    words = f"{translation.get_language()} {localized('/organs')}"
    return {name: [Page(f"/t/{name}", words.encode()), Page(f"/t/{name}.txt", b"plain")] for name in ids}


@pytest.fixture
def pages_below_t(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(path: str) -> str | None:
        return path.removeprefix("/t/").partition(".")[0] if path.startswith("/t/") else None

    monkeypatch.setattr(pages, "_kinds", {"t": PageKind("t", _render, find)})


@pytest.mark.parametrize(
    ("path", "body", "media_type"),
    [
        ("/en/t/a", b"en /en/organs", "text/html; charset=utf-8"),
        ("/t/a", b"zh-hans /organs", "text/html; charset=utf-8"),
        ("/en/t/a.txt", b"plain", "text/plain; charset=utf-8"),
    ],
)
def test_a_page_is_rendered_in_the_language_of_its_address(
    client: Client, pages_below_t: None, path: str, body: bytes, media_type: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content, answer["content-type"]) == (200, body, media_type)


@pytest.mark.parametrize("path", ["/en/nothing", "/en/t/a.md", "/en/t/../a", "/t/a.html"])
def test_an_unknown_address_is_not_found(client: Client, pages_below_t: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_takes_no_other_method(client: Client, pages_below_t: None) -> None:
    assert client.post("/en/t/a").status_code == 405


def test_django_answers_carry_the_security_headers_of_the_front(client: Client, pages_below_t: None) -> None:
    answer = client.get("/en/t/a")
    assert {name: answer[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_header_the_view_has_set_stays() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Referrer-Policy": "no-referrer"})

    answer = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "cookie", "language"),
    [
        ("/", "", "zh-hans"),
        ("/", "en", "zh-hans"),
        ("/en", "", "en"),
        ("/en/organs", "", "en"),
        ("/entry", "", "zh-hans"),
        ("/console/", "", "zh-hans"),
        ("/console/", "en", "en"),
    ],
)
def test_the_language_is_that_of_the_address_and_in_the_console_of_the_cookie(
    path: str, cookie: str, language: str
) -> None:
    seen: list[str | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    request = RequestFactory().get(path)
    request.COOKIES["language"] = cookie
    before = translation.get_language()
    LanguageMiddleware(view)(request)
    assert seen == [language]
    assert translation.get_language() == before


@pytest.mark.parametrize(
    ("path", "plain"),
    [("/", "/"), ("/en", "/"), ("/en/", "/"), ("/en/organs", "/organs"), ("/entry", "/entry")],
)
def test_templates_know_the_path_without_its_language(path: str, plain: str) -> None:
    assert site(RequestFactory().get(path))["path"] == plain


@pytest.mark.parametrize(
    "path", ["/en//evil.example/x", "/en/%5Cevil.example", "/en/%09/evil.example", "//evil.example/"]
)
def test_no_address_makes_a_link_to_another_site(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert not re.findall(r'href="(?:/en)?[\s\\/]*[\\/][\s]*[\\/]', page)
    assert 'href="/\\' not in page
