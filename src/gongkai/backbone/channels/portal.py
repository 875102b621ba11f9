"""Home, lists, site map, the statutory parts and the organs' pages."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.backbone.channels import feeds, guide, overviews, selectors
from gongkai.backbone.channels.lines import lines
from gongkai.backbone.channels.naming import title_of
from gongkai.backbone.channels.rules import PAGE_SIZE, SITEMAP_SIZE, page_of
from gongkai.backbone.channels.selectors import Row
from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.records.selectors import taking_effect_soon
from gongkai.foundations import law
from gongkai.kernel.portal import meta
from gongkai.kernel.portal.context import site_facts
from gongkai.kernel.portal.pages import Page, PageKind

_Pages = Mapping[str, Sequence[Page]]
_LIST = r"all|(?:organ|subject|kind|item|year)/[a-z0-9.-]+"


def _html(template: str, path: str, **context: Any) -> bytes:
    title, part = context.get("title", _("Home")), context.get("part")
    kind = part.column_type if part else _COLUMN_TYPES[template]
    described = _("%(column)s: government information published by %(site)s")
    tags = meta.tags(meta.column(title, kind, description=described % {"column": title, "site": settings.SITE_NAME}))
    full = {"site": site_facts(), "path": path, "meta": tags, **context}
    return get_template(f"channels/{template}.html").render(full).encode()


_COLUMN_TYPES = {
    "home": "首页",
    "list": "信息公开目录",
    "organ": "机构职能",
    "organs": "机构职能",
    "overview": "信息公开目录",
}


def _shown(rows: Sequence[Row]) -> dict[str, frozenset[str]]:
    return {f"organ:{row.organ_code}": frozenset({"name"}) for row in rows}


def _named(name: str) -> dict[str, frozenset[str]]:
    """What the title of a list depends on: that of an organ is its name."""
    return {f"organ:{name.removeprefix('organ/')}": frozenset({"name"})} if name.startswith("organ/") else {}


def _lists(names: Sequence[str]) -> _Pages:
    pages: dict[str, Sequence[Page]] = {}
    for name in names:
        title = title_of(name)
        if title is None:
            continue
        path, rows, length = f"/lists/{name}", selectors.newest(name), selectors.length(name)
        older = page_of(length - PAGE_SIZE) if length > PAGE_SIZE else 0
        body = _html(
            "list",
            path,
            title=title,
            name=name,
            lines=lines(rows, full=True),
            total=selectors.total(name),
            older=older,
            newer="",
            number=0,
        )
        pages[name] = [
            Page(path, body, _shown(rows) | _named(name)),
            Page(f"{path}/feed.atom", feeds.atom(title, path, rows)),
            Page(f"{path}/feed.json", feeds.json_feed(title, path, rows)),
        ]
    return pages


@dataclass(frozen=True, slots=True)
class Head:
    """The newest lines of a list as they are shown, and what they show of other things."""

    lines: list[SafeString]
    depends: dict[str, frozenset[str]]


def head(name: str) -> Head:
    """The head of a list, for a page of another room that shows it."""
    rows = selectors.newest(name)
    return Head(lines(rows, full=True), _shown(rows))


def _list_pages(ids: Sequence[str]) -> _Pages:
    wanted: dict[str, list[int]] = defaultdict(list)
    for page_id in ids:
        name, _slash, number = page_id.rpartition("/")
        wanted[name].append(int(number))
    return {f"{name}/{n}": pages for name, numbers in wanted.items() for n, pages in _pages_of(name, numbers).items()}


def _pages_of(name: str, numbers: Sequence[int]) -> dict[int, list[Page]]:
    title, length = title_of(name), selectors.length(name)
    if title is None or not length:
        return {}
    found = selectors.pages(name, [number for number in numbers if 1 <= number <= page_of(length)])
    return {number: [_list_page(name, title, number, rows, length)] for number, rows in found.items()}


def _list_page(name: str, title: str, number: int, rows: Sequence[Row], length: int) -> Page:
    path = f"/lists/{name}/page-{number}"
    newer = f"/page-{number + 1}" if length > number * PAGE_SIZE else "/"
    context = {"title": title, "name": name, "lines": lines(rows, full=True), "older": number - 1, "newer": newer}
    return Page(path, _html("list", path, number=number, total=0, **context), _shown(rows) | _named(name))


def _home(ids: Sequence[str]) -> _Pages:
    rows, filled = selectors.newest("all", 12), selectors.filled("subject")
    body = _html(
        "home",
        "/",
        lines=lines(rows),
        soon=taking_effect_soon(timezone.localdate()),
        subjects=[
            (code, subject.name(translation.get_language() or ""))
            for code, subject in law.subjects().items()
            if f"subject/{code}" in filled and not subject.parent
        ],
    )
    return {page_id: [Page("/", body, _shown(rows))] for page_id in ids}


def _sitemaps(ids: Sequence[str]) -> _Pages:
    pages: dict[str, Sequence[Page]] = {}
    for page_id in ids:
        if page_id == "index":
            count = page_of(max(selectors.length("all"), 1), SITEMAP_SIZE)
            links = "".join(
                f"<sitemap><loc>{settings.SITE_URL}/sitemaps/{n}.xml</loc></sitemap>" for n in range(1, count + 1)
            )
            body, path = f"<sitemapindex {_XMLNS}>{links}</sitemapindex>", "/sitemap.xml"
        else:
            number = int(page_id)
            rows = selectors.between("all", (number - 1) * SITEMAP_SIZE + 1, number * SITEMAP_SIZE)
            links = "".join(
                f"<url><loc>{settings.SITE_URL}{r.url}</loc><lastmod>{timezone.localdate(r.updated_at)}</lastmod></url>"
                for r in rows
            )
            body, path = f"<urlset {_XMLNS}>{links}</urlset>", f"/sitemaps/{number}.xml"
        pages[page_id] = [Page(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode())]
    return pages


_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ROBOTS = "User-agent: *\nDisallow: /console/\nDisallow: /search\nDisallow: /api/\nSitemap: {url}/sitemap.xml\n"


def _robots(ids: Sequence[str]) -> _Pages:
    page = Page("/robots.txt", _ROBOTS.format(url=settings.SITE_URL).encode())
    return {page_id: [page] for page_id in ids}


def _parts(codes: Sequence[str]) -> _Pages:
    language = translation.get_language() or "zh-hans"
    pages: dict[str, Sequence[Page]] = {}
    for code in codes:
        part = law.statutory_parts().get(code)
        if part is None:
            continue
        path = f"/disclosure/{code}"
        items = [
            (item.article, item.code, item.name(language), selectors.total(f"item/{item.code}"))
            for item in law.statutory_items().values()
        ]
        city = organs.root()
        rows = selectors.newest("kind/report") if code == "reports" else []
        told = guide.chapters(city, language)
        body = _html(
            f"part_{code}",
            path,
            title=part.name(language),
            part=part,
            items=items,
            city=city,
            contact=guide.contact(city, language) if city else (),
            lines=lines(rows, full=True),
            chapters=told,
            missing=guide.missing(told),
            prose=guide.request_prose(),
            elements=[element.name(language) for element in law.catalogue_elements().values()],
        )
        depends = {} if city is None else {f"organ:{city.code}": _CONTACT}
        pages[code] = [Page(path, body, depends)]
    return pages


_CONTACT = frozenset(
    {"name", "leader", "leader_post", "office_name", "office_address", "office_hours", "telephone", "fax", "email"}
)


def _organ_pages(codes: Sequence[str]) -> _Pages:
    pages: dict[str, Sequence[Page]] = {}
    for organ in organs.with_relatives(codes):
        code, below = organ.code, list(organ.children.all())
        rows = selectors.newest(f"organ/{code}", 10)
        names = [name for name in organ.names.all() if name.valid_to and name.valid_to <= timezone.localdate()]
        path = f"/organs/{code}"
        body = _html(
            "organ",
            path,
            title=organ.name,
            organ=organ,
            contact=guide.contact(organ, translation.get_language() or "zh-hans"),
            below=below,
            names=names,
            lines=lines(rows),
        )
        depends = {f"organ:{code}": _CONTACT | {"abolished_on", "successor", "kind", "level", "domain"}}
        if organ.successor is not None:
            depends[f"organ:{organ.successor.code}"] = frozenset({"name"})
        if organ.parent is not None:
            depends[f"organ:{organ.parent.code}"] = frozenset({"name"})
        pages[code] = [Page(path, body, depends | {f"organ:{c.code}": frozenset({"name"}) for c in below})]
    return pages


def _organ_register(ids: Sequence[str]) -> _Pages:
    body = _html("organs", "/organs", title=_("Organs"), organs=organs.all_organs())
    return {page_id: [Page("/organs", body)] for page_id in ids}


def _overviews(codes: Sequence[str]) -> _Pages:
    known = {organ.code: organ for organ in organs.with_relatives([code for code in codes if code])}
    pages: dict[str, Sequence[Page]] = {}
    for code in codes:
        organ = known.get(code)
        if code and organ is None:
            continue
        shown = overviews.overview(f"organ/{code}" if code else "all")
        path = f"/overview/{code}" if code else "/overview"
        body = _html(
            "overview",
            path,
            title=_("Overview of %(name)s") % {"name": organ.name} if organ else _("Overview"),
            organ=organ,
            shown=shown,
            first=shown.years[-1].name if shown.years else "",
            last=shown.years[0].name if shown.years else "",
        )
        named = shown.organs | ({code} if code else set())
        pages[code] = [Page(path, body, {f"organ:{one}": frozenset({"name"}) for one in named})]
    return pages


def _at(pattern: str) -> Any:
    compiled = re.compile(pattern)

    def find(path: str) -> str | None:
        match = compiled.fullmatch(path)
        return None if match is None else (match.group(1) if compiled.groups else "")

    return find


def _find_list_page(path: str) -> str | None:
    match = re.fullmatch(rf"/lists/({_LIST})/page-([1-9]\d{{0,8}})", path)
    return None if match is None else f"{match.group(1)}/{match.group(2)}"


def _find_sitemap(path: str) -> str | None:
    if path == "/sitemap.xml":
        return "index"
    match = re.fullmatch(r"/sitemaps/([1-9]\d{0,6})\.xml", path)
    return None if match is None else match.group(1)


def _find_overview(path: str) -> str | None:
    match = re.fullmatch("/overview(?:/([a-z0-9-]+))?", path)
    return None if match is None else match.group(1) or ""


KINDS = (
    PageKind("home", _home, _at("/")),
    PageKind("list", _lists, _at(rf"/lists/({_LIST})(?:/feed\.(?:atom|json))?")),
    PageKind("listpage", _list_pages, _find_list_page),
    PageKind("sitemap", _sitemaps, _find_sitemap),
    PageKind("robots", _robots, _at(r"/robots\.txt")),
    PageKind("part", _parts, _at("/disclosure/([a-z]+)")),
    PageKind("organ", _organ_pages, _at("/organs/([a-z0-9-]+)")),
    PageKind("organs", _organ_register, _at("/organs")),
    PageKind("overview", _overviews, _find_overview),
)

# What there is before the first record: baked at the start.
FIRST = (
    "home:",
    "list:all",
    "sitemap:index",
    "sitemap:1",
    "robots:",
    "organs:",
    "overview:",
    *(f"part:{code}" for code in law.statutory_parts()),
)
