"""Redaction (遮盖): a copy of a file from which what was marked cannot be got back, proved before it is handed out."""

from gongkai.foundations.redaction import docx, pdf, pictures, xlsx
from gongkai.foundations.redaction.marks import Line, Mark, Redacted, summary
from gongkai.foundations.redaction.plan import Plan, RedactionError, Region, Term, grounds, not_redactable, plan_from
from gongkai.foundations.redaction.proposals import PRIVACY, Proposal, as_plan, proposals
from gongkai.foundations.redaction.showing import pages, picture
from gongkai.foundations.texts.formats import scans
from gongkai.foundations.texts.formats import xlsx as workbooks
from gongkai.foundations.texts.formats.packages import Package
from gongkai.foundations.texts.limits import DEFAULT, Limits, too_large

__all__ = [
    "PRIVACY",
    "Line",
    "Mark",
    "Plan",
    "Proposal",
    "Redacted",
    "RedactionError",
    "Region",
    "Term",
    "as_plan",
    "grounds",
    "pages",
    "picture",
    "plan_from",
    "proposals",
    "redact",
    "summary",
]


def redact(content: bytes, plan: Plan, *, limits: Limits = DEFAULT) -> Redacted:
    """A redacted copy of a PDF, DOCX, XLSX, PNG, JPEG or TIFF, told by its content.

    Raises ``UnreadableFileError`` for a file that cannot be read, and ``RedactionError``: ``redaction_kind`` for one of
    another kind, ``redaction_page_missing``, and ``redaction_unproved`` when the copy does not prove to be clean.
    """
    if len(content) > limits.size:
        raise too_large(len(content), limits.size)
    if b"%PDF-" in content[:1024]:
        return pdf.redact(content, plan)
    if scans.is_picture(content):
        return pictures.redact(content, plan)
    if content.startswith(b"PK\x03\x04"):
        package = Package(content, limits)
        if docx.MAIN in package.names:
            return docx.redact(package, plan)
        if workbooks.ENTRY in package.names:
            return xlsx.redact(package, plan)
    raise not_redactable()
