"""Roles, abilities and kinds of organs have a name in both languages."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from django.utils import translation

from gongkai.kernel.actors import Ability, Role
from gongkai.kernel.console.words import ability_name, role_name

CASES: list[tuple[Callable[[Any], str], StrEnum]] = [
    *((role_name, role) for role in Role),
    *((ability_name, ability) for ability in Ability),
]


@pytest.mark.parametrize(("name", "word"), CASES)
def test_each_has_a_chinese_and_an_english_name(name: Callable[[Any], str], word: StrEnum) -> None:
    with translation.override("en"):
        english = name(word)
    with translation.override("zh-hans"):
        chinese = name(word)
    assert english.isascii()
    assert all("\u4e00" <= character <= "\u9fff" for character in chinese)
