"""Parts of a page that are put together once show the same as if they were made anew each time."""

from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from gongkai.kernel.portal.templatetags import portal

STEADY = Template(
    "{% load i18n portal %}{% steady %}<a{% here '/organs' %}>{{ site.name }} {{ word }}</a>{% endsteady %}"
)


def _rendered(path: str, word: str = "", site: str = "云川") -> str:
    context: dict[str, Any] = {"path": path, "word": word, "site": {"name": site, "id_code": "1"}}
    return STEADY.render(Context(context))


def test_the_place_in_the_navigation_is_told_apart() -> None:
    assert 'aria-current="page"' in _rendered("/organs/yunchuan-education")
    assert "aria-current" not in _rendered("/info/000000000/2026-00001")


def test_pages_of_one_place_share_the_text() -> None:
    first = _rendered("/info/000000001/2026-00001", "first")
    assert _rendered("/info/000000001/2026-00002", "second") == first


def test_another_language_and_another_site_have_their_own() -> None:
    with translation.override("zh-hans"):
        chinese = _rendered("/info/000000002/2026-00001", "中文")
    with translation.override("en"):
        assert _rendered("/info/000000002/2026-00001", "English") != chinese
    assert "别处" in _rendered("/info/000000002/2026-00001", site="别处")


def test_made_up_addresses_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "STEADY_PLACES", 3)
    for number in range(10):
        _rendered(f"/made/up-{number}")
    (node,) = STEADY.nodelist.get_nodes_by_type(portal._Steady)
    assert isinstance(node, portal._Steady)
    assert len(node._rendered) <= 3


def test_what_it_encloses_is_escaped_as_elsewhere() -> None:
    assert "<b>" not in _rendered("/info/000000003/2026-00001", "<b>")
