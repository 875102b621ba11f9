"""Cases played through the services: what is stored, owed, written and told in one transaction."""

from collections.abc import Callable
from datetime import date, datetime
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, connection, transaction

from affairs.foi.conftest import EDUCATION, FINANCE, ID_CARD, Play, application, at, official
from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest, Letter, Sealed
from gongkai.affairs.foi.rules.reasons import RequestRefusedError
from gongkai.affairs.foi.selectors import (
    RequestMissingError,
    alike,
    case_of,
    duties,
    reply_duty,
    request_for,
    request_of_applicant,
    seen_by,
)
from gongkai.affairs.foi.services import Receipt, happen, identity_read, letter_read, request_file
from gongkai.backbone.duties.models import PENDING, State
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.events.models import Event

Filed = Callable[..., Receipt]
DISCLOSED = {"code": "G", "information": "线路图十二份", "way": "电子邮件"}
SERVED = {"service": "portal", "proof": "已阅读"}


def fresh(number: str) -> DisclosureRequest:
    return DisclosureRequest.objects.select_related("organ").get(number=number)


def test_numbers_of_an_organ_and_year_have_no_gap(filed: Filed) -> None:
    numbers = [filed().number for _ in range(3)]
    with pytest.raises(RequestRefusedError):
        filed(name="")
    assert [*numbers, filed().number] == [f"{EDUCATION}-2026-0000{n}" for n in range(1, 5)]


def test_the_receipt_opens_its_request_and_nothing_else_does(filed: Filed) -> None:
    one, other = filed(), filed()
    found = request_of_applicant(one.number, one.secret.lower())
    assert found is not None
    assert found.number == one.number
    assert request_of_applicant(one.number, other.secret) is None
    assert request_of_applicant("no-such-number", one.secret) is None


def test_who_applied_is_readable_in_no_table(filed: Filed) -> None:
    number = filed().number
    words = ("林小满", ID_CARD, "xiaoman", "000-0000")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            held = str(cursor.fetchall())
            assert [word for word in words if word in held] == [], table
    assert Sealed.objects.filter(request__number=number).count() >= 1


def test_a_case_from_form_to_reply_with_partial_disclosure(filed: Filed, play: Play) -> None:
    """Correction, a third party's opinion and an extension on the way: each day by hand."""
    number = filed().number
    play(number, ("confirmed", "11-02", {}))
    assert fresh(number).due_on == date(2026, 11, 30)
    items = {"grounds": "description", "items": "请写明年度", "days": 10}
    play(number, ("correction_asked", "11-04", items))
    assert fresh(number).due_on is None
    play(number, ("corrected", "11-09", {"answer": "2025年度，林小满"}))
    assert fresh(number).due_on == date(2026, 12, 7)
    third = {"party_kind": "third_party", "party": "云川通达客运有限公司", "concerns": "线路图"}
    play(number, ("consultation_sent", "11-10", third), ("consultation_received", "11-11", {"consultation": 1}))
    assert {d.rule for d in duties(fresh(number)) if d.state in PENDING} == {"REQ_REPLY", "THIRD_PARTY"}
    said = {"consultation": 1, "opinion": "objects", "grounded": True, "answer": "涉及商业秘密"}
    play(number, ("consultation_answered", "11-16", said))
    assert fresh(number).due_on == date(2026, 12, 14)
    play(number, ("extended", "11-18", {"days": 10, "reason": "材料较多"}))
    assert fresh(number).due_on == date(2026, 12, 28)
    partly = {"code": "P", "information": "线路图", "way": "电子邮件", "withheld_part": "报价", "reason": "商业秘密"}
    play(number, ("proposed", "11-23", partly), ("signed", "11-24", {}), ("served", "11-25", SERVED))
    request = fresh(number)
    assert (request.state, request.result, request.due_on) == ("served", "P", None)
    assert {d.state for d in duties(request)} <= {State.MET, State.EXCUSED}
    titles = [letter.template for letter in request.letters.order_by("number")]
    assert titles == [
        "registration", "receipt", "correction", "consultation", "confirmation", "consultation_told", "extension",
        "reply", "service",
    ]  # fmt: skip
    assert case_of(request).decision == case_of(request).first


def test_everything_of_an_event_is_written_or_nothing(
    filed: Filed, officer: Actor, monkeypatch: pytest.MonkeyPatch, play: Play
) -> None:
    from gongkai.affairs.foi.services import happening

    number = filed().number
    play(number, ("confirmed", "11-02", {}))
    before = [CaseEvent.objects.count(), Letter.objects.count(), AuditEntry.objects.count(), Event.objects.count()]
    monkeypatch.setattr(happening, "write", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        happen(
            number, "correction_asked", on=date(2026, 11, 4), actor=officer, now=at(date(2026, 11, 4)),
            facts={"grounds": "form", "items": "途径", "days": 5},
        )  # fmt: skip
    after = [CaseEvent.objects.count(), Letter.objects.count(), AuditEntry.objects.count(), Event.objects.count()]
    assert before == after
    assert fresh(number).state == "handling"


def test_events_and_letters_are_never_changed_nor_deleted(filed: Filed) -> None:
    filed()
    for rows in (CaseEvent.objects.all(), Letter.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(number=99)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_a_wrong_day_is_put_right_and_its_clock_follows(filed: Filed, play: Play) -> None:
    number = filed().number
    play(number, ("confirmed", "11-04", {}), ("accepted", "11-05", {}))
    assert fresh(number).due_on == date(2026, 12, 2)
    right = {"entry": 2, "right_day": "2026-11-03", "reason": "登记有误"}
    play(number, ("entry_corrected", "11-06", right))
    request = fresh(number)
    assert (request.received_on, request.due_on) == (date(2026, 11, 3), date(2026, 12, 1))
    duty = reply_duty(request)
    assert duty is not None
    assert duty.started_on == date(2026, 11, 3)


def test_paper_is_entered_by_the_registrar_and_by_nobody_else(
    filed: Filed, registrar: Actor, officer: Actor, other_officer: Actor
) -> None:
    for actor in (officer, other_officer):
        with pytest.raises(ForbiddenError):
            filed(actor, channel="counter")
    receipt = filed(registrar, channel="signed_mail")
    assert fresh(receipt.number).received_on == date(2026, 11, 2)


def test_a_fee_that_lapses(filed: Filed, registrar: Actor, play: Play) -> None:
    for _ in range(10):
        filed(registrar, channel="counter", on=date(2026, 9, 1))
    number = filed(registrar, channel="counter", on=date(2026, 9, 2)).number
    play(number, ("fee_set", "09-03", {"mode": "item", "units": 1}))
    request = fresh(number)
    assert (request.fee, request.state) == (100, "fee_due")
    play(number, ("fee_received", "09-04", {"service": "portal"}))
    last = duties(request).get(rule="FEE_PAY")
    assert last.due_on == date(2026, 10, 9)
    play(number, ("decided", "10-10", {"code": "O2"}), ("served", "10-12", SERVED))
    assert (fresh(number).result, fresh(number).fee_paid) == ("O2", False)


def test_a_request_is_split_and_passed_on_in_part_without_a_new_clock(filed: Filed, play: Play) -> None:
    receipt = filed()
    play(receipt.number, ("confirmed", "11-02", {}), ("split", "11-05", {"parts": "线路审批表\n线路图\n校车财政补贴"}))
    parts = list(fresh(receipt.number).children.order_by("id"))
    assert [part.wanted for part in parts] == ["线路图", "校车财政补贴"]
    assert {part.due_on for part in parts} == {date(2026, 11, 30)}
    assert {part.counted_on for part in parts} == {date(2026, 11, 5)}
    play(parts[1].number, ("transferred", "11-06", {"organ": FINANCE, "reason": "由财政局掌握"}))
    passed_on = fresh(parts[1].number)
    assert (passed_on.state, passed_on.result, passed_on.due_on) == ("transferred", "O3", None)
    taken = DisclosureRequest.objects.get(organ__code=FINANCE)
    assert (taken.received_on, taken.due_on, taken.origin) == (date(2026, 11, 2), date(2026, 11, 30), passed_on)
    assert request_of_applicant(taken.number, receipt.secret) is not None


def test_a_joined_request_is_answered_with_its_lead(filed: Filed, play: Play) -> None:
    lead, twin, foreign = filed().number, filed().number, filed(document_number="320102199203040015").number
    for number in (lead, twin, foreign):
        play(number, ("confirmed", "11-02", {}))
    with pytest.raises(RequestRefusedError, match="同一申请人"):
        play(foreign, ("merged", "11-03", {"lead": lead, "reason": "相同"}))
    play(twin, ("merged", "11-03", {"lead": lead, "reason": "内容相同"}))
    play(lead, ("decided", "11-10", DISCLOSED))
    assert (fresh(twin).state, fresh(twin).result, fresh(twin).result_on) == ("decided", "G", date(2026, 11, 10))


def test_a_refusal_overturned_is_handled_anew_with_a_clock_of_its_own(filed: Filed, play: Play) -> None:
    number = filed().number
    refused = {"code": "D6", "reason": "讨论记录", "which_process": "讨论记录"}
    play(
        number,
        ("confirmed", "11-02", {}),
        ("proposed", "11-03", refused),
        ("signed", "11-04", {}),
        ("served", "11-05", SERVED),
        ("dispute_filed", "11-06", {"dispute_kind": "review", "body": "云川市人民政府"}),
        ("dispute_ended", "11-20", {"dispute": 1, "outcome": "corrected"}),
        ("reopened", "11-23", {"reason": "复议决定撤销"}),
    )
    request = fresh(number)
    assert (request.state, request.result, request.due_on) == ("handling", "D6", date(2026, 12, 21))
    assert request.disputes.get().outcome == "corrected"


def test_a_letter_reads_as_it_went_out_and_every_reading_is_noted(filed: Filed, officer: Actor, play: Play) -> None:
    number = filed().number
    play(number, ("confirmed", "11-02", {}), ("decided", "11-03", DISCLOSED))
    request = fresh(number)
    reply = request.letters.get(template="reply")
    assert reply.document_number == "云川市教育局公复〔2026〕1号"
    _, document = letter_read(request, reply.number, actor=officer, now=at(date(2026, 11, 4)))
    words = "\n".join(str(getattr(block, "text", "")) for block in document.blocks)
    assert "林小满：" in words
    assert "线路图十二份" in words
    assert "六个月内依法向有管辖权的人民法院提起行政诉讼" in words
    assert "{" not in words
    noted = AuditEntry.objects.get(action="request.letter_read")
    assert noted.after == {"slot": f"letter:{reply.number}"}


def test_only_those_who_handle_requests_of_the_organ_know_of_them(
    filed: Filed, office: Actor, clerk: Actor, other_officer: Actor, stranger: Actor, auditor: Actor
) -> None:
    number = filed().number
    for actor in (clerk, other_officer, stranger, auditor, official("far", Role.CASE_OFFICER, FINANCE)):
        assert not seen_by(actor).exists()
        with pytest.raises(RequestMissingError):
            request_for(number, actor=actor)
    assert request_for(number, actor=office).number == number
    with pytest.raises(ForbiddenError):
        identity_read(fresh(number), actor=office, now=at(date(2026, 11, 3)))


def test_nothing_happens_by_someone_of_another_organ(filed: Filed, education: Organ, now: datetime) -> None:
    number = filed().number
    for role in (Role.REGISTRAR, Role.CASE_OFFICER, Role.APPROVER):
        with pytest.raises(RequestMissingError):
            happen(number, "confirmed", on=now.date(), facts={}, actor=official("far", role, FINANCE), now=now)


def test_resembling_requests_are_found_with_the_reason(filed: Filed) -> None:
    one, same = filed().number, filed().number
    other = filed(
        document_number="320102199203040015", subject="校车线路审批", wanted="2025年全部校车运行线路的审批表"
    ).number
    filed(document_number="320102199203040015", subject="食堂检查结果", wanted="2026年春季学校食堂监督检查结果")
    found = {each.request.number: each for each in alike(fresh(one))}
    assert found[same].same_sender
    assert found[same].share == 1.0
    assert other not in found or not found[other].same_sender
    assert len(found) <= 2


def test_every_fault_of_an_application_is_told_at_once(education: Organ, now: datetime) -> None:
    from gongkai.affairs.foi.rules.application import faults

    wrong = faults(application(name="", document_number="320102199001011237", email="x", medium="post", address=""))
    assert {field: reason.code for field, reason in wrong.items()} == {
        "name": "element_missing", "document_number": "id_wrong", "email": "email_wrong", "address": "address_missing",
    }  # fmt: skip
    organisation = faults(application(applicant="biz", document="credit_code", document_number="91320100MA00000000"))
    assert set(organisation) == {"representative"}
    assert faults(application()) == {}
    with pytest.raises(RequestRefusedError):
        request_file(application(wanted=""), actor=official("x", Role.REGISTRAR), now=now)
