"""From what is sent to a query, and what a search says beside its hits."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings

from backbone.search.entries import entry, index_number
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_create
from gongkai.backbone.records import services
from gongkai.backbone.records.drafts import Draft
from gongkai.backbone.search import answers
from gongkai.backbone.search.answers import answer, to_data
from gongkai.backbone.search.asking import UnknownParameterError, query_from
from gongkai.backbone.search.consumer import SEARCH
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import IN_FORCE, Order
from gongkai.backbone.search.engines import configured
from gongkai.backbone.search.phrasing import Sentence
from gongkai.backbone.search.selectors import search, similar, suggestions
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.events import Lane
from gongkai.kernel.events.delivery import deliver

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RULES = [
    "第一条　为了规范公共租赁住房的分配，制定本办法。",
    "第二条　申请人应当在本市连续居住满一年，且家庭人均住房面积不足十五平方米。",
    "第三条　申请公共租赁住房不收取任何费用。",
    "第四条　本办法自公布之日起施行。",
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with override_settings(SEARCH_URL=f"tantivy://{tmp_path}/search", RUN=tmp_path / "run", DATA=tmp_path):
        made = configured()
        assert isinstance(made, EmbeddedEngine)
        yield made
        made.close()


@pytest.fixture
def organ() -> Organ:
    return organ_create(
        code="yunchuan-housing",
        name="云川市住房和城乡建设局",
        kind="department",
        level="city",
        index_prefix="011100009",
        actor=SYSTEM,
        now=NOW,
    )


def publish(organ: Organ, *pages: tuple[str, list[str]], expires_on: date | None = None) -> list[str]:
    drafts = [
        Draft(
            title=title,
            kind="notice",
            document={"blocks": blocks, "format": "txt"},
            dated_on=date(2026, 3, 1),
            expires_on=expires_on,
        )
        for title, blocks in pages
    ]
    done = services.import_many(drafts, organ=organ, actor=SYSTEM, now=NOW, lane=Lane.NOW)
    while deliver(SEARCH, Lane.NOW, now=NOW):
        pass
    return [publication.index_number for publication in done]


def test_an_unknown_parameter_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(UnknownParameterError) as refused:
        query_from({"q": "住房", "organization": "x"})
    assert refused.value.code == "unknown_parameter"
    assert "organization" in refused.value.message
    assert "organ" in refused.value.english()


def test_fields_are_named_by_code_or_by_name(organ: Organ) -> None:
    query = query_from({"q": "招生 机构:住房和城乡建设局 文种:通知 有效性:废止 日期:2025 年份:2025年"})
    assert (query.text, query.organ, query.kind, query.year) == ("招生", "yunchuan-housing", "notice", "2025")
    assert (query.since, query.until) == (date(2025, 1, 1), date(2025, 12, 31))
    assert query_from({"q": "文种:notice"}).kind == "notice"
    assert query_from({"q": "机构:无此机构"}).organ == "无此机构"


def test_what_is_in_force_is_the_default_but_for_a_document_number() -> None:
    assert query_from({"q": "住房"}).validity == IN_FORCE
    assert query_from({"q": "住房", "validity": "all"}).validity == ""
    assert query_from({"q": "住房", "validity": "repealed"}).validity == "repealed"
    assert query_from({"q": "云政发〔2020〕3号"}).validity == ""
    assert query_from({"q": "文号:云政发〔2020〕3号"}).validity == ""


def test_order_and_days_come_as_parameters_too() -> None:
    query = query_from({"q": "住房", "order": "newest", "since": "2025", "until": "2025-06"})
    assert (query.order, query.since, query.until) == (Order.NEWEST, date(2025, 1, 1), date(2025, 6, 30))
    assert query_from({"order": "sideways", "since": "gestern"}).order is Order.RELEVANCE


def test_when_nothing_in_force_is_found_what_was_is_shown_and_said(engine: EmbeddedEngine) -> None:
    engine.apply([entry(1, validity="repealed")], [])
    results = search(query_from({"q": "住房"}))
    assert results.lapsed_only
    assert [hit.index_number for hit in results.hits] == [index_number(1)]


@pytest.mark.parametrize(("typed", "meant"), [("公祖房", "公租房"), ("公租房 审情", "公租房 申请"), ("住房", "")])
def test_what_was_probably_meant_is_offered(engine: EmbeddedEngine, typed: str, meant: str) -> None:
    engine.apply([entry(1, title="云川市公租房申请办法", body="")], [])
    assert search(query_from({"q": typed})).meant == meant


def test_similar_records_come_without_the_record_itself(organ: Organ) -> None:
    first, second, _ = publish(
        organ, ("公共租赁住房管理办法", RULES), ("公共租赁住房补贴办法", RULES), ("食品安全条例", ["总则。"])
    )
    assert [hit.index_number for hit in similar(first).hits] == [second]
    assert search(query_from({"like": first})).hits[0].index_number == second
    assert search(query_from({"like": "nobody/2026-00001"})).total == 0
    assert set(suggestions("公共租赁")) == {"公共租赁住房管理办法", "公共租赁住房补贴办法"}


def test_a_question_gets_the_article_that_answers_it(organ: Organ) -> None:
    (number,) = publish(organ, ("云川市公共租赁住房管理办法", RULES))
    best = answer("申请公租房要在本市居住多久？").answers[0]
    assert (best.index_number, best.article, best.validity) == (number, "第二条", "in_force")
    assert best.quote == RULES[1]
    assert best.url == f"/info/{number}"


def test_a_question_nothing_answers_gets_the_nearest_and_where_to_ask(organ: Organ) -> None:
    publish(organ, ("云川市公共租赁住房管理办法", RULES))
    data = to_data(answer("天文台的望远镜镜片由谁负责清洗和保养？"))
    assert data["answers"] == []
    assert data["apply_url"].endswith("/disclosure/apply")
    data = to_data(answer("公共租赁住房的望远镜镜片由谁负责清洗保养？"))
    assert data["answers"] == []
    assert [near["title"] for near in data["nearest"]] == ["云川市公共租赁住房管理办法"]


def test_the_page_of_answers_quotes_names_its_source_and_says_when_there_is_none(organ: Organ, client: Client) -> None:
    (number,) = publish(organ, ("云川市公共租赁住房管理办法", RULES))
    page = client.get("/search/answers", {"q": "申请公租房要在本市居住多久？"}).content.decode()
    assert RULES[1] in page
    assert f"/info/{number}" in page
    assert "第二条" in page
    page = client.get("/search/answers", {"q": "天文台的望远镜镜片由谁负责清洗和保养？"}).content.decode()
    assert "<blockquote" not in page
    assert "/disclosure/apply" in page
    assert "<blockquote" not in client.get("/en/search/answers").content.decode()


def test_a_phrased_answer_stands_before_its_passages(
    organ: Organ, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(organ, ("云川市公共租赁住房管理办法", RULES))
    said = (Sentence("须住满一年。", (1,), lapsed=True),)
    monkeypatch.setattr(answers, "phrase", lambda _question, _sources: said)
    page = client.get("/en/search/answers", {"q": "申请公租房要在本市居住多久？"}).content.decode()
    assert '须住满一年。<a href="#answer-1">[1]</a> <span class="tag">No longer in force</span>' in page
    assert page.index("须住满一年") < page.index("<blockquote")
    assert to_data(answer("申请公租房要在本市居住多久？"))["phrased"] == [
        {"text": "须住满一年。", "cites": (1,), "lapsed": True}
    ]


def test_an_answer_from_a_lapsed_text_says_so(organ: Organ) -> None:
    publish(organ, ("云川市公共租赁住房管理办法", RULES), expires_on=date(2026, 3, 2))
    found = answer("申请公租房要在本市居住多久？").answers
    assert {each.validity for each in found} == {"expired"}


def test_an_answer_in_force_comes_before_a_lapsed_one(organ: Organ) -> None:
    publish(organ, ("旧公共租赁住房管理办法", RULES), expires_on=date(2026, 3, 2))
    (number,) = publish(organ, ("云川市公共租赁住房管理办法", RULES))
    assert {each.index_number for each in answer("申请公租房要在本市居住多久？").answers} == {number}
