"""What the codes of facts are called."""

import pytest

from gongkai.affairs.foi.fact_choices import choices_of, value_name
from gongkai.affairs.foi.rules.workflow import FactKind, workflow

CHOICES = [fact for fact in workflow().facts.values() if fact.choices]


@pytest.mark.parametrize("fact", CHOICES, ids=lambda fact: fact.code)
def test_every_code_has_a_name_in_both_languages(fact: FactKind) -> None:
    chinese, english = dict(choices_of(fact, "zh-hans")), dict(choices_of(fact, "en"))
    assert list(chinese) == list(english) == list(fact.choices)
    assert [code for code, name in chinese.items() if not name.strip() or name.isascii()] == []
    assert [code for code, name in english.items() if not name.isascii()] == []


def test_other_facts_are_told_as_they_are() -> None:
    assert value_name("grounded", value=True, language="zh-hans") == "是"
    assert value_name("grounded", value=False, language="en") == "no"
    assert value_name("units", value=12, language="en") == "12"
    assert value_name("service", value="post", language="en") == "By mail"
