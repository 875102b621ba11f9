"""Letterhead, title, signature and imprint of an official document are shown as what they are."""

from gongkai.backbone.records import parts
from gongkai.foundations import texts
from gongkai.foundations.texts.document import Document, Paragraph

LINES = (
    ("云川市教育局文件", "letterhead"),
    ("云教发〔2026〕3号", "number"),
    ("云川市教育局关于印发", "title"),
    ("校车管理办法的通知", "title"),
    ("各学校：", "addressees"),
    ("现将《校车管理办法》印发给你们。", ""),
    ("云川市教育局", "signed"),
    ("2026年5月6日", "signed"),
    ("（此件公开发布）", "note"),
    ("校车管理办法", "title"),
    ("第一条　校车按时接送。", ""),
    ("抄送：市财政局。", "imprint"),
    ("云川市教育局办公室　　2026年5月7日印发", "imprint"),
)
TITLE = "云川市教育局关于印发校车管理办法的通知"
DOCUMENT = Document(tuple(Paragraph(text) for text, _ in LINES))


def test_every_part_gets_its_class() -> None:
    shown = parts.classes(DOCUMENT, kind="notice", title=TITLE)
    assert [shown.get(block, "") for block in range(len(LINES))] == [word for _, word in LINES]


def test_a_notice_that_issues_a_normative_document_has_its_parts() -> None:
    shown = parts.classes(DOCUMENT, kind="normative-document", title=TITLE)
    assert shown == parts.classes(DOCUMENT, kind="notice", title=TITLE)
    assert parts.classes(DOCUMENT, kind="normative-document", title="校车管理办法") == {}


def test_legislation_is_not_looked_through() -> None:
    assert parts.classes(DOCUMENT, kind="law", title=TITLE) == {}
    assert parts.classes(DOCUMENT, kind="unheard-of", title=TITLE) == {}


def test_a_text_without_parts_has_no_classes() -> None:
    plain = Document((Paragraph("今天停水。"), Paragraph("请提前储水。")))
    assert "title" not in parts.classes(plain, kind="notice", title="关于停水的通知").values()


def test_the_class_is_written_and_escaped() -> None:
    assert texts.to_html(Document((Paragraph("a"),)), classes={0: 'x"'}) == '<p class="x&quot;">a</p>'
