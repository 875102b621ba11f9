"""Folded templates say what they said before: in each language, of each site, and with each reader's own words."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.base import Node
from django.utils import translation
from django.utils.safestring import mark_safe

from gongkai.kernel.portal import folding
from gongkai.kernel.portal.folding import Folded

_LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "portal": "gongkai.kernel.portal.templatetags.portal",
}
_LOAD = "{% load i18n static portal %}"
_BASE = (
    _LOAD + "<title>{% block title %}{{ site.name }}{% endblock %}</title>"
    "<link href=\"{% static 'portal/base.css' %}\"><a href=\"{{ '/organs'|localized }}\">{% translate 'Home' %}</a>"
    "{% block content %}{% endblock %}<b>{% translate 'Search' %}</b>"
)
_PAGE = (
    '{% extends "base.html" %}' + _LOAD + "{% block title %}{{ title }} · {{ block.super }}{% endblock %}"
    "{% block content %}<h1>{% translate 'Search' %} {{ title }}</h1>"
    "{% if marked %}{% translate 'Home' %}<i>{{ title }}</i>{% else %}<p>{% translate 'Search' %}</p>{% endif %}"
    "{% for word in words %}<li>{% translate 'Home' %} {{ word }}</li>{% empty %}{% translate 'Search' %}{% endfor %}"
    "{% translate 'Home' as home %}{{ home }}{% endblock %}"
)
_TEMPLATES = {"base.html": _BASE, "page.html": _PAGE}


def _engine(*, folding: bool, templates: Mapping[str, str] = _TEMPLATES) -> Engine:
    held = ("django.template.loaders.locmem.Loader", dict(templates))
    return Engine(
        loaders=[("gongkai.kernel.portal.folding.Loader", [held])] if folding else [held], libraries=_LIBRARIES
    )


def _site(name: str = "云城") -> dict[str, Any]:
    return {"name": name, "url": "http://127.0.0.1"}


def _said(engine: Engine, language: str, **context: Any) -> str:
    with translation.override(language):
        return engine.get_template("page.html").render(Context({"site": _site(), "words": (), **context}))


_CONTEXTS: list[dict[str, Any]] = [
    {"title": "通知"},
    {"title": "<b>", "marked": True, "words": ["一", mark_safe("<i>")]},
    {"title": "通知", "site": _site("<山城>")},
    {},
]


@pytest.mark.parametrize("context", _CONTEXTS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_folded_template_says_what_it_said_before(language: str, context: dict[str, Any]) -> None:
    plain, folding = _engine(folding=False), _engine(folding=True)
    for other in ("en", "zh-hans"):
        _said(folding, other, title="another", site=_site("another"))
    for _again in range(2):
        assert _said(folding, language, **context) == _said(plain, language, **context)


def _folded(engine: Engine) -> list[Node]:
    return [node for name in _TEMPLATES for node in engine.get_template(name).nodelist.get_nodes_by_type(Folded)]


def test_what_never_varies_is_joined_when_a_template_is_loaded_and_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = _engine(folding=True)
    assert len(_folded(engine)) > 5
    monkeypatch.setattr(folding, "fold", lambda _nodes: pytest.fail("folded once more"))
    assert len(_folded(engine)) > 5


@pytest.mark.parametrize(
    "varying",
    ["{{ title }}", "{{ title|localized }}", "{% translate title %}", "{{ '/'|add:title }}", "{% static title %}"],
)
def test_what_a_page_says_of_itself_is_never_kept(varying: str) -> None:
    engine = _engine(folding=True, templates={"page.html": f"{_LOAD}{{% translate 'Home' %}}{varying}"})
    said = [_said(engine, "en", title=title) for title in ("first", "second")]
    assert "first" in said[0]
    assert "second" in said[1]


def test_a_missing_template_is_missing_each_time() -> None:
    engine = _engine(folding=True)
    for _again in range(2):
        with pytest.raises(TemplateDoesNotExist, match=r"nothing\.html"):
            engine.get_template("nothing.html")
