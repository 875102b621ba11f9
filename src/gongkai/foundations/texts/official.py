"""The structure of an official document (公文): what GB/T 9704-2012 gives a place, found in a text.

Every field says where it was found and how sure the finding is, from 0 to 1.
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Generic, TypeVar

from gongkai.foundations.texts import official_parts as parts
from gongkai.foundations.texts.document import Document, text_of
from gongkai.foundations.texts.found import Found, Line
from gongkai.foundations.texts.official_head import find_head, find_kind
from gongkai.foundations.texts.official_signature import find_date, find_issuer, find_issuers

_T = TypeVar("_T")

__all__ = ["Found", "OfficialDocument", "parse_official"]


@dataclass(frozen=True, slots=True)
class OfficialDocument(Generic[_T]):
    """What was found; a field is ``None`` when the text does not show it.

    ``issuers`` are all organs that issue jointly, ``issuer`` leads them; ``signatory`` is the person who signs an
    order; ``internal`` a mark such as 内部资料; ``classification`` the mark of a secret, which forbids publication.
    ``kind`` is the Chinese word of one of the fifteen kinds (党政机关公文处理工作条例第八条); ``disclosure`` is
    proactive, on_request or withheld.
    """

    letterhead: Found[str] | None
    issuer: Found[str] | None
    issuers: Found[tuple[str, ...]] | None
    document_number: Found[str] | None
    title: Found[str] | None
    kind: Found[str] | None
    addressees: Found[tuple[str, ...]] | None
    attachments: Found[tuple[str, ...]] | None
    signature: Found[str] | None
    signatory: Found[str] | None
    dated_on: Found[date] | None
    note: Found[str] | None
    disclosure: Found[str] | None
    copies: Found[tuple[str, ...]] | None
    printed_by: Found[str] | None
    printed_on: Found[date] | None
    enclosed_title: Found[str] | None
    effective_on: Found[date] | None
    expires_on: Found[date] | None
    classification: Found[str] | None
    internal: Found[str] | None

    def evidence(self) -> dict[str, dict[str, Any]]:
        """For each field found: confidence in percent, block, and the span of characters in it."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: {
                "confidence": round(value.confidence * 100),
                "block": value.block,
                "start": value.start,
                "end": value.end,
            }
            for name, value in found.items()
            if value is not None
        }


def parse_official(document: Document) -> OfficialDocument[Any]:
    """Find what the document says of itself. Never raises: what is not there is ``None``.

    What stands in a scan is found no surer than its words were recognised.
    """
    official = _parsed(document)
    if not document.lines:
        return official
    found = {field.name: getattr(official, field.name) for field in fields(official)}
    return OfficialDocument(
        **{
            name: value and replace(value, confidence=value.confidence * document.certainty(value.block))
            for name, value in found.items()
        }
    )


def _parsed(document: Document) -> OfficialDocument[Any]:
    lines = [Line(index, text_of(block).strip()) for index, block in enumerate(document.blocks)]
    lines = [line for line in lines if line.text]
    head = find_head(lines)
    dated = find_date(lines, head.after_title)
    title = head.title
    return OfficialDocument(
        letterhead=head.letterhead,
        issuer=find_issuer(head, dated),
        issuers=find_issuers(head, dated),
        document_number=head.document_number,
        title=title,
        kind=find_kind(title),
        addressees=parts.find_addressees(lines, head.after_title),
        attachments=parts.find_attachments(lines),
        signature=dated.signature,
        signatory=dated.signatory,
        dated_on=dated.date,
        note=(note := parts.find_note(lines)),
        disclosure=parts.find_disclosure(note),
        copies=parts.find_copies(lines),
        printed_by=(printed := parts.find_printing(lines)).by,
        printed_on=printed.on,
        enclosed_title=parts.find_enclosed(lines),
        effective_on=parts.find_effect(lines, dated.date),
        expires_on=parts.find_expiry(lines, dated.date),
        classification=head.classification,
        internal=head.internal,
    )
