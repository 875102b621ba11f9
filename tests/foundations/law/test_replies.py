"""Decisions on a request: the leaves, the facts their letters need, and remedies by date."""

from collections import Counter
from datetime import date

import pytest

from gongkai.foundations import law
from gongkai.foundations.law import replies

OLD, NEW = date(2023, 12, 31), date(2024, 1, 1)


def test_there_are_twenty_one_leaves() -> None:
    leaves = law.decisions(on=NEW)
    assert len(leaves) == 21
    assert Counter(leaf.group for leaf in leaves.values()) == {"D": 8, "N": 5, "U": 3, "O": 3, "G": 1, "P": 1}


def test_the_trial_format_knew_one_other_way_of_handling() -> None:
    others = [code for code, leaf in law.decisions(on=date(2020, 12, 31)).items() if leaf.group == "O"]
    assert others == ["O"]


def test_every_leaf_is_a_row_of_the_reports_third_table() -> None:
    for day in (date(2020, 12, 31), date(2021, 12, 31)):
        rows = {code for code, row in law.report_table3_rows(on=day).items() if row.counts == "result"}
        assert rows == set(law.decisions(on=day))


def test_every_decision_has_its_articles_facts_and_letter() -> None:
    assert all(leaf.basis and leaf.facts and leaf.letter for leaf in law.decisions().values())


def test_a_letter_lacks_what_it_must_state() -> None:
    assert replies.facts_missing("D4", {"reason"}, on=NEW) == ("consultation",)
    assert replies.facts_missing("D4", {"reason", "consultation"}, on=NEW) == ()


@pytest.mark.parametrize("code", [f"D{number}" for number in range(1, 8)])
def test_a_refusal_goes_to_reconsideration_first_since_2024(code: str) -> None:
    assert [replies.remedy(code, on=day).review_first for day in (OLD, NEW)] == [False, True]


@pytest.mark.parametrize("code", ["G", "D8", "U1", "U2", "N1", "N4", "O1"])
def test_any_other_decision_may_be_sued_at_once(code: str) -> None:
    assert [replies.remedy(code, on=day).review_first for day in (OLD, NEW)] == [False, False]


def test_disclosure_in_part_is_treated_as_a_refusal_until_confirmed() -> None:
    remedy = replies.remedy("P", on=NEW)
    assert (remedy.review_first, remedy.certainty) == (True, "U")


def test_the_text_names_the_organ_and_the_court() -> None:
    text = replies.remedy("D1", on=NEW).text.format(review_organ="云川市人民政府", court="云川市中级人民法院")
    assert "云川市人民政府" in text
    assert "十五日" in text
    assert "{" not in replies.remedy("G", on=NEW).text_en.format(review_organ="the city", court="the court")


def test_an_unknown_decision_is_refused() -> None:
    with pytest.raises(replies.DecisionUnknownError):
        replies.decision("X9", on=NEW)
