"""The files a request asks for, marked in a real browser: boxes by mouse, words by keyboard, and without script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from e2e.conftest import City, Opener
from e2e.test_request_case import serious
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_pdf

pytestmark = pytest.mark.browser

PASSWORD = "云川-demo-2026"
PAPER = to_pdf(
    Document(
        (Paragraph("校车运行线路审批表"), Paragraph("经办人欧阳测试，电话 13900001111。"), Paragraph("意见：同意。"))
    )
)


@pytest.fixture
def desk(open_page: Opener, city: City) -> Opener:
    """The officer of the demo city on the page of a request that is being handled."""

    def opened(**options: object) -> Page:
        page = open_page("/console/login", **options)
        page.fill("[name=login]", "officer")
        page.fill("[name=password]", PASSWORD)
        page.locator("main button").click()
        page.wait_for_url("**/console/")
        page.goto(f"{city.url}/console/requests?words=校车运行线路审批")
        page.locator(".requests td.thing a").last.click()
        return page

    return opened


def take_in(page: Page, folder: Path, name: str) -> None:
    """Put the paper into the case and open it."""
    path = folder / name
    path.write_bytes(PAPER)
    page.set_input_files("[name=files]", str(path))
    page.get_by_role("button", name="放入").click()
    page.get_by_role("link", name=name, exact=True).click()


def test_a_box_is_drawn_words_are_typed_and_the_copy_is_made(desk: Opener, tmp_path: Path) -> None:
    page = desk()
    take_in(page, tmp_path, "审批表.pdf")
    sheet = page.locator("[data-mark]")
    page.locator("[data-mark] img").evaluate("image => image.decode()")
    edge = sheet.bounding_box()
    assert edge is not None
    page.mouse.move(edge["x"] + edge["width"] * 0.2, edge["y"] + edge["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(edge["x"] + edge["width"] * 0.5, edge["y"] + edge["height"] * 0.2, steps=4)
    page.mouse.up()
    assert re.fullmatch(
        r"1 (?:20|19)\.\d\d (?:10|9)\.\d\d (?:50|49)\.\d\d (?:20|19)\.\d\d", page.input_value("[name=boxes]")
    )
    page.fill("[name=words]", "欧阳测试")
    page.get_by_role("button", name="查找个人信息").click()
    assert "13900001111 D4" in page.input_value("[name=words]")
    page.get_by_role("button", name="保存标记").click()
    assert "标记已保存" in page.locator(".said").inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="生成副本").click()
    assert "副本已生成并通过核验" in page.locator(".said").inner_text()
    assert "保护第三方合法权益 × 3" in page.locator("main").inner_text()
    with page.expect_download() as told:
        page.get_by_role("link", name="给申请人的副本").click()
    assert told.value.suggested_filename == "审批表.pdf"
    copy = told.value.path().read_bytes()
    assert copy.startswith(b"%PDF")
    assert b"/Font" not in copy


def test_a_file_is_marked_without_script_on_a_telephone(desk: Opener, tmp_path: Path) -> None:
    page = desk(java_script_enabled=False, viewport={"width": 390, "height": 844})
    take_in(page, tmp_path, "线路图.pdf")
    page.fill("[name=words]", "欧阳测试\n张")
    page.get_by_role("button", name="生成副本").click()
    assert "第 2 行" in page.locator("[role=alert]").inner_text()
    assert page.input_value("[name=words]") == "欧阳测试\n张"
    page.fill("[name=words]", "欧阳测试 D2")
    page.fill("[name=boxes]", "1 10 10 30 15")
    page.get_by_role("button", name="生成副本").click()
    assert "副本已生成" in page.locator(".said").inner_text()


def test_the_page_of_a_file_is_accessible_and_fits_a_telephone(desk: Opener, tmp_path: Path) -> None:
    page = desk(viewport={"width": 390, "height": 844})
    take_in(page, tmp_path, "会签单.pdf")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("summary", has_text="移除文件").click()
    page.get_by_role("button", name="移除文件").click()
    assert "文件已移除" in page.locator(".said").inner_text()
