"""Of each model whose words reach a page: which fields hold words, and which hold codes."""

from django.db.models import Model

from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import (
    EditHold,
    Edition,
    Finding,
    Intake,
    Record,
    Relation,
    Remark,
    Review,
    Unsaved,
)
from gongkai.backbone.search.models import Hint, Tally
from gongkai.backbone.structure.models import Banner, Column, Menu, ShortAddress
from gongkai.kernel.accounts.models import Person

# Of each model whose words reach a page: the fields that people, or the files they bring, put words into.
WORDS: dict[type[Model], set[str]] = {
    Record: {
        "title", "document_number", "issuer", "summary", "note", "disclosure_reason", "source_name",
        "keywords", "addressees", "copies", "document", "outline", "evidence", "attachments",
        "public_title", "withdrawal_reason",
    },
    Edition: {"change_note"},
    Relation: {"target_words"},
    Review: {"by_label", "reason"},
    Remark: {"by_label", "to_label", "text"},
    Finding: {"reason", "fix", "words", "by_label"},
    EditHold: {"by_label"},
    Unsaved: {"values"},
    Intake: {"name", "by_label", "error_message", "error_facts"},
    Organ: {
        "name", "leader", "leader_post", "office_name", "office_address", "office_hours", "telephone", "fax", "email",
    },
    Duty: {"title", "reason", "extended_by", "evidence", "case", "suspensions"},
    Banner: {"chinese", "english", "set_by_label"},
    ShortAddress: {"note", "changed_by_label"},
    DisclosureRequest: {"subject", "wanted"},
    CaseEvent: {"by_label", "facts"},
    Column: {"chinese", "english", "changed_by_label"},
    Hint: {"words", "records", "note", "changed_by_label"},
    Menu: {"entries", "set_by_label"},
    Tally: {"words"},
    Person: {"name", "login"},
}  # fmt: skip
# And those that hold codes, digests and ids, which the services choose or check against the rule book.
CODES: dict[type[Model], set[str]] = {
    Record: {
        "index_number", "state", "kind", "genre", "subject", "item", "disclosure", "source_sha256", "drafted_by",
        "changed_by", "submitted_by", "validity", "urgent_by", "withdrawal", "withdrawal_target",
    },
    Edition: {"digest", "published_by", "route"},
    Relation: {"kind"},
    Review: {"step", "by"},
    Remark: {"kind", "step", "by", "to"},
    Finding: {"key", "code", "field", "resolution", "by"},
    EditHold: {"by"},
    Unsaved: {"by"},
    Intake: {"by", "sha256", "state", "error_code"},
    Organ: {"code", "kind", "level", "index_prefix", "domain"},
    Duty: {"number", "rule", "version", "calendar", "person", "subject", "address", "state"},
    Banner: {"level", "link", "set_by"},
    ShortAddress: {"path", "target"},
    DisclosureRequest: {
        "number", "channel", "applicant", "sender", "secret", "form", "medium", "state", "officer", "result",
    },
    CaseEvent: {"kind", "by", "role"},
    Column: {"code", "list"},
    Hint: {"kind", "token"},
    Menu: set(),
    Tally: set(),
    Person: {"password", "totp_seed"},
}  # fmt: skip
