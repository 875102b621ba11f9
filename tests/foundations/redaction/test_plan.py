"""A plan says what is to be withheld; a wrong one is refused with the place that is wrong."""

from typing import Any

import pytest

from gongkai.foundations import redaction
from gongkai.foundations.redaction import Plan, RedactionError, Region, Term

BOX = {"page": 1, "left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.4, "ground": "D4"}
WORDS = {"words": "欧阳测试", "ground": "D2"}


def test_a_plan_is_read_and_written_back() -> None:
    data = {"regions": [BOX], "terms": [WORDS]}
    plan = redaction.plan_from(data)
    assert plan == Plan((Region(1, 0.1, 0.2, 0.3, 0.4, "D4"),), (Term("欧阳测试", "D2"),))
    assert plan.to_data() == data


def test_the_grounds_are_the_refusals_of_the_rule_book() -> None:
    assert redaction.grounds() == ("D1", "D2", "D3", "D4", "D5", "D6", "D7")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({}, "regions"),
        ({"regions": [], "terms": []}, "regions"),
        ({"regions": "all"}, "regions"),
        ({"terms": [WORDS] * 501}, "terms"),
        ({"terms": ["words"]}, "terms"),
        ({"regions": [BOX, BOX | {"page": 0}]}, "regions[1]"),
        ({"regions": [BOX | {"page": True}]}, "regions[0]"),
        ({"regions": [BOX | {"page": "1"}]}, "regions[0]"),
        ({"regions": [BOX | {"left": -0.1}]}, "regions[0]"),
        ({"regions": [BOX | {"right": 1.1}]}, "regions[0]"),
        ({"regions": [BOX | {"right": float("nan")}]}, "regions[0]"),
        ({"regions": [BOX | {"right": 0.1}]}, "regions[0]"),
        ({"regions": [BOX | {"ground": "G"}]}, "regions[0]"),
        ({"terms": [WORDS | {"words": "张"}]}, "terms[0]"),
        ({"terms": [WORDS | {"words": " 张　"}]}, "terms[0]"),
        ({"terms": [WORDS | {"words": "长" * 201}]}, "terms[0]"),
        ({"terms": [WORDS, {"words": "欧阳"}]}, "terms[1]"),
    ],
)
def test_a_wrong_plan_is_refused_with_its_place(data: dict[str, Any], where: str) -> None:
    with pytest.raises(RedactionError) as caught:
        redaction.plan_from(data)
    assert (caught.value.code, caught.value.facts["where"]) == ("redaction_plan_wrong", where)
    assert where in caught.value.message
    assert where in caught.value.english()
