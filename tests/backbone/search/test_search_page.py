from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client, override_settings
from django.urls import include, path

from backbone.search.entries import entry, index_number
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.search.api import router
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engines import configured
from gongkai.kernel.api.shell import make_api

api = make_api()
api.add_router("", router)
urlpatterns = [
    path("api/v1/", api.urls),
    path("en/", include(([path("", include("gongkai.backbone.search.urls"))], "english"))),
    path("", include(([path("", include("gongkai.backbone.search.urls"))], "chinese"))),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with override_settings(SEARCH_URL=f"tantivy://{tmp_path}/search", ROOT_URLCONF=__name__):
        made = configured()
        assert isinstance(made, EmbeddedEngine)
        yield made
        made.close()


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_to_type_before_anything_was_asked(client: Client) -> None:
    assert 'name="q"' in page(client, "/search")
    assert "Type words from the title" in page(client, "/en/search")


def test_hits_link_to_the_record_in_the_language_of_the_page(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1)], [])
    chinese, english = page(client, "/search?q=住房"), page(client, "/en/search?q=住房")
    assert f'href="/info/{index_number(1)}"' in chinese
    assert f'href="/en/info/{index_number(1)}"' in english
    assert "1 record found." in english
    assert "关于做好<mark>住房</mark>保障工作的通知" in english


def test_the_page_is_kept_out_of_other_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex">' in page(client, "/search?q=x")


def test_texts_and_queries_are_escaped(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1, title="<script>住房</script>", body="<b>住房</b>" * 3, issuer="<i>")], [])
    shown = page(client, "/en/search?q=住房 <script>&kind=<b>")
    assert "<script>住房" not in shown
    shown = page(client, "/en/search?q=住房")
    assert "&lt;script&gt;<mark>住房</mark>&lt;/script&gt;" in shown
    assert "&lt;b&gt;<mark>住房</mark>" in shown
    assert "<i>" not in shown.partition("<main")[2]


def test_nothing_found_says_what_to_do(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1)], [])
    shown = page(client, "/en/search?q=天文台&kind=notice")
    assert "Nothing was found." in shown
    assert 'href="?q=%E5%A4%A9%E6%96%87%E5%8F%B0"' in shown
    assert 'href="/en/disclosure/apply"' in shown


def test_facets_carry_the_names_of_the_language_and_keep_the_choice(client: Client, engine: EmbeddedEngine) -> None:
    Organ.objects.create(
        code="yunchuan-office",
        name="云川市人民政府办公室",
        kind="office",
        level="city",
        index_prefix="011100008",
    )
    engine.apply([entry(1), entry(2, kind="decision")], [])
    shown = page(client, "/en/search?q=住房&kind=notice")
    assert '<option value="yunchuan-office">云川市人民政府办公室 (1)</option>' in shown
    assert '<option value="notice" selected>Notice (1)</option>' in shown
    assert '<option value="in_force">In force (1)</option>' in shown
    assert '<option value="notice">通知 (1)</option>' in page(client, "/search?q=住房")


def test_a_repealed_record_is_tagged(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1, validity="repealed"), entry(2)], [])
    assert page(client, "/en/search?q=住房&validity=all").count('<span class="tag">Repealed</span>') == 1


def test_pages_keep_the_question(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(number) for number in range(1, 46)], [])
    shown = page(client, "/en/search?q=住房&kind=notice&page=2")
    assert "45 records found." in shown
    assert 'start="21"' in shown
    assert 'href="?q=%E4%BD%8F%E6%88%BF&amp;kind=notice&amp;page=1" rel="prev"' in shown
    assert 'href="?q=%E4%BD%8F%E6%88%BF&amp;kind=notice&amp;page=3" rel="next"' in shown


def test_an_unknown_parameter_is_refused_and_named(client: Client) -> None:
    response = client.get("/en/search?q=x&colour=red")
    assert response.status_code == 400
    assert "colour" in response.content.decode()
    assert client.get("/search/feed.atom?q=x&colour=red").status_code == 400
    assert client.get("/api/v1/search?q=x&colour=red").json()["code"] == "parameter_unknown"


def test_what_is_left_out_is_said_with_the_way_to_it(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1, validity="repealed"), entry(2)], [])
    shown = page(client, "/en/search?q=住房")
    assert "1 more is no longer in force and not shown." in shown
    assert 'href="?q=%E4%BD%8F%E6%88%BF&amp;validity=all"' in shown
    assert "not shown" not in page(client, "/en/search?q=住房&validity=all")


def test_when_nothing_in_force_is_found_the_page_says_so(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1, validity="repealed")], [])
    assert "None of them is in force any more." in page(client, "/en/search?q=住房")


def test_what_was_probably_meant_is_a_link(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1)], [])
    assert 'href="?q=%E4%BD%8F%E6%88%BF" lang="zh-CN">住房</a>' in page(client, "/en/search?q=住坊")


def test_every_search_is_a_feed_too(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1), entry(2, title="关于食品安全的通知", body="")], [])
    assert 'href="/en/search/feed.atom?q=%E4%BD%8F%E6%88%BF"' in page(client, "/en/search?q=住房")
    atom = client.get("/search/feed.atom?q=住房")
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert atom.content.decode().count("<entry>") == 1
    items = client.get("/search/feed.json?q=住房").json()["items"]
    assert [item["title"] for item in items] == ["关于做好住房保障工作的通知"]
    assert client.get("/search/feed.json").json()["items"] == []


def test_programs_get_suggestions_passages_and_answers(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1)], [])
    assert client.get("/api/v1/search/suggestions?q=zfbz").json() == {"titles": ["关于做好住房保障工作的通知"]}
    answer = client.get("/api/v1/search?q=轮候&passages=1").json()
    assert "轮候办法" in answer["results"][0]["passages"][0]["quote"]
    assert client.get("/api/v1/answers?q=天文台").json()["answers"] == []


@pytest.mark.parametrize(
    "odd", ["page=-1", "page=x", "page=٣", "page=" + "9" * 30, "kind=%00", "q=%EF%BF%BD%EF%BF%BD", "q=" + "住" * 5000]
)
def test_odd_parameters_are_answered_like_good_ones(client: Client, engine: EmbeddedEngine, odd: str) -> None:
    engine.apply([entry(1)], [])
    page(client, f"/search?q=住房&{odd}")


def test_a_broken_index_is_told_and_not_shown_as_empty(client: Client, engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.apply([entry(1)], [])
    (tmp_path / "search" / "current" / "meta.json").write_text("{", "utf-8")
    response = client.get("/en/search?q=住房")
    assert response.status_code == 503
    assert "Search is not available" in response.content.decode()
    answer = client.get("/api/v1/search?q=住房")
    assert answer.status_code == 503
    assert answer.json()["code"] == "search_broken"


def test_programs_get_results_and_facets(client: Client, engine: EmbeddedEngine) -> None:
    engine.apply([entry(1)], [])
    answer = client.get("/api/v1/search?q=住房&year=2026").json()
    assert (answer["total"], answer["relaxed"]) == (1, False)
    assert answer["results"][0]["index_number"] == index_number(1)
    assert answer["results"][0]["dated_on"] == "2026-03-01"
    assert answer["facets"]["kind"] == {"notice": 1}


@pytest.mark.parametrize("odd", ["q=" + "住" * 201, "q=x&page=0", "q=x&size=101"])
def test_programs_are_told_when_they_ask_for_too_much(client: Client, odd: str) -> None:
    assert client.get(f"/api/v1/search?{odd}").status_code == 422


@pytest.mark.parametrize("odd", ["%01", "%0B", "%EF%BF%BF", "%0D%0A"])
def test_a_feed_is_well_formed_whatever_was_asked_and_whatever_a_text_holds(
    client: Client, engine: EmbeddedEngine, odd: str
) -> None:
    engine.apply([entry(1, body="住房\x01\uffff保障")], [])
    answer = client.get(f"/search/feed.atom?q=住房{odd}")
    assert answer.status_code == 200
    assert "住房" in (ET.fromstring(answer.content).findtext("{http://www.w3.org/2005/Atom}title") or "")
