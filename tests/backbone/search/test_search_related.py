"""Words that go with words, and articles that support each other."""

import pytest

from backbone.search.entries import entry
from gongkai.backbone.search.engine import Query, weight_of
from gongkai.backbone.search.planning import plan
from gongkai.backbone.search.related import MOST, related
from gongkai.backbone.search.synonyms import compiled
from gongkai.backbone.search.together import is_law, ordered, whole

TABLE = {"辞退": {"解除": 0.4, "劳动合同": 0.3}, "老板": {"用人单位": 0.2, "解除": 0.1}}


def test_what_goes_with_several_words_comes_first_and_the_own_words_are_left_out() -> None:
    assert related(["老板", "辞退"], table=TABLE) == pytest.approx({"解除": 0.5, "劳动合同": 0.3, "用人单位": 0.2})
    assert "解除" not in related(["老板", "解除"], table=TABLE)
    assert related(["天气"], table=TABLE) == {}


def test_the_table_that_is_shipped_is_read_and_bounded() -> None:
    found = related(["离婚", "财产", "孩子"])
    assert 0 < len(found) <= MOST + 3
    assert all(0 < weight < 3 for weight in found.values())


def test_related_words_only_help_questions_and_are_not_marked() -> None:
    question = plan(Query(text="离婚以后孩子归谁", some_words=True), compiled(()))
    assert question.related
    assert not set(dict(question.related)) & set(question.words)
    assert not plan(Query(text="离婚"), compiled(())).related


@pytest.mark.parametrize(
    ("title", "law", "name"),
    [
        ("劳动合同法第四十四条", "劳动合同法", True),
        ("中华人民共和国民法典第一千零八十四条", "中华人民共和国民法典", True),
        ("刑法（2020年修正）第一百条之二", "刑法（2020年修正）", True),
        ("发票管理办法第三条", "发票管理办法", False),
        ("关于开展普法工作的通知", "", False),
        ("中华人民共和国刑法", "", True),
    ],
)
def test_a_law_and_its_articles_are_known_by_their_names(title: str, law: str, name: bool) -> None:
    assert whole(title) == law
    assert is_law(title) is name


def test_a_law_outranks_and_what_lapsed_does_not() -> None:
    assert weight_of(entry(title="劳动合同法第四十四条")) > weight_of(entry(title="劳动合同条例第四条"))
    assert weight_of(entry(title="劳动合同法第四十四条", validity="repealed")) < weight_of(entry())


def test_articles_of_one_law_lift_each_other_over_a_stray_one() -> None:
    titles = ["甲条例第一条", "乙法第三条", "乙法第四条", "乙法第九条", "丙法第一条"]
    assert [place for place, _ in ordered(titles, [10.0, 9.8, 9.0, 8.0, 1.0])] == [1, 0, 2, 3, 4]


def test_without_articles_the_order_and_the_scores_stay() -> None:
    assert ordered(["通知", "意见"], [2.0, 1.0]) == [(0, 2.0), (1, 1.0)]
