"""An engine's account of a score becomes words, places and worths that add up to it."""

from collections.abc import Sequence
from typing import Any

import pytest

from backbone.search.entries import entry, index_number
from gongkai.backbone.search.engine import WEIGHT_OF_A_LAW, WEIGHT_OF_VALIDITY, Engine, Query
from gongkai.backbone.search.reasons import Reason, reasons


@pytest.mark.parametrize(
    "text", ["住房 保障", "住房保障工作", "请问住房保障和天文台", "公共租赁房", "zhufang", "云政办发〔2026〕1号"]
)
def test_what_the_words_are_worth_adds_up_to_the_score(any_engine: Engine, text: str) -> None:
    any_engine.apply([entry(1), entry(2, title="天文台开放", body="夜间观星")], [])
    told = any_engine.explain(Query(text=text), index_number(1))
    assert sum(reason.worth for reason in reasons(told)) == pytest.approx(float(told["value"]), rel=0.01)


@pytest.mark.parametrize(
    ("changes", "weight"),
    [({"validity": name}, weight) for name, weight in WEIGHT_OF_VALIDITY.items()]
    + [({"title": "云川住房法"}, WEIGHT_OF_A_LAW)],
)
def test_validity_and_rank_multiply_a_score_by_just_their_weight(
    any_engine: Engine, changes: dict[str, Any], weight: float
) -> None:
    any_engine.apply([entry(1, title="云川住房议"), entry(2, **{"title": "云川住房议"} | changes)], [])
    scores = {hit.index_number: hit.score for hit in any_engine.search(Query(text="轮候")).hits}
    assert scores[index_number(2)] / scores[index_number(1)] == pytest.approx(weight, rel=0.01)


def term(word: str, value: float, field: str = "words") -> dict[str, Any]:
    count = {"value": 3.0, "description": "n, number of docs containing this term"}
    idf = {"value": 1.0, "description": "idf, computed as …", "details": [count]}
    named = [f'Term=Term(field={field}, type=Str, "{word}")']
    return {"value": value, "description": "TermQuery, product of...", "details": [idf], "context": named}


def told(*parts: dict[str, Any], said: str = "BooleanClause. sum of ...") -> dict[str, Any]:
    return {"value": sum(part["value"] for part in parts), "description": said, "details": list(parts)}


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (told(term("公园", 2.0)), [Reason("公园", "words", 2.0, 3)]),
        (told(term("甲", 1.0), term("乙", 2.0)), [Reason("乙", "words", 2.0, 3), Reason("甲", "words", 1.0, 3)]),
        (told(term("甲", 1.0), term("甲", 1.0)), [Reason("甲", "words", 2.0, 3)]),
        (told(term("甲", 4.0, "title"), said="Boost x0.5 of ..."), [Reason("甲", "title", 2.0, 3)]),
        (told(term("甲", 1.0), term("乙", 2.0), said="DisjunctionMax"), [Reason("乙", "words", 2.0, 3)]),
        (
            {"value": 2.0, "description": "BooleanClause. sum of ...", "details": [term("甲", 1.0), term("乙", 2.0)]},
            [Reason("乙", "words", 2.0, 3)],
        ),
        (
            told({"value": 1.5, "description": "weight(title:公园 in 7) [PerFieldSimilarity], result of:"}),
            [Reason("公园", "title", 1.5, 0)],
        ),
        ({}, []),
    ],
)
def test_each_shape_of_an_account_is_read(account: dict[str, Any], expected: Sequence[Reason]) -> None:
    assert reasons(account) == expected
