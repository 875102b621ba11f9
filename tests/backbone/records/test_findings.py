"""What is to be looked at before publication: noted at the reading, settled by people, found anew with the text."""

from datetime import date, datetime
from pathlib import Path

import pytest

from backbone.records import making
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import findings, services
from gongkai.backbone.records.models import Finding, Record, State
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services.access import RecordMissingError
from gongkai.backbone.records.services.findings import after_change
from gongkai.backbone.records.services.ingesting import ingest_upload
from gongkai.foundations import texts
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.texts.document import Notice
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry

RULES = "云川市供热管理办法\n\n第一条 为了供热。\n\n第二条 本市供热。\n\n第四条 施行。\n"


@pytest.fixture
def record(education: Organ, clerk: Actor, now: datetime, public: Path) -> Record:
    """A draft of rules of which one article is missing and whose kind and subject were guessed."""
    done = ingest_upload([RULES.encode()], name="办法.txt", organ_code=education.code, actor=clerk, now=now)
    return making.fresh(done.record.index_number)


def state(record: Record) -> dict[str, str]:
    return {row.field or row.code: row.resolution for row in Finding.objects.filter(record=record)}


def of(record: Record, name: str) -> Finding:
    return next(row for row in Finding.objects.filter(record=record) if name in {row.field, row.code})


def settle_all(record: Record, actor: Actor, now: datetime) -> None:
    for row in Finding.objects.filter(record=record, resolution=""):
        services.settle(record.index_number, row.pk, actor=actor, now=now)


@pytest.mark.parametrize(("confidence", "count"), [(79, 1), (80, 0), (100, 0), (0, 1)])
def test_a_field_is_doubtful_below_eighty_per_cent(confidence: int, count: int) -> None:
    found = list(findings.of_reading({"title": {"confidence": confidence}}, []))
    assert len(found) == count
    assert all(one.blocking and one.field == "title" for one in found)


def test_what_nobody_corrects_is_not_asked_about() -> None:
    assert list(findings.of_reading({"signature": {"confidence": 10}, "attachments": {"confidence": 10}}, [])) == []


def test_what_the_reader_left_out_is_to_be_looked_at_and_blocks_nothing() -> None:
    (found,) = findings.of_reading({}, [Notice("comments", "文件含有批注，批注没有导入。")])
    assert (found.reason, found.blocking) == ("文件含有批注，批注没有导入。", False)


def test_the_same_finding_has_the_same_key_wherever_it_stands() -> None:
    once, later = (findings.Finding("numbering_gap", "缺条。", "请核对。", block=block) for block in (3, 9))
    other = findings.Finding("numbering_gap", "又缺条。", "请核对。", block=3)
    assert once.key == later.key != other.key


def test_reading_a_file_notes_what_it_is_not_sure_of(record: Record) -> None:
    assert state(record).keys() >= {"kind", "subject", "numbering_gap"}
    assert set(state(record).values()) == {""}
    assert AuditEntry.objects.filter(action="finding.noted", subject=f"record:{record.index_number}").count() == 1


def test_a_draft_is_not_handed_in_before_everything_that_blocks_is_settled(
    record: Record, clerk: Actor, now: datetime
) -> None:
    with pytest.raises(GongkaiError) as refused:
        services.submit(record.index_number, actor=clerk, now=now)
    assert refused.value.code == "findings_open"
    settle_all(record, clerk, now)
    assert services.submit(record.index_number, actor=clerk, now=now).state == State.IN_REVIEW


def test_not_even_an_urgent_publication_passes_what_is_unsettled(
    record: Record, clerk: Actor, approver: Actor, now: datetime
) -> None:
    with pytest.raises(services.NotPublishableError) as refused:
        services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)
    assert [r.code for r in refused.value.reasons[record.index_number]] == ["findings_open"]
    settle_all(record, clerk, now)
    services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)
    assert making.fresh(record.index_number).state == State.PUBLISHED


def test_what_was_reviewed_elsewhere_is_imported_without_being_asked(record: Record, now: datetime) -> None:
    services.publish([record.index_number], actor=SYSTEM, now=now, route=Route.IMPORTED)
    assert making.fresh(record.index_number).state == State.PUBLISHED


def test_settling_says_who_and_when_and_can_be_taken_back(record: Record, clerk: Actor, now: datetime) -> None:
    row = of(record, "kind")
    services.settle(record.index_number, row.pk, words="与原件一致", actor=clerk, now=now)
    row.refresh_from_db()
    assert (row.resolution, row.by, row.at, row.words) == ("right", clerk.id, now, "与原件一致")
    services.reopen_finding(record.index_number, row.pk, actor=clerk, now=now)
    assert state(record)["kind"] == ""
    actions = AuditEntry.objects.filter(action__startswith="finding.").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["finding.noted", "finding.settled", "finding.reopened"]


def test_correcting_a_field_settles_its_doubt(record: Record, clerk: Actor, now: datetime) -> None:
    services.revise(record.index_number, {"subject": "01"}, actor=clerk, now=now)
    assert (state(record)["subject"], state(record)["kind"]) == ("corrected", "")


def test_a_corrected_text_is_looked_through_anew(record: Record, clerk: Actor, now: datetime) -> None:
    mended = texts.to_data(texts.read(RULES.replace("第四条", "第三条").encode()))
    services.revise(record.index_number, {"document": mended}, actor=clerk, now=now)
    assert state(record)["numbering_gap"] == "corrected"
    broken = texts.to_data(texts.read(RULES.replace("第二条", "第五条").encode()))
    services.revise(record.index_number, {"document": broken}, actor=clerk, now=now)
    assert Finding.objects.filter(record=record, code="numbering_gap", resolution="").exists()


def test_a_fault_put_back_into_the_text_is_to_be_looked_at_again(record: Record, clerk: Actor, now: datetime) -> None:
    for text in (RULES.replace("第四条", "第三条"), RULES):
        document = texts.to_data(texts.read(text.encode()))
        services.revise(record.index_number, {"document": document}, actor=clerk, now=now)
    assert state(record)["numbering_gap"] == ""


def test_what_was_found_right_stays_settled_when_other_words_change(
    record: Record, clerk: Actor, now: datetime
) -> None:
    services.settle(record.index_number, of(record, "numbering_gap").pk, actor=clerk, now=now)
    longer = texts.to_data(texts.read(f"序言。\n\n{RULES}".encode()))
    before = of(record, "numbering_gap").block
    services.revise(record.index_number, {"document": longer}, actor=clerk, now=now)
    assert state(record)["numbering_gap"] == "right"
    assert of(record, "numbering_gap").block == (before or 0) + 1


def test_the_places_of_fields_follow_their_words(record: Record, clerk: Actor, now: datetime) -> None:
    before = record.evidence["title"]["block"]
    longer = texts.to_data(texts.read(f"序言。\n\n{RULES}".encode()))
    services.revise(record.index_number, {"document": longer}, actor=clerk, now=now)
    assert making.fresh(record.index_number).evidence["title"]["block"] == before + 1
    gone = texts.to_data(texts.read("全文另发。".encode()))
    services.revise(record.index_number, {"document": gone}, actor=clerk, now=now)
    assert "block" not in making.fresh(record.index_number).evidence["title"]


def test_nobody_of_another_organ_and_no_reviewer_settles_anything(
    record: Record, other_officer: Actor, reviewer: Actor, now: datetime
) -> None:
    for actor in (other_officer, reviewer):
        with pytest.raises(ForbiddenError):
            services.settle(record.index_number, of(record, "kind").pk, actor=actor, now=now)
    with pytest.raises(RecordMissingError):
        services.settle("YC0000000/2026-00001", 1, actor=other_officer, now=now)


def test_a_finding_is_settled_only_through_its_own_record(
    record: Record, education: Organ, clerk: Actor, now: datetime
) -> None:
    (other,) = making.drafted(education, clerk, now, making.draft(dated_on=date(2026, 11, 3)))
    with pytest.raises(services.FindingRefusedError) as refused:
        services.settle(other.index_number, of(record, "kind").pk, actor=clerk, now=now)
    assert refused.value.code == "finding_missing"


def test_personal_data_blocks_and_is_told_masked_wherever_it_is_written_down(
    education: Organ, clerk: Actor, now: datetime, public: Path
) -> None:
    text = RULES + "\n第五条 咨询请联系李某某，手机13912345678。\n"
    done = ingest_upload([text.encode()], name="办法.txt", organ_code=education.code, actor=clerk, now=now)
    row = next(row for row in Finding.objects.filter(record=done.record, code="personal") if "手机" in row.reason)
    assert row.blocking
    services.settle(done.record.index_number, row.pk, actor=clerk, now=now)
    written = str(list(Finding.objects.values())) + str(list(AuditEntry.objects.values()))
    assert "13912345678" not in written


def test_a_change_of_nothing_that_was_found_settles_nothing(record: Record, clerk: Actor, now: datetime) -> None:
    after_change(record, ["summary"], actor=clerk, now=now)
    assert set(state(record).values()) == {""}
