"""When a record may be published and what holds on a day; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.foundations import law


class Route(StrEnum):
    """How a record comes to publication."""

    REVIEWED = "reviewed"  # through the whole review chain
    URGENT = "urgent"  # at once, to be confirmed by another within 24 hours
    IMPORTED = "imported"  # published or reviewed elsewhere before; the system alone may


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be done: a stable code and a sentence for the person."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules of publication look at.

    ``passed`` holds the steps passed in this round of review with the id of who passed them; ``authors`` those
    who wrote or changed it; ``approved`` tells that the round ended with a pass and nothing was changed since.
    """

    title: str
    kind: str
    subject: str
    item: str
    disclosure: str
    dated_on: date | None
    effective_on: date | None
    expires_on: date | None
    document: Mapping[str, Any]
    attachments: int
    route: Route
    approved: bool
    withdrawal: str
    authors: frozenset[str]
    submitted_by: str
    publisher: str
    passed: Mapping[str, str]
    organ_abolished: bool
    hidden_relations: int
    open_findings: int
    today: date
    change_note: str
    edition: int


def readable_forms() -> tuple[str, ...]:
    """What ``withdrawal`` may be while the text is still shown: not withdrawn, or in a form that leaves it."""
    return ("", *(code for code, form in law.withdrawal_forms().items() if form.text_stays))


Rule = Callable[[Candidate], bool]

# Each row: code, what to do in the person's words, and whether the candidate breaks it.
PUBLICATION_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("title_missing", "没有标题：请填写标题。", lambda c: not c.title.strip()),
    (
        "text_missing",
        "没有正文也没有附件：请补充正文或上传附件。",
        lambda c: not c.document.get("blocks") and not c.attachments,
    ),
    ("kind_unknown", "文种或体裁不在目录中：请重新选择。", lambda c: c.kind not in law.kinds(on=c.today)),
    ("subject_unknown", "主题分类不在目录中：请重新选择。", lambda c: c.subject not in law.subjects(on=c.today)),
    (
        "item_unknown",
        "法定主动公开事项不在目录中：请重新选择。",
        lambda c: c.item not in law.statutory_items(on=c.today),
    ),
    (
        "not_proactive",
        "公开属性不是“主动公开”，不能在网站发布：请先确定公开属性。",
        lambda c: c.disclosure != "proactive",
    ),
    ("dated_later", "成文日期晚于今天：请核对日期。", lambda c: c.dated_on is not None and c.dated_on > c.today),
    (
        "expires_before_effect",
        "失效日期早于施行日期：请核对日期。",
        lambda c: bool(c.effective_on and c.expires_on and c.expires_on <= c.effective_on),
    ),
    ("organ_abolished", "发布机构已撤销：请改为承接其职能的机构。", lambda c: c.organ_abolished),
    (
        "was_withdrawn",
        "该信息已撤下，原网址不再使用：请另建一条信息。",
        lambda c: c.withdrawal not in readable_forms(),
    ),
    (
        "review_incomplete",
        "审核未完成：请依次完成审核、合法性审查、保密审查和签发。",
        lambda c: c.route is Route.REVIEWED and not (c.approved and set(law.review_steps(on=c.today)) <= set(c.passed)),
    ),
    (
        "own_work",
        "起草人、提交人不能审核或签发自己的稿件：请由他人办理。",
        lambda c: c.route is Route.REVIEWED and bool({*c.authors, c.submitted_by} & set(c.passed.values())),
    ),
    (
        "urgent_own_work",
        "紧急发布也须由起草人以外的人办理：请由签发人操作。",
        lambda c: c.route is Route.URGENT and c.publisher in {*c.authors, c.submitted_by},
    ),
    (
        "relation_hidden",
        "关联的信息尚未公开或已撤下：请一并发布，或先去掉关联。",
        lambda c: c.hidden_relations > 0,
    ),
    (
        "findings_open",
        "还有须在发布前核对的事项：请在核对页逐项确认或改正。",
        lambda c: c.route is not Route.IMPORTED and c.open_findings > 0,
    ),
    (
        "change_note_missing",
        "这是对已发布信息的更正：请写明更正了什么。",
        lambda c: c.edition > 0 and not c.change_note.strip(),
    ),
)


def reasons_against(candidate: Candidate) -> tuple[Reason, ...]:
    """Every reason why the candidate cannot be published now; empty when it can."""
    return tuple(Reason(code, message) for code, message, broken in PUBLICATION_RULES if broken(candidate))


@dataclass(frozen=True, slots=True)
class Effect:
    """What another published record does to this one, and from which day."""

    validity: str
    since: date


def validity_on(day: date, *, valid_from: date, valid_to: date | None, effects: Iterable[Effect]) -> str:
    """The validity of a record on ``day``: repealed, expired, not_yet, amended or in_force, the first that holds.

    A repeal counts from the day it takes effect; the day of expiry itself is no longer in force.
    """
    working = {effect.validity for effect in effects if effect.since <= day}
    if "repealed" in working:
        return "repealed"
    if valid_to is not None and valid_to <= day:
        return "expired"
    if day < valid_from:
        return "not_yet"
    return "amended" if "amended" in working else "in_force"


def days_of_change(*, valid_from: date, valid_to: date | None, effects: Iterable[Effect]) -> tuple[date, ...]:
    """The days on which the validity may change, in order."""
    days = {valid_from, valid_to} | {effect.since for effect in effects}
    return tuple(sorted(day for day in days if day is not None))
