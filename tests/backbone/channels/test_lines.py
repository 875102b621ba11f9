"""The line of a record in a list: what it tells, in either language, and never as markup."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from gongkai.backbone.channels.lines import LONGEST_SUMMARY, lines
from gongkai.backbone.channels.selectors import Row

NOW = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)  # the next day in the city
NUMBER = "011100006/2026-00001"


def row(**changes: str) -> Row:
    told = {
        "title": "通知",
        "document_number": "",
        "summary": "",
        "organ": "市教育局",
        "validity": "in_force",
    } | changes
    return Row(
        NUMBER, told["title"], told["document_number"], told["summary"], "education", None, NOW, NOW,
        told["validity"], told["organ"],
    )  # fmt: skip


def test_a_line_tells_title_day_and_organ() -> None:
    (line,) = lines([row()])
    assert line == (
        f'<li><a href="/info/{NUMBER}" lang="zh-CN">通知</a><time datetime="2026-11-27">2026-11-27</time>'
        '<small><span lang="zh-CN">市教育局</span></small></li>'
    )


def test_a_full_line_tells_number_and_summary_in_the_language_of_the_page() -> None:
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            (said[language],) = lines([row(summary="要" * 200, validity="expired")], full=True)
    assert f"索引号 {NUMBER}" in said["zh-hans"]
    assert f"Index number {NUMBER}" in said["en"]
    assert f'href="/en/info/{NUMBER}"' in said["en"]
    for line in said.values():
        _before, _element, summary = line.removesuffix("</p></li>").partition('<p lang="zh-CN">')
        assert len(summary) == LONGEST_SUMMARY
        assert summary.startswith("要" * 100)
    assert all('<span class="tag">' in line for line in said.values())


@pytest.mark.parametrize("name", ["title", "document_number", "summary", "organ"])
def test_what_people_write_is_never_markup(name: str) -> None:
    (line,) = lines([row(**{name: '<script>&"'})], full=True)
    assert "<script>" not in line
    assert "&lt;script&gt;&amp;&quot;" in line


def test_the_day_of_the_document_goes_before_that_of_its_publication() -> None:
    dated = Row(NUMBER, "通知", "", "", "education", date(2020, 8, 25), NOW, NOW, "in_force", "市教育局")
    assert "2020-08-25" in lines([dated])[0]
