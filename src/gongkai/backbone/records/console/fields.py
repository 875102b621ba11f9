"""The fields of a record at the console: their words, and their values as a person reads them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gongkai.backbone.records.models import Record
from gongkai.foundations import law

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: dict[str, "StrOrPromise"] = {
    "title": _("Title"),
    "document_number": _("Document number"),
    "issuer": _("Issued by"),
    "kind": _("Kind"),
    "subject": _("Subject"),
    "item": _("Statutory item"),
    "disclosure": _("Disclosure"),
    "disclosure_reason": _("Reason for the disclosure attribute"),
    "dated_on": _("Date of document"),
    "printed_on": _("Printed on"),
    "effective_on": _("In force from"),
    "expires_on": _("In force until"),
    "addressees": _("Addressees"),
    "copies": _("Copies to"),
    "note": _("Note"),
    "summary": _("Summary"),
    "keywords": _("Keywords"),
}
BOOKS = {"kind": law.kinds, "subject": law.subjects, "item": law.statutory_items, "disclosure": law.disclosures}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: its value in words, and how sure the reader of the file was, in percent."""

    name: str
    label: "StrOrPromise"
    value: str
    confidence: int | None


def fields_of(record: Record, language: str) -> list[Field]:
    """Every field that is shown and corrected at the console."""
    return [
        Field(name, LABELS[name], told(name, getattr(record, name), language), _confidence(record, name))
        for name in LABELS
    ]


def told(name: str, value: Any, language: str) -> str:
    """The value of a field in words; days may be given as they stand in an edition."""
    if name in BOOKS:
        entry = BOOKS[name]().get(value)
        return entry.name(language) if entry else str(value)
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)


def _confidence(record: Record, name: str) -> int | None:
    found = record.evidence.get(name)
    return found.get("confidence") if isinstance(found, dict) else None
