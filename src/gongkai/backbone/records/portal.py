"""The page of a record."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gongkai.backbone.records import parts, selectors
from gongkai.backbone.records.selectors import EditionLine, Inverse, Published, address
from gongkai.foundations import law, texts
from gongkai.kernel.portal import meta
from gongkai.kernel.portal.context import site_facts
from gongkai.kernel.portal.pages import Page, PageKind

# More would be a lesson, not a help.
MOST_TERMS = 8

_ADDRESS = re.compile(r"/info/([0-9A-Z]{9,18}/\d{4}-\d{5,7})")


def render(index_numbers: Sequence[str]) -> Mapping[str, Sequence[Page]]:
    """The pages of published records; a record withdrawn with its text has none."""
    records = selectors.published(index_numbers)
    histories = selectors.histories(index_numbers)
    inverse = selectors.inverse_relations(index_numbers)
    return {
        number: _pages(record, histories.get(number, []), inverse.get(number, []))
        for number, record in records.items()
        if record.findable
    }


def _find(path: str) -> str | None:
    match = _ADDRESS.fullmatch(path)
    return None if match is None else match.group(1)


RECORD = PageKind("record", render, _find)


def _pages(record: Published, history: Sequence[EditionLine], inverse: Sequence[Inverse]) -> list[Page]:
    return [Page(record.url, render_html(record, history, inverse).encode(), _depends(record, inverse))]


def _depends(record: Published, inverse: Sequence[Inverse]) -> dict[str, frozenset[str]]:
    own = [relation["index_number"] for relation in record.data["relations"] if "index_number" in relation]
    others = own + [relation.index_number for relation in inverse]
    return {f"organ:{record.organ_code}": frozenset({"name"})} | {
        f"record:{number}": frozenset({"title", "existence"}) for number in others
    }


def render_html(
    record: Published, history: Sequence[EditionLine], inverse: Sequence[Inverse], *, pictures: str = ""
) -> str:
    """The whole page in the active language; pictures in the text are below its own address unless told otherwise."""
    language = translation.get_language() or "zh-hans"
    outline = record.data["outline"]
    deep = len(outline) > 120
    context = {
        "site": site_facts(),
        "path": record.url,
        "title": record.title,
        "meta": _meta(record, language),
        "noindex": bool(record.withdrawal),
        "organ_name": record.organ_name,
        "organ_path": f"/organs/{record.organ_code}",
        "banner": _banner(record, language),
        "facts": [fact for fact in _facts(record, language) if fact[1]],
        "text": mark_safe(_text(record, pictures)),  # noqa: S308 - to_html escapes every word
        "outline": mark_safe(texts.to_contents(e for e in outline if not deep or e["title"])),  # noqa: S308 - as above
        "attachments": [
            {"name": a["name"], "size": a["size"], "href": f"{record.url}/files/{position}"}
            for position, a in enumerate(record.data["attachments"], 1)
        ],
        "relations": _relations(record, inverse, language),
        "editions": [
            {"number": e.number, "day": timezone.localtime(e.published_at).date(), "change_note": e.change_note}
            for e in history
        ],
        "digest": record.digest,
        "terms": _terms(record, language),
        # A preview has no address yet.
        "code": "" if pictures else f"{record.url}.svg",
        "validity_path": f"{record.url}/validity",
        "document_number": record.document_number,
        "validity": law.validities()[record.validity],
        "validity_name": law.validities()[record.validity].name(language),
        "published_on": timezone.localtime(record.first_published_at).date(),
    }
    return get_template("records/record.html").render(context)


def _text(record: Published, pictures: str) -> str:
    shown = parts.classes(record.document, kind=record.kind, title=record.title)
    return texts.to_html(
        record.document, record.data["outline"], image_address=_image(pictures or f"{record.url}/images"), classes=shown
    )


def _terms(record: Published, language: str) -> list[tuple[str, str]]:
    """The words of the text that the rule book explains, in the order in which a reader meets them."""
    met = [(record.text.find(term.zh), term) for term in law.terms().values()]
    found = sorted((place for place in met if place[0] >= 0), key=lambda place: place[0])
    return [(term.zh, term.meaning(language)) for _place, term in found[:MOST_TERMS]]


def _image(below: str) -> Any:
    return lambda sha256: f"{below}/{sha256}"


def _meta(record: Published, language: str) -> meta.Tags:
    """The page's meta tags: of its column, the statutory item where there is one, and of its content."""
    item = law.statutory_items().get(record.item)
    name = item.name(language) if item else _("Government information")
    published = timezone.localtime(record.first_published_at)
    return meta.tags(
        meta.column(name, "信息公开目录", keywords=law.subjects()[record.subject].name(language))
        | {
            "ArticleTitle": record.title,
            "PubDate": published.strftime(law.meta_tags()["PubDate"].format),
            "ContentSource": record.issuer,
            "Keywords": ",".join(record.keywords),
            "Description": record.summary[:200],
            "Url": f"{site_facts()['url']}{record.url}",
        }
    )


def _banner(record: Published, language: str) -> str:
    if record.withdrawal:
        form = law.withdrawal_forms()[record.withdrawal].name(language)
        return _("%(form)s: %(reason)s") % {"form": form, "reason": record.withdrawal_reason}
    if record.validity in {"in_force", "amended"}:
        return _("This document has been amended; see what amends it.") if record.validity == "amended" else ""
    name = law.validities()[record.validity].name(language)
    return _("Validity of this document today: %(validity)s") % {"validity": name}


def _facts(record: Published, language: str) -> list[tuple[str, str, str]]:
    """The metadata box: name, value, address of the list behind it."""
    data, subject = record.data, law.subjects()[record.subject]
    names = law.kinds().get(record.kind), law.statutory_items().get(record.item)
    kind, item = (entry.name(language) if entry else "" for entry in names)
    dates = {name: data[name] or "" for name in ("dated_on", "printed_on", "effective_on", "expires_on")}
    above = law.subjects().get(subject.parent)
    topic = f"{above.name(language)} / {subject.name(language)}" if above else subject.name(language)
    return [
        (_("Index number"), record.index_number, ""),
        (_("Document number"), record.document_number, ""),
        (_("Issued by"), record.issuer, ""),
        (_("Published by"), record.organ_name, f"/organs/{record.organ_code}"),
        (_("Kind"), kind, f"/lists/kind/{record.kind}"),
        (_("Subject"), topic, f"/lists/subject/{record.subject}"),
        (_("Statutory item"), item, f"/lists/item/{record.item}"),
        (_("Date of document"), dates["dated_on"], f"/lists/year/{record.year}"),
        (_("Printed on"), dates["printed_on"], ""),
        (_("Published on"), str(timezone.localtime(record.first_published_at).date()), ""),
        (_("In force from"), dates["effective_on"], ""),
        (_("In force until"), dates["expires_on"], ""),
        (_("Validity"), law.validities()[record.validity].name(language), ""),
        (_("Disclosure"), law.disclosures()[str(data["disclosure"])].name(language), ""),
        (_("Keywords"), "、".join(record.keywords), ""),
        (_("Summary"), record.summary, ""),
    ]


def _relations(record: Published, inverse: Sequence[Inverse], language: str) -> list[tuple[str, str, str]]:
    kinds = law.relation_kinds()
    own = [
        (kinds[r["kind"]].name(language), r["title"], address(r["index_number"]) if "index_number" in r else "")
        for r in record.data["relations"]
    ]
    return own + [(kinds[r.kind].inverse_name(language), r.title, address(r.index_number)) for r in inverse]
