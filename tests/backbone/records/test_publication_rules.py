"""Every reason against a publication: each alone, all at once, and in any company."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backbone.records.making import draft, drafted
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Edition
from gongkai.backbone.records.rules import PUBLICATION_RULES, Candidate, Route, readable_forms, reasons_against
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM, Actor
from gongkai.kernel.events.models import Event

TODAY = date(2026, 11, 26)

GOOD = Candidate(
    title="关于做好冬季供暖工作的通知",
    kind="notice",
    subject="01",
    item="20.1",
    disclosure="proactive",
    dated_on=date(2026, 11, 2),
    effective_on=None,
    expires_on=None,
    document={"blocks": ["正文"]},
    attachments=0,
    route=Route.REVIEWED,
    approved=True,
    withdrawal="",
    authors=frozenset({"clerk"}),
    submitted_by="clerk",
    publisher="approver",
    passed={"office": "a", "legality": "b", "secrecy": "c", "sign_off": "approver"},
    organ_abolished=False,
    hidden_relations=0,
    open_findings=0,
    today=TODAY,
    change_note="",
    edition=0,
)

# What breaks each rule, and nothing else.
BREAKS: dict[str, dict[str, Any]] = {
    "title_missing": {"title": " \u3000"},
    "text_missing": {"document": {"blocks": []}},
    "kind_unknown": {"kind": "poem"},
    "subject_unknown": {"subject": "99"},
    "item_unknown": {"item": "20.99"},
    "not_proactive": {"disclosure": "on_request"},
    "dated_later": {"dated_on": date(2026, 11, 27)},
    "expires_before_effect": {"effective_on": date(2026, 12, 1), "expires_on": date(2026, 12, 1)},
    "organ_abolished": {"organ_abolished": True},
    "was_withdrawn": {"withdrawal": "withdrawn"},
    "review_incomplete": {"approved": False},
    "own_work": {"authors": frozenset({"clerk", "b"})},
    "urgent_own_work": {"route": Route.URGENT, "publisher": "clerk"},
    "relation_hidden": {"hidden_relations": 1},
    "findings_open": {"open_findings": 1},
    "change_note_missing": {"edition": 1},
}
# Urgent publication goes without review: these two never come with it.
REVIEWED_ONLY = {"review_incomplete", "own_work"}


def codes(candidate: Candidate) -> set[str]:
    return {reason.code for reason in reasons_against(candidate)}


def test_a_good_record_has_nothing_against_it() -> None:
    assert reasons_against(GOOD) == ()


def test_every_rule_is_tried_here() -> None:
    assert set(BREAKS) == {code for code, _, _ in PUBLICATION_RULES}


@pytest.mark.parametrize("code", BREAKS)
def test_each_reason_alone(code: str) -> None:
    assert codes(replace(GOOD, **BREAKS[code])) == {code}


@given(st.sets(st.sampled_from(sorted(BREAKS))))
def test_in_any_company_every_reason_is_said_and_no_other(broken: set[str]) -> None:
    values: dict[str, Any] = {}
    for code in sorted(broken):
        values |= BREAKS[code]
    expected = broken - (REVIEWED_ONLY if "urgent_own_work" in broken else set())
    if {"own_work", "urgent_own_work"} <= broken:
        values["authors"] = frozenset({"clerk"})
    assert codes(replace(GOOD, **values)) == expected


def test_reasons_come_in_the_order_of_the_table_with_what_to_do() -> None:
    values: dict[str, Any] = {}
    for code, change in BREAKS.items():
        values |= change if code != "urgent_own_work" else {}
    reasons = reasons_against(replace(GOOD, **values))
    order = [code for code, _, _ in PUBLICATION_RULES if code != "urgent_own_work"]
    assert [reason.code for reason in reasons] == order
    assert all("：" in reason.message and reason.message.endswith("。") for reason in reasons)


@pytest.mark.parametrize("form", list(law.withdrawal_forms()))
def test_only_what_stays_readable_may_be_corrected_after_a_withdrawal(form: str) -> None:
    assert ("was_withdrawn" in codes(replace(GOOD, withdrawal=form))) == (not law.withdrawal_forms()[form].text_stays)
    assert (form in readable_forms()) == law.withdrawal_forms()[form].text_stays


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"dated_on": TODAY}, set()),
        ({"dated_on": None}, set()),
        ({"effective_on": date(2026, 12, 1), "expires_on": date(2026, 12, 2)}, set()),
        ({"expires_on": date(2000, 1, 1)}, set()),
        ({"document": {}, "attachments": 1}, set()),
        ({"route": Route.IMPORTED, "approved": False, "passed": {}}, set()),
        ({"route": Route.URGENT, "approved": False, "passed": {}}, set()),
        ({"passed": {"office": "a", "legality": "b", "secrecy": "c"}}, {"review_incomplete"}),
        ({"edition": 1, "change_note": "更正日期"}, set()),
        ({"edition": 1, "change_note": " "}, {"change_note_missing"}),
    ],
)
def test_the_edges_of_the_rules(changes: dict[str, Any], broken: set[str]) -> None:
    assert codes(replace(GOOD, **changes)) == broken


@pytest.mark.django_db
def test_the_door_says_all_reasons_of_all_records_at_once_and_publishes_none(
    education: Organ, clerk: Actor, approver: Actor, now: datetime
) -> None:
    good, bad, worse = (
        record.index_number
        for record in drafted(
            education,
            clerk,
            now,
            draft("好的"),
            draft(disclosure="withheld"),
            draft("", kind="poem", dated_on=date(2026, 12, 1), document={"blocks": []}),
        )
    )
    with pytest.raises(services.NotPublishableError) as caught:
        services.publish([good, bad, worse], actor=approver, now=now, route=Route.URGENT)
    reasons = {number: {r.code for r in some} for number, some in caught.value.reasons.items()}
    assert reasons == {
        bad: {"not_proactive"},
        worse: {"title_missing", "text_missing", "kind_unknown", "dated_later"},
    }
    assert not Edition.objects.exists()
    assert not Event.objects.filter(kind__startswith="record.").exists()


@pytest.mark.django_db
def test_an_abolished_organ_publishes_no_more(education: Organ, now: datetime) -> None:
    from gongkai.backbone.organs.services import organ_abolish

    organ = organ_abolish(code=education.code, on=now.date(), actor=SYSTEM, now=now)
    with pytest.raises(services.NotPublishableError) as caught:
        services.import_many([draft()], organ=organ, actor=SYSTEM, now=now)
    assert {r.code for some in caught.value.reasons.values() for r in some} == {"organ_abolished"}
