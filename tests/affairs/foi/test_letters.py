"""Every letter filled from a case: nothing missing, nothing left open, remedies by decision and day."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pypdfium2
import pytest

from affairs.foi.story import Step, events
from gongkai.affairs.foi.letters import Facing, compose, names, template_of, templates
from gongkai.affairs.foi.rules.case import Case, Happening, fold
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.backbone.organs.models import Organ
from gongkai.foundations import law, texts
from gongkai.foundations.texts.document import from_data
from gongkai.foundations.texts.setting import to_docx, to_pdf

FILED: tuple[Step, ...] = (("filed", "11-02", {"channel": "counter", "received_on": "2026-11-02"}),)
CONFIRMED: tuple[Step, ...] = (*FILED, ("confirmed", "11-02"))
# What happens last before each letter, and what is told with it. Keys that the letter must say stand in the values.
TOLD: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "registration": ("filed", {"channel": "counter"}),
    "receipt": ("confirmed", {}),
    "correction": ("correction_asked", {"grounds": "description", "items": "请写明年度", "days": 10}),
    "reasons": ("reasons_asked", {"reason": "一年内六十件", "days": 7}),
    "delay": ("delay_decided", {"days": 30, "reason": "材料较多"}),
    "extension": ("extended", {"days": 20, "reason": "需要检索档案"}),
    "consultation": ("consultation_sent", {"party_kind": "third_party", "concerns": "合同价款"}),
    "confirmation": ("consultation_sent", {"party_kind": "co_organ", "concerns": "联合发文"}),
    "consultation_told": ("consultation_sent", {"party_kind": "third_party", "concerns": "合同价款"}),
    "overriding": ("overriding_told", {"consultation": 1, "reason": "公共利益重大"}),
    "fee": ("fee_set", {"mode": "item", "units": 40, "yuan": 4000}),
    "transfer": ("transferred", {"organ": "云川市财政局", "reason": "由其制作"}),
    "service": ("served", {"service": "post", "proof": "挂号信收据001"}),
    "contents": ("archived", {}),
}
DECISIONS = law.decisions(on=date(2026, 11, 12))
_CHOSEN = {"which_safety": "公共安全", "which_affair": "人事管理", "which_process": "讨论记录"}
GIVEN = {name: f"【{name}】" for name in workflow().events["proposed"].may} | _CHOSEN


@pytest.fixture
def organ() -> Organ:
    return Organ(code="a", name="云川市教育局", parent=Organ(code="b", name="云川市人民政府"))


def facing(organ: Organ) -> Facing:
    who = {
        "name": "林小满", "document": "id_card", "document_number": "320102199001011232", "telephone": "000-0000",
        "address": "云川市示例路1号", "email": "xiaoman@applicant.example", "representative": "", "agent": "",
    }  # fmt: skip
    return Facing(
        organ=organ, number="a-2026-00001", subject="校车线路审批材料", wanted="全部审批表", applicant_kind="natural",
        form="paper", medium="post", applicant=who, party="云川示例客运公司", due_on=date(2026, 11, 30),
    )  # fmt: skip


def case_until(name: str) -> tuple[Case, Happening]:
    """The case as it is when the letter is written, and what happened last."""
    kind, told = TOLD[name]
    decided: tuple[Step, ...] = (("decided", "11-10", {"code": "G", "information": "审批表", "way": "邮寄"}),)
    served: tuple[Step, ...] = (("served", "11-11", {"service": "post", "proof": "收据"}),)
    asked: tuple[Step, ...] = (("consultation_sent", "11-03", {"party_kind": "third_party", "concerns": "价款"}),)
    before: dict[str, tuple[Step, ...]] = {
        "filed": (),
        "confirmed": FILED,
        "overriding_told": (*CONFIRMED, *asked),
        "served": (*CONFIRMED, *decided),
        "archived": (*CONFIRMED, *decided, *served),
    }
    told_events = events(*before.get(kind, CONFIRMED), (kind, "11-12", told))
    return fold(told_events), told_events[-1]


def words_of(blocks: list[Any]) -> str:
    return "\n".join(str(block) for block in blocks)


def test_every_letter_of_the_workflow_is_tried_here() -> None:
    assert {*TOLD, "reply"} == set(names())
    assert {name for kind in workflow().events.values() for name in kind.letters} == set(names())


@pytest.mark.parametrize("name", TOLD)
def test_a_letter_says_what_was_told_and_leaves_nothing_open(name: str, organ: Organ) -> None:
    case, event = case_until(name)
    template = template_of(name, case, event)
    assert template is not None
    words = words_of(compose(template, facing(organ), case, event))
    assert template.title in words
    for gap in ("{", "}", "None", "。。", "：。", "（）", "于前"):
        assert gap not in words.replace("{'type': 'table'", "").replace("'header_rows': 0}", ""), gap
    for fact, value in TOLD[name][1].items():
        if isinstance(value, str) and not value.isascii() and f"{{{fact}}}" in str(template):
            assert value in words, fact
    assert "云川市教育局" in words


@pytest.mark.parametrize("code", DECISIONS)
def test_a_reply_states_every_fact_of_its_decision_and_the_remedies(code: str, organ: Organ) -> None:
    facts = GIVEN | {"code": code}
    told = events(*CONFIRMED, ("proposed", "11-10", facts), ("signed", "11-12", {}))
    case = fold(told)
    words = words_of(
        compose(templates()["reply"], facing(organ), case, told[-1], document_number="云教公开〔2026〕1号")
    )
    lines = "".join((templates()["reply"].by or {})[code])
    for name, value in GIVEN.items():
        assert (value in words) == (f"{{{name}}}" in lines), name
    for gap in ("{", "}", "None", "。。"):
        assert gap not in words, gap
    assert "云教公开〔2026〕1号" in words
    review_first = "应当先" in words
    assert review_first == (DECISIONS[code].refusal or code == "P")
    assert "向云川市人民政府申请行政复议" in words
    assert words.index("2026年11月12日") > words.index("行政复议")


def test_before_2024_one_could_always_sue_at_once(organ: Organ) -> None:
    told = events(
        ("filed", "2023-11-01", {"channel": "counter", "received_on": "2023-11-01"}),
        ("confirmed", "2023-11-01"),
        ("proposed", "2023-11-10", {"code": "D1", "reason": "理由", "classification": "机密"}),
        ("signed", "2023-11-13", {}),
    )
    words = words_of(compose(templates()["reply"], facing(organ), fold(told), told[-1]))
    assert "应当先" not in words
    assert "六个月内" in words


@pytest.mark.parametrize("name", TOLD)
def test_a_letter_opens_as_a_file_with_all_its_words(name: str, organ: Organ) -> None:
    case, event = case_until(name)
    template = template_of(name, case, event)
    assert template is not None
    document = from_data({"blocks": compose(template, facing(organ), case, event)})
    with pypdfium2.PdfDocument(to_pdf(document)) as file:
        written = "".join("".join(page.get_textpage().get_text_bounded() for page in file).split())
    assert template.title in written
    assert "云川市教育局" in written
    read = texts.read(io.BytesIO(to_docx(document)).getvalue())
    assert template.title in str(read.blocks)
