"""Letters from one template each, filled from a case; pure. A letter with a gap is not written but raises."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.affairs.foi.choices import APPLICANTS, DOCUMENTS, FORMS, MEDIA, name_of
from gongkai.affairs.foi.rules.case import Case, Happening
from gongkai.backbone.organs.models import Organ
from gongkai.foundations.law import decisions
from gongkai.foundations.law.replies import decision, remedy

_FILE = Path(__file__).with_name("letters.toml")
COURT = "有管辖权的人民法院"
UPPER = "上一级行政机关"


@dataclass(frozen=True, slots=True)
class Template:
    """A letter: to whom, its paragraphs or the rows of its table, and for a reply the paragraphs of each decision."""

    name: str
    title: str
    to: str
    body: tuple[str, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    opening: str = ""
    by: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """What a letter knows beside its case: the organ, the applicant, who is consulted, and when the reply is due."""

    organ: Organ
    number: str
    subject: str
    wanted: str
    applicant_kind: str
    form: str
    medium: str
    applicant: Mapping[str, str]
    party: str = ""
    due_on: date | None = None


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its name."""
    found = {}
    for name, row in _book().items():
        if name == "words":
            continue
        by = {code: tuple(lines) for code, lines in row["by"].items()} if "by" in row else None
        table = tuple((label, value) for label, value in row.get("table", ()))
        body = tuple(row.get("body", ()))
        found[name] = Template(name, row["title"], row["to"], body, table, row.get("opening", ""), by)
    return found


def names() -> Collection[str]:
    """The names of all letters, for the check of the workflow."""
    return templates().keys()


def template_of(name: str, case: Case, event: Happening) -> Template | None:
    """The template of a letter of this event; none where there is nothing to tell."""
    told_receipt = name == "receipt" and event.kind == "filed" and case.received_on is None
    of_other_organ = name == "confirmation" and event.facts.get("party_kind") == "other_organ"
    return None if told_receipt or of_other_organ else templates()[name]


def compose(
    template: Template, facing: Facing, case: Case, event: Happening, *, document_number: str = ""
) -> list[Any]:
    """The blocks of a letter, in the order of an official document."""
    values = _values(facing, case, event, document_number)
    organ = facing.organ.name
    blocks: list[Any] = [f"{organ}{template.title}"]
    if document_number:
        blocks.append(document_number)
    if template.table:
        rows = [[[label, 1, 1], [_filled(value, values), 1, 1]] for label, value in template.table]
        return [*blocks, {"type": "table", "rows": rows, "header_rows": 0}]
    if template.to != "file":
        blocks.append(f"{values['applicant'] if template.to == 'applicant' else facing.party or '相关单位'}：")
    lines = list(template.body)
    if template.by is not None and case.decision is not None:
        code = case.decision.code
        lines = [template.opening, *template.by[code], _remedy(facing.organ, code, event.on)]
    for line in lines:
        wanted, mark, words = line.partition("|") if line.startswith("?") else ("", "", line)
        if not mark or values.get(wanted[1:]):
            blocks.append(_filled(words, values))
    return [*blocks, organ, chinese(event.on)]


def _values(facing: Facing, case: Case, event: Happening, document_number: str) -> dict[str, str]:
    words: Mapping[str, str] = _book()["words"]
    facts = {**(case.decision.facts if case.decision is not None else {}), **event.facts}
    told = {name: words.get(str(value), str(value)) for name, value in facts.items() if value not in (None, "")}
    who = facing.applicant
    contact = "；".join(value for value in (who.get(n, "") for n in ("telephone", "address", "email")) if value)
    own = {
        "organ": facing.organ.name,
        "number": facing.number,
        "subject": facing.subject,
        "wanted": facing.wanted,
        "applicant": who.get("name", "申请人"),
        "applicant_kind": name_of(APPLICANTS, facing.applicant_kind, "zh"),
        "document": f"{name_of(DOCUMENTS, who.get('document', ''), 'zh')} {who.get('document_number', '')}",
        "representative": who.get("representative", "") or "—",
        "agent": who.get("agent", "") or "—",
        "contact": contact,
        "form_wanted": name_of(FORMS, facing.form, "zh"),
        "medium_wanted": name_of(MEDIA, facing.medium, "zh"),
        "filed_on": chinese(case.filed_on),
        "received_on": chinese(case.received_on),
        "due_on": chinese(facing.due_on),
        "on": chinese(event.on),
        "channel": words.get(case.channel, case.channel),
        "organ_taking": str(event.facts.get("organ", "")),
        "document_number": document_number or "政府信息公开申请答复书",
        "decision": decisions()[case.first.code].zh if case.first is not None else "",
        "count": str(len(case.happened)),
    }
    kind = event.facts.get("party_kind")
    return told | own | ({str(kind): "1"} if kind else {})


def _filled(words: str, values: Mapping[str, str]) -> str:
    return words.format_map(values).replace("。。", "。")


def _remedy(organ: Organ, code: str, on: date) -> str:
    """What the letter says of remedies, by day and decision; reconsideration is with the government above."""
    decision(code, on=on)
    above = organ.parent.name if organ.parent is not None else UPPER
    return remedy(code, on=on).text.format(review_organ=above, court=COURT)


def chinese(day: date | None) -> str:
    """A day as letters write it; empty for none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
