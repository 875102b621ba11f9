"""Personal data is found, and what only looks like it is not."""

import itertools
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Hidden, Paragraph
from gongkai.foundations.texts.personal import DOUBTFUL, PersonalKind, find_in_document, find_personal
from gongkai.foundations.texts.personal.checks import id_check_digit, is_id_number, passes_luhn
from support.passages import passages

CHECKED = {PersonalKind.ID_NUMBER, PersonalKind.BANK_CARD}
FIRST = "53010219900307123"
ID = FIRST + id_check_digit(FIRST)


def _found(text: str) -> list[tuple[str, str]]:
    return [(f.kind.value, text[f.start : f.end]) for f in find_personal(text) if f.certainty >= DOUBTFUL]


@pytest.mark.parametrize("seed", [1, 2])
def test_precision_and_recall_on_generated_passages(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    right: Counter[PersonalKind] = Counter()
    missed: Counter[PersonalKind] = Counter()
    wrong: Counter[PersonalKind] = Counter()
    for passage in passages(2_000, seed):
        found = Counter(
            (f.kind, passage.text[f.start : f.end]) for f in find_personal(passage.text) if f.certainty >= DOUBTFUL
        )
        expected = Counter(passage.expected)
        right += Counter(kind for kind, _ in (found & expected).elements())
        missed += Counter(kind for kind, _ in (expected - found).elements())
        wrong += Counter(kind for kind, _ in (found - expected).elements())
    with capsys.disabled():
        for kind in PersonalKind:
            total = right[kind] + missed[kind]
            print(f"\n{kind:10} {total:5} recall {right[kind] / max(total, 1):.4f} wrong {wrong[kind]}", end="")  # noqa: T201 - figures asked for
        precision = right.total() / (right.total() + wrong.total())
        print(f"\nprecision {precision:.4f} recall {right.total() / (right.total() + missed.total()):.4f}")  # noqa: T201
    assert all(right[kind] >= 0.99 * (right[kind] + missed[kind]) for kind in CHECKED)
    assert right.total() >= 0.97 * (right.total() + missed.total())
    assert precision >= 0.98


@pytest.mark.parametrize(
    ("text", "kind", "words", "masked"),
    [
        (f"身份证号：{ID}", "id_number", ID, f"530102********{ID[-4:]}"),
        ("手机13812345678", "mobile", "13812345678", "138****5678"),
        ("电话+86 138-1234-5678", "mobile", "138-1234-5678", "138-****-5678"),
        ("家庭电话0512-61234567", "landline", "0512-61234567", "0512-6****567"),
        ("银行卡号6222021234567890128", "bank_card", "6222021234567890128", "6222***********0128"),
        ("护照号E12345678", "passport", "E12345678", "E*****678"),
        ("驾驶川A·12345", "plate", "川A·12345", "川A·***45"),
        ("个人邮箱li@qq.com", "email", "li@qq.com", "l***@qq.com"),
        ("家住云川市清河区和平路3号2栋301室", "address", "云川市清河区和平路3号2栋301室", "云川市***"),
        ("申请人：张小明，", "name", "张小明", "张某某"),
    ],
)
def test_each_kind_has_its_mask(text: str, kind: str, words: str, masked: str) -> None:
    (finding,) = [f for f in find_personal(text) if f.kind.value == kind]
    assert (text[finding.start : finding.end], finding.masked) == (words, masked)


def test_an_id_number_with_a_wrong_check_digit_counts_only_beside_its_word() -> None:
    wrong = FIRST + ("0" if ID[-1] != "0" else "1")
    assert _found(f"编号{wrong}") == []
    assert _found(f"身份证号{wrong}") == [("id_number", wrong)]


def test_a_child_is_told_by_the_day_of_birth() -> None:
    kinds = {f.kind for f in find_personal(ID, on=date(2007, 1, 1))}
    assert PersonalKind.MINOR in kinds
    assert PersonalKind.MINOR not in {f.kind for f in find_personal(ID, on=date(2026, 1, 1))}


def test_health_is_personal_only_beside_a_person() -> None:
    assert _found("做好糖尿病防治工作") == []
    assert ("health", "糖尿病") in _found("患者王芳，患糖尿病多年")


def test_what_the_file_holds_unseen_counts() -> None:
    document = texts.Document((Paragraph("正文"), Paragraph(f"身份证号{ID}")), hidden=(Hidden("comment", f"问{ID}"),))
    findings = find_in_document(document)
    assert [(f.block, f.hidden, f.words) for f in findings] == [(1, "", ID), (None, "comment", ID)]


@given(st.text(st.sampled_from("0123456789X-*年月张三身份证护照手机：，@a.苏A 岁"), max_size=80))
def test_findings_never_overlap_or_leave_the_text(text: str) -> None:
    findings = find_personal(text, on=date(2026, 1, 1))
    assert all(0 <= f.start < f.end <= len(text) and 0 < f.certainty <= 1 for f in findings)
    plain = [f for f in findings if f.kind not in {PersonalKind.MINOR, PersonalKind.HEALTH}]
    assert all(a.end <= b.start for a, b in itertools.pairwise(plain))


@given(st.text("0123456789", min_size=17, max_size=17))
def test_one_changed_digit_is_noticed(first: str) -> None:
    number = f"53010219900307{first[:3]}"
    whole = number + id_check_digit(number)
    changed = whole[:15] + str((int(whole[15]) + 1) % 10) + whole[16:]
    assert is_id_number(whole)
    assert not is_id_number(changed)


def test_luhn_is_that_of_bank_cards() -> None:
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")
