"""A citizen reads what was published: on a desk, on a telephone, without script, in English, in the dark, on paper."""

import re
from pathlib import Path

import pytest

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NO_SCRIPT = {"java_script_enabled": False}


def test_the_page_of_a_record_shows_its_facts_its_outline_and_its_text(city: City, open_page: Opener) -> None:
    page = open_page(city.address_of("政务公开工作要点"))
    assert page.locator("h1").inner_text() == "云川市人民政府办公室关于印发2026年政务公开工作要点的通知"
    facts = page.locator("dl.facts").first.inner_text()
    assert "云政办发〔2026〕12号" in facts
    assert "2026-03-16" in facts
    assert page.locator(".outline .l1").count() == 4
    assert page.locator(".text .letterhead").inner_text() == "云川市人民政府办公室文件"
    page.locator(".outline a", has_text="办好依申请公开").click()
    assert page.locator(".text :target").inner_text().startswith("三、")


@pytest.mark.parametrize("path", ["/", "/lists/all", "/organs", "/disclosure/guide", "record"])
def test_nothing_is_wider_than_a_telephone(city: City, open_page: Opener, path: str) -> None:
    page = open_page(city.address_of("工作要点") if path == "record" else path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_telephone_shows_the_chapters_alone_and_the_text_after_them(city: City, open_page: Opener) -> None:
    page = open_page(city.address_of("工作要点"), **PHONE)
    assert page.locator(".outline .l1").first.is_visible()
    assert not page.locator(".outline .l2").first.is_visible()
    outline, text = (page.locator(name).bounding_box() for name in (".outline", "article.text"))
    assert outline is not None
    assert text is not None
    assert outline["y"] < text["y"]


def test_without_script_everything_is_read_found_and_downloaded(city: City, open_page: Opener) -> None:
    page = open_page("/", **NO_SCRIPT)
    assert not page.locator("[data-mode='large-print']").is_visible()
    page.get_by_role("searchbox").fill("公共租赁住房")
    page.get_by_role("button", name="搜索").click()
    page.locator(".list a").first.click()
    assert "公共租赁住房" in page.locator("h1").inner_text()
    assert page.locator(".text p").count() > 5
    assert not page.locator("[data-print]").is_visible()
    with page.expect_response(re.compile(r"\.txt$")) as answer:
        page.locator(".aids a").click()
    assert "公共租赁住房" in answer.value.text()


def test_a_search_is_narrowed_by_kind_without_script(city: City, open_page: Opener) -> None:
    page = open_page("/search?q=云川市", **NO_SCRIPT)
    before = page.locator(".list li").count()
    page.get_by_label("文种").select_option("decision")
    page.get_by_role("button", name="搜索").click()
    assert 0 < page.locator(".list li").count() < before


def test_lists_lead_from_the_whole_to_a_subject_and_to_the_record(city: City, open_page: Opener) -> None:
    page = open_page("/")
    page.locator(".subjects a").first.click()
    title = page.locator("h1").inner_text()
    assert page.locator(".crumbs").inner_text().endswith(title)
    page.locator(".list a").first.click()
    assert page.locator("article.text").is_visible()


def test_english_pages_say_everything_but_the_documents_in_english(city: City, open_page: Opener) -> None:
    chinese = (
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('[lang=zh-CN]') && !e.children.length"
        " && /[\\u4e00-\\u9fff]/.test(e.textContent) && !e.closest('.facts')).map(e => e.textContent)"
    )
    for path in ("/en/", "/en/lists/all", "/en/organs", "/en/disclosure/guide", "/en/disclosure/catalogue"):
        page = open_page(path)
        assert page.evaluate(chinese) == [], path
    page = open_page("/en" + city.address_of("工作要点"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("link", name="Notice").is_visible()
    page.get_by_role("link", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_chinese_pages_have_no_english_word(city: City, open_page: Opener) -> None:
    named = re.compile(
        r"English|Atom|JSON|TXT|Markdown|SHA-256|[KM]B|[\w.@-]+\.(example|txt|md|docx)|[0-9a-f]{20,}|YC\d+|https?://\S+"
    )
    for path in ("/", "/lists/all", "/organs", "/disclosure/guide", "/disclosure/apply", "/search", "/nothing"):
        words = named.sub("", open_page(path).locator("body").inner_text())
        assert re.findall(r"[A-Za-z]{2,}", words) == [], path
    words = named.sub("", open_page(city.address_of("工作要点")).locator("body").inner_text())
    assert re.findall(r"[A-Za-z]{2,}", words) == []


def test_in_the_dark_the_page_is_dark(city: City, open_page: Opener) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (open_page("/", color_scheme=scheme).evaluate(ground) for scheme in ("light", "dark"))
    assert light != dark
    assert max(int(part) for part in re.findall(r"\d+", dark)[:3]) < 64


def test_on_paper_the_text_stands_without_the_screen_around_it(city: City, open_page: Opener, tmp_path: Path) -> None:
    page = open_page(city.address_of("工作要点"))
    page.emulate_media(media="print")
    assert page.locator("article.text").is_visible()
    assert not any(page.locator(name).is_visible() for name in (".top", ".foot", ".side", ".downloads"))
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_address_says_where_to_look(city: City, open_page: Opener) -> None:
    page = open_page("/info/YC0000013/1999-00001", **NO_SCRIPT)
    assert page.locator("h1").inner_text() == "页面不存在"
    page.get_by_role("searchbox").last.fill("工作要点")
    page.get_by_role("button", name="搜索").last.click()
    assert page.locator(".list a").count() > 0


def test_a_file_becomes_a_page_and_after_its_withdrawal_the_page_says_why(
    city: City, open_page: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(
        "云川市教育局关于开放学校操场的通知\n\n各学校：\n\n周末开放操场，供居民锻炼。\n\n云川市教育局\n2026年5月6日\n",
        "utf-8",
    )
    done = city.gongkai("ingest", str(file), "--organ", "yunchuan-education", "--publish")
    path = done["url"].removeprefix(city.url)
    city.until(lambda: open_page(path).locator(".text .signed").count())
    city.gongkai("withdraw", done["index_number"], "--form", "published_in_error", "--reason", "内容有误，更正后再发。")
    page = open_page("/")

    def gone() -> bool:
        answer = page.goto(city.url + path)
        return answer is not None and answer.status == 410

    city.until(gone)
    assert "内容有误，更正后再发。" in page.locator("main").inner_text()
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_words_are_found_in_the_text_one_after_the_other(city: City, open_page: Opener) -> None:
    page = open_page(city.address_of("政务公开工作要点"))
    held = page.locator(".text").inner_text().count("公开")
    page.locator("[data-within]").fill("公开")
    found = "CSS.highlights.get('found').size"
    assert page.evaluate(found) == held > 3
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("[data-found]").inner_text() == f"2 / {held}"
    page.locator("[data-within]").fill("没有的词语")
    assert page.evaluate(found) == 0
