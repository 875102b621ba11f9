"""What the structure of the site looks like on its pages."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.backbone.channels.portal import head
from gongkai.backbone.structure.models import Banner
from gongkai.backbone.structure.selectors.banners import standing
from gongkai.backbone.structure.selectors.columns import columns
from gongkai.backbone.structure.selectors.menu import standing as standing_menu
from gongkai.kernel.portal import banner as above
from gongkai.kernel.portal import menu, meta
from gongkai.kernel.portal.context import site_facts
from gongkai.kernel.portal.pages import Page, PageKind

_ADDRESS = re.compile(r"/columns/([a-z][a-z0-9-]{1,39})")
_Pages = Mapping[str, Sequence[Page]]


def markup(banners: Sequence[Banner], language: str) -> bytes:
    """The banners as they stand above a page in this language."""
    with translation.override(language):
        return get_template("structure/banners.html").render({"banners": banners}).strip().encode()


def put_up(now: datetime) -> list[Banner]:
    """Have the banners of this moment stand above every page, and no other; answers them."""
    found = standing(now)
    told = above.Banner(markup(found, "zh-hans"), markup(found, "en")) if found else None
    above.write(settings.PUBLIC, told)
    return found


def put_menu() -> None:
    """Have the pages that are rendered from now on carry the navigation that was set last."""
    menu.write(settings.PUBLIC, standing_menu())


def _columns(codes: Sequence[str]) -> _Pages:
    language = translation.get_language() or "zh-hans"
    pages: dict[str, Sequence[Page]] = {}
    for column in columns(state="active").filter(code__in=codes):
        shown = head(column.list)
        context = {
            "column": column,
            "organ": column.organ,
            "organ_path": f"/organs/{column.organ.code}",
            "list": column.list,
            "lines": shown.lines,
        }
        body = _html("structure/column.html", column.address, column.name(language), **context)
        pages[column.code] = [Page(column.address, body, shown.depends | {f"organ:{column.organ.code}": _NAME})]
    return pages


def _register(ids: Sequence[str]) -> _Pages:
    language = translation.get_language() or "zh-hans"
    rows = list(columns(state="active"))
    named = [(column, column.name(language)) for column in rows]
    body = _html("structure/columns.html", "/columns", _("Columns"), columns=named)
    depends = {f"organ:{column.organ.code}": _NAME for column in rows}
    return {page_id: [Page("/columns", body, depends)] for page_id in ids}


def _html(template: str, path: str, title: str, **context: Any) -> bytes:
    tags = meta.tags(meta.column(title, "信息公开目录"))
    full = {"site": site_facts(), "path": path, "title": title, "meta": tags, **context}
    return get_template(template).render(full).encode()


def _find(path: str) -> str | None:
    match = _ADDRESS.fullmatch(path)
    return None if match is None else match.group(1)


_NAME = frozenset({"name"})
KINDS = (
    PageKind("column", _columns, _find),
    PageKind("columns", _register, lambda path: "" if path == "/columns" else None),
)
