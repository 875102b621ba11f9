"""Checks before publication."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from gongkai.foundations import texts
from gongkai.foundations.texts.checking import Severity, check_document
from gongkai.foundations.texts.document import Hidden, Image, Media, Notice, Paragraph
from support.packages import PNG
from support.papers import notice


def _rules(text: str) -> list[str]:
    document = texts.Document(tuple(Paragraph(line) for line in ("关于节水的通知", *text.split("\n"))))
    return [remark.rule for remark in check_document(document)]


def test_a_good_notice_has_no_remarks() -> None:
    assert [check_document(notice(seed)) for seed in range(20)] == [[]] * 20


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("自2026年2月30日起施行。", "date_impossible"),
        ("根据云政办发[2026]08号文件", "number_spelling"),
        ("建立台帐，按步就班推进。", "slip"),
        ("加强领导，，落实责任。", "mark_doubled"),
        ("加强领导,落实责任。", "mark_half_width"),
        ("根据《条例规定，", "mark_unpaired"),
        ("详见http://192.168.1.5/a.html", "link_internal"),
        ("详见http:/www.yunchuan.example", "link_broken"),
        ("第一条　甲\n第三条　乙", "numbering_gap"),
        ("（此件不予公开）", "not_proactive"),
        ("云川市财政局\n2026年3月5日\n由国土资源局负责。", "organ_outdated"),
        ("云川市财政局\n2026年3月5日\n云川市财政局　2026年3月1日印发", "printed_early"),
    ],
)
def test_each_rule_finds_what_it_is_for(text: str, rule: str) -> None:
    assert rule in _rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "云政办发〔2026〕8号",
        "2024年2月29日",
        "http://www.yunchuan.example/a",
        "10:30开会",
        "云川市财政局\n2018年3月5日\n国土资源局",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert _rules(text) == []


def test_a_marked_document_is_stopped_with_the_reason() -> None:
    document = texts.read("秘密★1年\n云政发〔2026〕1号\n关于节水的通知\n各单位：\n照办。".encode())
    (remark,) = [r for r in check_document(document) if r.severity is Severity.STOP]
    assert (remark.rule, remark.block) == ("classified", 0)
    assert remark.to_data()["severity"] == "stop"


def test_document_numbers_that_cite_nothing_known_are_named() -> None:
    document = texts.Document((Paragraph("关于节水的通知"), Paragraph("根据云政发〔2026〕1号和云政发〔2026〕2号")))
    remarks = check_document(document, known={"云政发〔2026〕1号"}.__contains__)
    assert [(r.rule, "2号" in r.reason) for r in remarks] == [("number_unknown", True)]


def test_pictures_size_and_unseen_content() -> None:
    document = texts.Document((Paragraph("关于节水的通知"), Image("a" * 64)), hidden=(Hidden("comment", "改"),))
    rules = {remark.rule for remark in check_document(document, size=20_000_000)}
    assert rules == {"image_undescribed", "file_heavy", "hidden_content"}


@pytest.mark.parametrize("code", ["macros", "mislabelled"])
def test_what_citizens_could_not_or_should_not_open_is_named(code: str) -> None:
    document = texts.Document((Paragraph("关于节水的通知"),), notices=(Notice(code, "见上"),))
    assert [remark.rule for remark in check_document(document)] == [code]


def _grey(*levels: int) -> Media:
    picture = Pillow.new("L", (100, 100), levels[0])
    for number, level in enumerate(levels):
        picture.paste(level, (number * 10, 0, number * 10 + 10, 100))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return Media("a" * 64, "a.png", "image/png", stream.getvalue())


@pytest.mark.parametrize(
    ("levels", "rules"),
    [((0, 255), []), ((190, 255), ["image_contrast"]), ((120, 60), ["image_contrast"]), ((200,), [])],
)
def test_a_picture_in_which_nothing_stands_out_is_named(levels: tuple[int, ...], rules: list[str]) -> None:
    document = texts.Document((Paragraph("关于节水的通知"), Image("a" * 64, "示意图")), (_grey(*levels),))
    assert [remark.rule for remark in check_document(document)] == rules


def test_a_picture_that_cannot_be_opened_is_passed_over() -> None:
    broken = Media("a" * 64, "a.png", "image/png", PNG[:30])
    document = texts.Document((Paragraph("关于节水的通知"), Image("a" * 64, "示意图")), (broken,))
    assert check_document(document) == []


@given(
    st.lists(st.text(st.sampled_from("《》“”（）〔〕2026年13月号，,http:/www.帐户 条第一"), max_size=60), max_size=8)
)
def test_no_text_makes_a_check_fail(lines: list[str]) -> None:
    document = texts.Document(tuple(Paragraph(line) for line in lines))
    for remark in check_document(document):
        assert remark.reason
        assert remark.fix
        assert remark.block is None or remark.end <= len(lines[remark.block])
