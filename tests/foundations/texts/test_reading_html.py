"""Web pages."""

import base64

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Block, Cell, Footnote, Heading, Image, Paragraph, Table
from support.packages import PNG


def _read(body: str) -> texts.Document:
    return texts.read(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def _blocks(body: str) -> tuple[Block, ...]:
    return _read(body).blocks


def test_what_surrounds_the_text_is_dropped() -> None:
    page = (
        "<header>云川市人民政府</header><nav><a>首页</a></nav><script>x()</script><style>p{}</style>"
        "<main><h1>通知</h1><p>正文</p></main><aside>相关</aside><footer>备案号</footer>"
    )
    assert _blocks(page) == (Heading(1, "通知"), Paragraph("正文"))


@pytest.mark.parametrize(
    "start",
    ['<div id="zoom">', '<div id="UCAP-CONTENT">', '<div class="view TRS_UEDITOR trs_paper">', "<article>", "<main>"],
)
def test_the_text_is_found_where_government_sites_keep_it(start: str) -> None:
    assert _blocks(f"<div>当前位置：首页</div>{start}<p>正文</p></div><div>打印</div>")[0] == Paragraph("正文")


def test_an_empty_main_part_is_passed_over() -> None:
    assert _blocks("<main> </main><div id=content><p>正文</p></div><p>底</p>") == (Paragraph("正文"),)


def test_a_page_that_is_one_form_is_still_read() -> None:
    assert _blocks("<form><input value=x><p>正文</p><button>打印</button></form>") == (Paragraph("正文"),)


def test_hidden_parts_and_comments_are_dropped() -> None:
    page = '<p hidden>甲</p><p style="display: none">乙</p><!-- 丙 --><p>丁<!-- 戊 --></p>'
    assert _blocks(page) == (Paragraph("丁"),)


def test_lists_with_numbers_keep_them() -> None:
    assert _blocks("<ol start=2><li>甲<li>乙<ol><li>丙</ol></ol><ul><li>丁</ul>") == (
        Paragraph("2. 甲"),
        Paragraph("3. 乙"),
        Paragraph("1. 丙"),
        Paragraph("丁"),
    )


def test_tables_keep_their_spans_headers_and_lines() -> None:
    page = "<table><thead><tr><th colspan=2>预算</th></tr></thead><tr><td rowspan=2>甲</td><td>1<br>2</td></tr></table>"
    assert _blocks(page) == (Table(((Cell("预算", 2, 1),), (Cell("甲", 1, 2), Cell("1\n2"))), 1),)


def test_a_table_that_only_arranges_the_page_is_text() -> None:
    inner = "<table><tr><td>项目<td>金额</tr></table>"
    page = f"<table><tr><td><p>标题</p>{inner}<p>说明</p></td></tr></table>"
    table = Table(((Cell("项目"), Cell("金额")),))
    assert _blocks(page) == (Paragraph("标题"), table, Paragraph("说明"))


def test_embedded_pictures_are_read_and_others_reported() -> None:
    source = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    document = _read(f"<p>前<img src='{source}' alt='位置图'>后<img src=/a.png><img src='data:image/png;base64,!'></p>")
    (media,) = document.media
    assert document.blocks == (Paragraph("前"), Image(media.sha256, "位置图"), Paragraph("后"))
    assert "2 张" in document.notices[0].message


def test_footnotes_are_told_by_their_class() -> None:
    page = '<p>口径[1]。</p><p class="footnote" id="fn-1"><sup>[1]</sup> 不含镇级。</p><p class="footnote">无号</p>'
    assert _blocks(page) == (Paragraph("口径[1]。"), Footnote("1", "不含镇级。"), Paragraph("无号"))


@pytest.mark.parametrize("span", ["0", "-3", "99999999999999999999", "x", "²", "٣"])
def test_a_senseless_span_is_one_or_bounded(span: str) -> None:
    (table,) = _blocks(f"<table><tr><td colspan='{span}'>甲<td>乙</tr></table>")
    assert isinstance(table, Table)
    assert 1 <= table.rows[0][0].colspan <= 1000


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty_file"),
        ("<script>x</script>", "empty_file"),
        ("<div>" * 100_000 + "x", "too_deep|too_complex"),
        ("<b>" * 300 + "x", "too_deep|too_complex"),
        ("<table><tr><td>" * 100 + "x", "too_deep|too_complex"),
        ("x" * 12_000_000, "too_complex"),
        ("<i>" * 2_000_000, "too_complex"),
        ("<p>x" * 100_001, "too_many_blocks"),
    ],
)
def test_a_page_without_words_or_without_end_is_refused(body: str, code: str) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        _read(body)
    assert error.value.code in code.split("|")


def test_entities_of_a_document_type_are_not_expanded() -> None:
    page = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>\xe7\x94\xb2&a;</p></body></html>'
    assert "root" not in texts.to_text(texts.read(page))
