"""Links: gathered while a file is read, and judged by what is written alone."""

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts.checking import check_document
from gongkai.foundations.texts.document import Link, Paragraph
from support.packages import NAMESPACES, package, paragraph


def _rules(target: str, *, there: bool | None = None) -> list[str]:
    document = texts.Document((Paragraph("关于节水的通知"),), links=(Link("详见", target, there),))
    return [remark.rule for remark in check_document(document)]


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("file:///C:/Users/li/通知.docx", "link_local"),
        ("D:\\共享\\通知.docx", "link_local"),
        ("\\\\server\\share\\a.doc", "link_local"),
        ("http://10.1.2.3/a", "link_internal"),
        ("http://172.16.0.1:8080/a", "link_internal"),
        ("http://[fe80::1]/a", "link_internal"),
        ("http://oa/notice", "link_internal"),
        ("https://files.yunchuan.local/a", "link_internal"),
        ("http://", "link_broken"),
        ("http:/www.yunchuan.example", "link_broken"),
        ("htp://www.yunchuan.example", "link_broken"),
        ("https://www..yunchuan.example", "link_broken"),
        ("https://www.yunchuan.example/a b", "link_broken"),
        ("https://www.yunchuan.example:99999/", "link_broken"),
        ("https://[::1", "link_broken"),
        ("vbscript:x", "link_broken"),
    ],
)
def test_a_link_nobody_outside_can_follow_is_named(target: str, rule: str) -> None:
    assert _rules(target) == [rule]


@pytest.mark.parametrize(
    "target",
    [
        "https://www.yunchuan.example/a?b=1#c",
        "http://www.云川.example",
        "mailto:a@yunchuan.example",
        "./P0202.pdf",
        "/a",
    ],
)
def test_a_link_that_is_well_written_is_left_alone(target: str) -> None:
    assert _rules(target) == []


def test_a_place_in_the_file_must_be_there() -> None:
    assert _rules("#附件1", there=False) == ["link_nowhere"]
    assert _rules("#附件1", there=True) == []


def test_the_same_target_is_named_once() -> None:
    links = (Link("甲", "http://oa/"), Link("乙", "http://oa/"))
    assert len(check_document(texts.Document((Paragraph("关于节水的通知"),), links=links))) == 1


def test_links_of_a_docx_are_gathered_with_their_bookmarks() -> None:
    body = (
        '<w:p><w:hyperlink r:id="r1"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
        '<w:hyperlink w:anchor="后面"><w:r><w:t>见后</w:t></w:r></w:hyperlink>'
        '<w:hyperlink w:anchor="无"><w:r><w:t>见无</w:t></w:r></w:hyperlink>'
        '<w:r><w:instrText> HYPERLINK "file:///C:/a.doc"</w:instrText><w:instrText> HYPERLINK \\l "后面"</w:instrText>'
        '</w:r></w:p><w:p><w:bookmarkStart w:name="后面"/><w:r><w:t>后面</w:t></w:r></w:p>'
    )
    relations = '<R><Relationship Id="r1" Target="https://www.yunchuan.example/" TargetMode="External"/></R>'
    document = texts.read(
        package(
            {
                "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": relations,
            }
        )
    )
    assert document.links == (
        Link("网站", "https://www.yunchuan.example/"),
        Link("见后", "#后面", there=True),
        Link("见无", "#无", there=False),
        Link("", "file:///C:/a.doc"),
        Link("", "#后面", there=True),
    )


def test_links_of_a_page_are_those_of_its_main_part() -> None:
    page = (
        "<html><body><nav><a href=/>首页</a></nav><main><p id=甲>正文<a href='#甲'>上</a><a href='#%E4%B9%99'>下</a>"
        "<a href='javascript:print()'>打印</a><a>无</a><a href='./a.pdf'>附件</a></p></main></body></html>"
    )
    assert texts.read(page.encode()).links == (
        Link("上", "#甲", there=True),
        Link("下", "#%E4%B9%99", there=False),
        Link("附件", "./a.pdf"),
    )


def test_markdown_names_its_places_as_each_program_likes() -> None:
    assert texts.read("# 甲\n\n[见乙](#乙)".encode(), name="a.md").links == (Link("见乙", "#%E4%B9%99"),)


def test_a_docx_without_links_has_none() -> None:
    assert (
        texts.read(package({"word/document.xml": f"<w:d {NAMESPACES}><w:body>{paragraph('甲')}</w:body></w:d>"})).links
        == ()
    )
