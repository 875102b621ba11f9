"""The tables of the rule book: each function answers the rows that hold on a day, or all without one."""

from collections.abc import Mapping
from datetime import date

from gongkai.foundations.law.entries import (
    Bearer,
    Decision,
    Disclosure,
    Entry,
    FeeExemption,
    FeeTier,
    GuideElement,
    IndexForm,
    Kind,
    MetaTag,
    Part,
    PublicationLimit,
    RelationKind,
    Remedy,
    ReportCell,
    ReportLine,
    ReportRow,
    ReviewStep,
    StatutoryItem,
    Subject,
    Term,
    UpdatedColumn,
    WithdrawalForm,
)
from gongkai.foundations.law.tables import Table

_SUBJECTS = Table("subjects", Subject, r"\d{2}(\.\d{2})?", (("parent", "subjects"),))
_STATUTORY_ITEMS = Table("statutory_items", StatutoryItem, r"2[01]\.[1-9]\d?")
_KINDS = Table("kinds", Kind)
_GENRES = Table("genres", Entry)
_DISCLOSURES = Table("disclosures", Disclosure)
_VALIDITIES = Table("validities", Entry)
_WITHDRAWAL_FORMS = Table("withdrawal_forms", WithdrawalForm)
_RELATION_KINDS = Table("relation_kinds", RelationKind, refers=(("validity", "validities"),))
_REVIEW_STEPS = Table("review_steps", ReviewStep)
_STATUTORY_PARTS = Table("statutory_parts", Part, refers=(("column_type", "column_types"),))
_GUIDE_CHAPTERS = Table("guide_chapters", Entry)
_GUIDE_ELEMENTS = Table("guide_elements", GuideElement, refers=(("chapter", "guide_chapters"),))
_CATALOGUE_ELEMENTS = Table("catalogue_elements", Entry)
_META_TAGS = Table("meta_tags", MetaTag, "[A-Z][A-Za-z]+")
_COLUMN_TYPES = Table("column_types", Entry, r"[\u4e00-\u9fff]{2,12}")
_INDEX_FORMS = Table("index_forms", IndexForm)
_BEARERS = Table("bearers", Bearer)
_FEE_TIERS = Table("fee_tiers", FeeTier, r"(item|page)\.\d")
_FEE_EXEMPTIONS = Table("fee_exemptions", FeeExemption)
_DECISION_GROUPS = Table("decision_groups", Entry, "[GPDUNO]")
_DECISIONS = Table("decisions", Decision, r"[GPDUNO]\d?", (("group", "decision_groups"),))
_REMEDIES = Table("remedies", Remedy)
_REPORT_SECTIONS = Table("report_sections", Entry, r"[1-6]")
_REPORT_TABLE2 = Table("report_table2", ReportRow)
_REPORT_TABLE3_ROWS = Table("report_table3_rows", ReportLine, r"[a-z_]+7?|[GPDUNO]\d?")
_REPORT_TABLE3_COLUMNS = Table("report_table3_columns", ReportCell)
_PUBLICATION_LIMITS = Table(
    "publication_limits", PublicationLimit, refers=(("item", "statutory_items"), ("kind", "kinds"))
)
_UPDATED_COLUMNS = Table("updated_columns", UpdatedColumn)
_TERMS = Table("terms", Term)
_REPORT_TABLE4 = Table("report_table4", ReportCell, r"[a-z]+\.[a-z]+")


def all_tables() -> tuple[Table[Entry], ...]:
    """Every table of the rule book; for checks and for pages that show the book itself."""
    return tuple(value for value in globals().values() if isinstance(value, Table))


def subjects(*, on: date | None = None) -> Mapping[str, Subject]:
    """Subjects (主题分类) of two levels, by code such as ``02.01``."""
    return _SUBJECTS.entries(on)


def statutory_items(*, on: date | None = None) -> Mapping[str, StatutoryItem]:
    """What must be disclosed proactively (条例第二十条、第二十一条), by code such as ``20.1``."""
    return _STATUTORY_ITEMS.entries(on)


def kinds(*, on: date | None = None) -> Mapping[str, Kind]:
    """Kinds of documents (文种) and of legislation, by slug such as ``notice``."""
    return _KINDS.entries(on)


def genres(*, on: date | None = None) -> Mapping[str, Entry]:
    """Genres (体裁分类), by slug such as ``notice``."""
    return _GENRES.entries(on)


def disclosures(*, on: date | None = None) -> Mapping[str, Disclosure]:
    """Disclosure attributes (公开属性)."""
    return _DISCLOSURES.entries(on)


def validities(*, on: date | None = None) -> Mapping[str, Entry]:
    """States of validity (有效性)."""
    return _VALIDITIES.entries(on)


def terms(*, on: date | None = None) -> Mapping[str, Term]:
    """Words of official documents, explained for readers."""
    return _TERMS.entries(on)


def withdrawal_forms(*, on: date | None = None) -> Mapping[str, WithdrawalForm]:
    """The five forms of withdrawal."""
    return _WITHDRAWAL_FORMS.entries(on)


def relation_kinds(*, on: date | None = None) -> Mapping[str, RelationKind]:
    """What one record does to another."""
    return _RELATION_KINDS.entries(on)


def review_steps(*, on: date | None = None) -> Mapping[str, ReviewStep]:
    """The chain of review, in its order (条例第十七条)."""
    return _REVIEW_STEPS.entries(on)


def statutory_parts(*, on: date | None = None) -> Mapping[str, Part]:
    """The four parts of the disclosure platform and the entry for requests."""
    return _STATUTORY_PARTS.entries(on)


def guide_chapters(*, on: date | None = None) -> Mapping[str, Entry]:
    """The chapters of a disclosure guide (政府信息公开指南), in their order."""
    return _GUIDE_CHAPTERS.entries(on)


def guide_elements(*, on: date | None = None) -> Mapping[str, GuideElement]:
    """What a disclosure guide must tell (条例第十二条第二款)."""
    return _GUIDE_ELEMENTS.entries(on)


def catalogue_elements(*, on: date | None = None) -> Mapping[str, Entry]:
    """What a disclosure catalogue must list of each record (条例第十二条第三款)."""
    return _CATALOGUE_ELEMENTS.entries(on)


def meta_tags(*, on: date | None = None) -> Mapping[str, MetaTag]:
    """The meta tags a government page carries, by the tag's name."""
    return _META_TAGS.entries(on)


def column_types(*, on: date | None = None) -> Mapping[str, Entry]:
    """The values of the tag ``ColumnType``; the code is the value itself."""
    return _COLUMN_TYPES.entries(on)


def index_forms(*, on: date | None = None) -> Mapping[str, IndexForm]:
    """The forms an index number's parts may have."""
    return _INDEX_FORMS.entries(on)


def bearers(*, on: date | None = None) -> Mapping[str, Bearer]:
    """Who bears a time limit."""
    return _BEARERS.entries(on)


def fee_tiers(*, on: date | None = None) -> Mapping[str, FeeTier]:
    """The tiers of the processing fee."""
    return _FEE_TIERS.entries(on)


def fee_exemptions(*, on: date | None = None) -> Mapping[str, FeeExemption]:
    """What no fee is taken for."""
    return _FEE_EXEMPTIONS.entries(on)


def decision_groups(*, on: date | None = None) -> Mapping[str, Entry]:
    """The groups of decisions on a request."""
    return _DECISION_GROUPS.entries(on)


def decisions(*, on: date | None = None) -> Mapping[str, Decision]:
    """The decisions on a request, by the codes of the annual report's third table."""
    return _DECISIONS.entries(on)


def remedies(*, on: date | None = None) -> Mapping[str, Remedy]:
    """What letters say of remedies."""
    return _REMEDIES.entries(on)


def report_sections(*, on: date | None = None) -> Mapping[str, Entry]:
    """The sections of the annual report on the year of this day."""
    return _REPORT_SECTIONS.entries(on)


def report_table2(*, on: date | None = None) -> Mapping[str, ReportRow]:
    """The rows of the second table."""
    return _REPORT_TABLE2.entries(on)


def report_table3_rows(*, on: date | None = None) -> Mapping[str, ReportLine]:
    """The rows of the third table."""
    return _REPORT_TABLE3_ROWS.entries(on)


def report_table3_columns(*, on: date | None = None) -> Mapping[str, ReportCell]:
    """The columns of the third table."""
    return _REPORT_TABLE3_COLUMNS.entries(on)


def report_table4(*, on: date | None = None) -> Mapping[str, ReportCell]:
    """The fifteen numbers of the fourth table."""
    return _REPORT_TABLE4.entries(on)


def publication_limits(*, on: date | None = None) -> Mapping[str, PublicationLimit]:
    """Which special limit binds the publication of what."""
    return _PUBLICATION_LIMITS.entries(on)


def updated_columns(*, on: date | None = None) -> Mapping[str, UpdatedColumn]:
    """Columns that must be kept up to date."""
    return _UPDATED_COLUMNS.entries(on)
