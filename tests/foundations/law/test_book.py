"""The tables of the rule book as they are delivered."""

from collections import Counter
from datetime import date

import pytest

from gongkai.foundations import law
from gongkai.foundations.law.entries import Entry
from gongkai.foundations.law.tables import RULEBOOK, Table

THE_NOTICE = date(2020, 8, 25)
TABLES = law.all_tables()


def _name(table: Table[Entry]) -> str:
    return table.name


@pytest.mark.parametrize("table", TABLES, ids=_name)
def test_every_table_loads_and_every_row_names_its_source(table: Table[Entry]) -> None:
    assert all(row.source and row.certainty in "VMU" for row in table.entries().values())


@pytest.mark.parametrize("table", TABLES, ids=_name)
def test_a_row_to_be_confirmed_says_so(table: Table[Entry]) -> None:
    silent = [code for code, row in table.entries().items() if row.certainty == "U" and not row.note]
    assert silent == []


def test_every_file_of_the_rule_book_is_a_table() -> None:
    assert {path.stem for path in RULEBOOK.glob("*.toml")} == {table.name for table in TABLES}


def test_the_first_level_of_subjects_has_twenty_two_and_each_second_level_a_parent() -> None:
    subjects = law.subjects()
    assert sum(1 for subject in subjects.values() if not subject.parent) == 22
    assert all(code.startswith(subject.parent) for code, subject in subjects.items())


def test_article_twenty_has_fifteen_items_and_article_twenty_one_binds_two_levels() -> None:
    items = law.statutory_items(on=THE_NOTICE).values()
    assert sum(1 for item in items if item.article == 20) == 15
    assert {item.binds for item in items if item.article == 21} <= {"city_county", "township", "all"}


def test_the_items_of_2019_did_not_hold_before() -> None:
    assert law.statutory_items(on=date(2019, 5, 14)) == {}


def test_official_documents_have_fifteen_kinds() -> None:
    assert Counter(kind.family for kind in law.kinds().values())["official"] == 15


def test_what_is_not_proactive_needs_a_reason() -> None:
    needs = {code: attribute.needs_reason for code, attribute in law.disclosures().items()}
    assert needs == {"proactive": False, "on_request": True, "withheld": True}


def test_only_a_lapsed_record_keeps_its_text() -> None:
    assert [code for code, form in law.withdrawal_forms().items() if form.text_stays] == ["lapsed"]


def test_review_runs_from_the_office_to_the_signature_and_always_takes_another() -> None:
    steps = law.review_steps()
    assert list(steps) == ["office", "legality", "secrecy", "sign_off"]
    assert all(step.four_eyes for step in steps.values())


def test_what_a_relation_does_to_its_target_is_a_validity() -> None:
    made = {kind.validity for kind in law.relation_kinds().values()} - {""}
    assert made <= set(law.validities())
    assert law.relation_kinds()["repeals"].inverse_name("zh-hans") == "被废止"
    assert law.relation_kinds()["repeals"].inverse_name("en") == "Repealed by"


def test_names_are_chinese_unless_english_is_asked_for() -> None:
    part = law.statutory_parts()["guide"]
    assert (part.name("zh-hans"), part.name("en-gb")) == ("政府信息公开指南", "Disclosure guide")


def test_every_contact_of_the_guide_has_a_chapter() -> None:
    assert {element.chapter for element in law.guide_elements().values()} <= set(law.guide_chapters())


def test_the_site_tags_are_all_required() -> None:
    assert all(tag.required for tag in law.meta_tags().values() if tag.level == "site")


def test_the_two_small_tables_of_the_catalogue_and_genres_are_there() -> None:
    assert list(law.catalogue_elements()) == ["index", "name", "summary", "made_on"]
    assert law.genres()["notice"].zh == "通知"
    assert law.column_types()["政策文件"].en == "Policy documents"
