"""Public pages: the limits that bind the city, with their sources, and how the day of a public duty came about."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongkai.backbone.duties import explaining, law_in_use, selectors
from gongkai.foundations import law
from gongkai.foundations.law.clock_rules import ClockRule
from gongkai.kernel.portal import meta
from gongkai.kernel.portal.context import site_facts
from gongkai.kernel.portal.pages import Page, PageKind

_Pages = Mapping[str, Sequence[Page]]


def _html(template: str, path: str, **context: Any) -> bytes:
    tags = meta.tags(meta.column(context["title"], "政策文件"))
    full = {"site": site_facts(), "path": path, "meta": tags, **context}
    return get_template(f"duties/{template}.html").render(full).encode()


def _rules(ids: Sequence[str]) -> _Pages:
    """The whole rule book under the id ``all``; one rule with its versions under its code."""
    book, today = law_in_use.rules_in_use(), timezone.localdate()
    pages: dict[str, Sequence[Page]] = {}
    for page_id in ids:
        if page_id == "all":
            body = _html("rules", "/rules", title=_("Time limits"), groups=_groups(list(book.on(today).values())))
            pages[page_id] = [Page("/rules", body)]
        elif page_id in book.versions:
            versions = [_version(rule) for rule in reversed(book.history(page_id))]
            path, title = f"/rules/{page_id}", book.history(page_id)[-1].name(translation.get_language() or "")
            body = _html("rule", path, title=title, code=page_id, versions=versions, above=_above(page_id))
            pages[page_id] = [Page(path, body)]
    return pages


def _groups(rules: list[ClockRule]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Those that bind the city first, then those that bind others."""
    language, bearers = translation.get_language() or "", law.bearers()
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for rule in rules:
        rows[bearers[rule.bearer].of_city].append(
            {
                "code": rule.code,
                "name": rule.name(language),
                "bearer": bearers[rule.bearer].name(language),
                "length": explaining.length_in_words(rule),
                "basis": rule.basis,
                "sure": rule.certainty == "V",
                "certainty": explaining.certainty_in_words(rule),
                "local": rule.local,
            }
        )
    return [(_("Limits that bind the city"), rows[True]), (_("Limits that bind others"), rows[False])]


def _version(rule: ClockRule) -> dict[str, Any]:
    facts = [fact for fact in explaining.rule_facts(rule) if fact[1]]
    return {"name": rule.version, "facts": facts, "local": rule.local}


def _above(code: str) -> list[tuple[str, str]]:
    """The general limits that this one displaces, by code and name."""
    book, language = law_in_use.rules_in_use(), translation.get_language() or ""
    others = {rule.overrides for rule in book.history(code)} - {""}
    return [(other, book.history(other)[-1].name(language)) for other in sorted(others)]


def _duties(numbers: Sequence[str]) -> _Pages:
    pages: dict[str, Sequence[Page]] = {}
    for number in numbers:
        duty = selectors.duty_by_number(number)
        if duty is not None:
            path = f"/duties/{number}"
            shown = explaining.context(selectors.explain(duty), now=timezone.now())
            pages[number] = [Page(path, _html("duty", path, **shown))]
    return pages


def _find_rule(path: str) -> str | None:
    if path == "/rules":
        return "all"
    found = re.fullmatch(r"/rules/([A-Z][A-Z0-9_]+)", path)
    return found[1] if found else None


def _find_duty(path: str) -> str | None:
    found = re.fullmatch(r"/duties/(\d{4}-\d{6,})", path)
    return found[1] if found else None


def rule_pages() -> list[str]:
    """The keys of the pages of the rule book, which are baked: they change with a deployment, the city's own numbers
    and the day on which a version comes into force. Pages of duties are not: their light changes with the hour.
    """
    return [f"rules:{page_id}" for page_id in ("all", *law_in_use.rules_in_use().versions)]


KINDS = (PageKind("rules", _rules, _find_rule), PageKind("duty", _duties, _find_duty))
