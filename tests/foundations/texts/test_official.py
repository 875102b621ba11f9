"""Fields of official documents in the forms that offices use."""

from datetime import date
from typing import Any

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts import docnumbers


def _official(text: str) -> texts.OfficialDocument[Any]:
    return texts.parse_official(texts.read(text.encode()))


def _value(text: str, name: str) -> Any:
    found = getattr(_official(text), name)
    return None if found is None else found.value


@pytest.mark.parametrize(
    "spelling",
    [
        "云政办发〔2026〕8号",
        "云政办发[2026]8号",
        "云政办发（2026）08 号",
        "云政办发【2026】 第8号",
        "云政办发﹝２０２６﹞８号",
        "云政办发〔二〇二六〕八号",
        "云政办发 〔2026〕 8 号",
    ],
)
def test_a_document_number_is_one_in_every_spelling(spelling: str) -> None:
    assert docnumbers.normalise(spelling) == "云政办发〔2026〕8号"
    assert _value(f"{spelling}\n关于节水的通知\n各单位：", "document_number") == "云政办发〔2026〕8号"


JOINT = """云川市教育局
云川市财政局
云川市民政局文件
云教发〔2026〕3号
关于做好学生资助工作的通知
各县（区）教育局、财政局、民政局：
请认真落实。
云川市教育局　　云川市财政局
云川市民政局
2026年3月5日
（此件主动公开）
"""


def test_organs_that_issue_jointly_are_all_found_and_the_first_leads() -> None:
    official = _official(JOINT)
    assert official.issuers is not None
    assert official.issuers.value == ("云川市教育局", "云川市财政局", "云川市民政局")
    assert official.issuer is not None
    assert official.issuer.value == "云川市教育局"
    assert official.title is not None
    assert official.title.value == "关于做好学生资助工作的通知"


def test_one_organ_alone_issues_alone() -> None:
    assert (
        _value(
            "云川市财政局文件\n云财发〔2026〕1号\n关于预算的通知\n各单位：\n好。\n云川市财政局\n2026年1月1日", "issuers"
        )
        is None
    )


ORDER = """云川市人民政府令
第12号
《云川市节约用水办法》已经2026年2月1日市政府第8次常务会议通过，现予公布，自2026年5月1日起施行。
市长　赵某
2026年3月5日
云川市节约用水办法
第一条　为了节约用水，制定本办法。
第二条　本市行政区域内适用本办法。
"""


def test_an_order_has_its_number_its_signatory_and_its_organ() -> None:
    official = _official(ORDER)
    values = {name: getattr(official, name).value for name in official.evidence()}
    assert values["document_number"] == "云川市人民政府令第12号"
    assert values["kind"] == "命令"
    assert values["issuer"] == "云川市人民政府"
    assert values["signatory"] == "赵某"
    assert values["dated_on"] == date(2026, 3, 5)
    assert values["effective_on"] == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("云川市市场监督管理局公告\n2026年第3号", "云川市市场监督管理局公告2026年第3号"),
        ("云川市人民政府通告\n第二号", "云川市人民政府通告第2号"),
        ("云川市人民政府常务会议纪要\n第12次", "云川市人民政府常务会议纪要第12号"),
        ("云川市人民政府专题会议纪要\n〔2026〕5号", "云川市人民政府专题会议纪要2026年第5号"),
    ],
)
def test_announcements_and_minutes_carry_their_number_under_their_name(head: str, number: str) -> None:
    assert _value(f"{head}\n现将有关事项公告如下。", "document_number") == number


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("二○二六年十二月二十一日", date(2026, 12, 21)),
        ("２０２６年３月５日", date(2026, 3, 5)),
        ("2026 年 3 月 5 日", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026年2月30日", None),
    ],
)
def test_dates_are_read_in_numerals_and_digits(line: str, day: date | None) -> None:
    assert _value(f"关于节水的通知\n各单位：\n照办。\n云川市水务局\n{line}", "dated_on") == day


@pytest.mark.parametrize(
    ("line", "disclosure"),
    [
        ("（此件公开发布）", "proactive"),
        ("（此件主动公开）", "proactive"),
        ("(此件依申请公开)", "on_request"),
        ("（此件不予公开）", "withheld"),
        ("公开属性：主动公开", "proactive"),
        ("信息公开选项：依申请公开", "on_request"),
        ("公开方式：不予公开", "withheld"),
    ],
)
def test_the_note_says_whether_it_may_be_published(line: str, disclosure: str) -> None:
    assert _value(f"关于节水的通知\n各单位：\n照办。\n{line}", "disclosure") == disclosure


@pytest.mark.parametrize(
    ("mark", "name", "value"),
    [
        ("机密★1年", "classification", "机密"),
        ("秘密", "classification", "秘密"),
        ("内部资料　注意保存", "internal", "内部资料"),
    ],
)
def test_marks_are_found_and_do_not_become_the_title(mark: str, name: str, value: str) -> None:
    text = f"000012\n{mark}\n特急\n云川市人民政府文件\n云政发〔2026〕1号\n关于节水的通知\n各单位："
    assert _value(text, name) == value
    assert _value(text, "title") == "关于节水的通知"


def test_urgent_documents_without_letterhead_keep_their_title() -> None:
    assert _value("特急\n关于防汛的通知\n各单位：\n照办。", "title") == "关于防汛的通知"


def test_addressees_after_their_word() -> None:
    assert _value("关于节水的通知\n主送：市水务局，市财政局：\n照办。", "addressees") == ("市水务局", "市财政局")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("有效期至2028年12月31日。", "expires_on", date(2029, 1, 1)),
        ("本办法有效期为五年。", "expires_on", date(2031, 3, 5)),
        ("本办法自印发之日起施行。", "effective_on", date(2026, 3, 5)),
        ("附件：1.任务表\n2.流程图", "attachments", ("任务表", "流程图")),
        ("附件：任务表", "attachments", ("任务表",)),
    ],
)
def test_other_fields_of_the_text(text: str, name: str, value: Any) -> None:
    assert _value(f"关于节水的通知\n各单位：\n{text}\n云川市水务局\n2026年3月5日", name) == value


def test_attachments_are_parts_of_their_own() -> None:
    text = (
        "关于节水的通知\n各单位：\n现将《节水方案》印发给你们。\n附件：1.任务表\n2.流程图\n云川市水务局\n2026年3月5日\n"
        "节水方案\n一、目标\n二、任务\n附件1\n任务表\n一、甲\n附件2：\n流程图\n抄送：市财政局。\n"
        "云川市水务局　2026年3月6日印发"
    )
    document = texts.read(text.encode())
    parts = texts.parts_of(document, texts.parse_official(document))
    assert [(part.kind, part.title) for part in parts] == [
        ("main", "关于节水的通知"),
        ("enclosed", "节水方案"),
        ("attachment", "任务表"),
        ("attachment", "流程图"),
    ]
    assert [part.first for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert texts.to_text(texts.Document(document.blocks[parts[-1].first : parts[-1].end])) == "附件2：\n流程图"


def test_paragraphs_and_items_of_articles_have_addresses() -> None:
    text = "第一条　有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定不适用于丙。\n第二条　丁。"
    document = texts.read(text.encode())
    found = texts.provisions(document, texts.outline(document))
    assert [(p.cited, p.address) for p in found] == [
        ("第一条第一款", "art-1-p1"),
        ("第一条第一款第（一）项", "art-1-p1-i1"),
        ("第一条第一款第（二）项", "art-1-p1-i2"),
        ("第一条第二款", "art-1-p2"),
        ("第二条第一款", "art-2-p1"),
    ]
