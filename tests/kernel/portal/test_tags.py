"""The link of the navigation that leads to where the reader is."""

import pytest
from django.template import Context

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
