"""The link of the navigation that leads to where the reader is, facts and meta tags."""

from datetime import date

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe

from gongkai.kernel.portal.templatetags import portal
from gongkai.kernel.portal.templatetags.portal import here


@pytest.mark.parametrize(
    ("path", "link", "marked"),
    [
        ("/", "/", True),
        ("/organs", "/organs", True),
        ("/organs/yunchuan", "/organs", True),
        ("/lists/kind/notice/page-2", "/lists", True),
        ("/organs", "/", False),
        ("/organsters", "/organs", False),
        ("", "/", False),
    ],
)
def test_a_link_is_marked_on_its_page_and_those_below(path: str, link: str, marked: bool) -> None:
    assert here(Context({"path": path}), link) == (' aria-current="page"' if marked else "")


def test_facts_are_told_escaped_with_the_path_behind_them_in_the_language_of_the_page() -> None:
    facts: list[tuple[str, ...]] = [
        ("<名>", "甲 & 乙"),
        ("机构", "教育局", "/organs/education"),
        ("页", mark_safe("<b>3</b>")),
    ]
    with translation.override("en"):
        said = portal.told(facts)
    assert said == (
        "<div><dt>&lt;名&gt;</dt><dd>甲 &amp; 乙</dd></div>"
        '<div><dt>机构</dt><dd><a href="/en/organs/education">教育局</a></dd></div>'
        "<div><dt>页</dt><dd><b>3</b></dd></div>"
    )


@pytest.mark.parametrize("value", [date(2026, 3, 1), 12345, None, True])
def test_facts_are_told_as_a_template_would_say_them(value: object) -> None:
    template = Engine().from_string("<div><dt>日</dt><dd>{{ value }}</dd></div>")
    plain = template.render(Context({"value": value}))
    assert portal.told([("日", value)]) == plain


def test_meta_tags_are_escaped_a_line_each() -> None:
    assert portal.meta_tags([("Title", '"<通知>"'), ("Url", "/a?b&c")]) == (
        '<meta name="Title" content="&quot;&lt;通知&gt;&quot;">\n<meta name="Url" content="/a?b&amp;c">\n'
    )
