"""The disclosure guide tells what the law wants told, and says what is still missing."""

from typing import Any

import pytest
from django.utils import translation

from gongkai.backbone.channels import guide
from gongkai.backbone.organs.models import Kind, Level, Organ
from gongkai.foundations import law


def _organ(**fields: str) -> Organ:
    given = {
        "office_name": "政务公开科",
        "office_address": "望江路1号",
        "office_hours": "工作日",
        "telephone": "5550100",
    }
    return Organ(
        code="yunchuan", name="云川市人民政府", **(given | {"fax": "5550199", "email": "a@b.example"} | fields)
    )


def test_every_element_of_the_law_stands_in_its_chapter() -> None:
    told = {chapter.code: [e.name for e in chapter.elements] for chapter in guide.chapters(_organ(), "zh-hans")}
    assert list(told) == list(law.guide_chapters())
    for element in law.guide_elements().values():
        assert element.zh in told[element.chapter]


def test_a_guide_with_every_field_is_complete() -> None:
    assert guide.missing(guide.chapters(_organ(), "zh-hans")) == []


@pytest.mark.parametrize("element", [e for e in law.guide_elements().values() if e.organ_field], ids=lambda e: e.code)
def test_what_the_organ_has_not_given_is_named_as_missing(element: Any) -> None:
    told = guide.chapters(_organ(**{element.organ_field: ""}), "en")
    assert guide.missing(told) == [element.en]


def test_without_an_organ_all_that_an_organ_answers_is_missing() -> None:
    asked = [element.zh for element in law.guide_elements().values() if element.organ_field]
    assert guide.missing(guide.chapters(None, "zh-hans")) == asked


@pytest.mark.parametrize("chapter", list(law.guide_chapters()))
def test_every_chapter_has_words_of_its_own_in_both_languages(chapter: str) -> None:
    prose = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told = {c.code: c for c in guide.chapters(_organ(), language)}[chapter]
        assert told.prose
        prose.append(told.prose)
    assert prose[0] != prose[1]


def test_the_contact_names_the_leader_first() -> None:
    first = guide.contact(_organ(leader="周示例", leader_post="副市长"), "zh-hans")[0]
    assert first.words == "周示例 副市长"


@pytest.mark.parametrize("choices", [Kind, Level])
def test_kinds_and_levels_of_organs_have_a_name_in_both_languages(choices: Any) -> None:
    for choice in choices:
        with translation.override("zh-hans"):
            assert not str(choice.label).isascii()
        with translation.override("en"):
            assert str(choice.label).isascii()
