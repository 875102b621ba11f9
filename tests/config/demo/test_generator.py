"""The generated history of the demo city: the same for the same seed and day, alive, and about nobody real."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from gongkai.config.demo.acts import Act, Correct, Hand, Paper, Publish, TakeIn, Withdraw
from gongkai.config.demo.generator import plan
from gongkai.config.demo.wording import words
from gongkai.foundations import law

TODAY = date(2026, 11, 26)
DAYS = [TODAY, date(2026, 3, 1), date(2028, 2, 29), date(2027, 1, 1)]


def papers(acts: tuple[Act, ...]) -> list[Paper]:
    return [act.paper for act in acts if isinstance(act, Publish | Hand)]


def test_the_same_seed_and_day_give_the_same_city_and_others_give_another() -> None:
    assert plan(TODAY, 7) == plan(TODAY, 7)
    assert plan(TODAY, 7) != plan(TODAY, 8)
    assert plan(TODAY, 7) != plan(TODAY + timedelta(days=1), 7)


@pytest.mark.parametrize("today", DAYS)
def test_some_three_hundred_documents_come_out_over_six_years_and_none_after_today(today: date) -> None:
    acts = plan(today)
    published = [act for act in acts if isinstance(act, Publish | TakeIn)]
    assert 280 <= len(published) <= 360
    assert all(act.at.date() < today for act in published)
    generated = [act for act in published if isinstance(act, Publish)]
    assert min(act.at.date() for act in generated) >= today - timedelta(days=6 * 366)
    history = [act.at for act in acts if not isinstance(act, Hand)]
    assert [at for at in history if at.date() >= today] == []
    full_years = range(today.year - 5, today.year)
    years = Counter(paper.dated_on.year for paper in papers(acts))
    assert min(years[year] for year in full_years) >= 25
    assert all(paper.dated_on <= today for paper in papers(acts))


@pytest.mark.parametrize("today", DAYS)
def test_history_goes_forward_and_nothing_is_changed_before_it_came_out(today: date) -> None:
    acts = plan(today)
    out: dict[str, Publish | TakeIn] = {}
    for act in acts:
        match act:
            case Publish():
                assert all(key in out for _, key in act.paper.links), act.paper.title
                out[act.paper.key] = act
            case TakeIn():
                out[act.file] = act
            case Correct():
                assert act.at > out[act.paper.key].at
            case Withdraw():
                assert act.at > out[act.key].at
                assert not act.target or act.target in out


def test_every_kind_of_document_relation_withdrawal_and_state_of_review_is_there() -> None:
    acts = plan(TODAY)
    kinds = Counter(paper.kind for paper in papers(acts))
    assert {"notice", "opinion", "announcement", "circular", "reply", "report", "normative-document"} <= set(kinds)
    assert {kind for paper in papers(acts) for kind, _ in paper.links} == {
        "amends", "replaces", "implements", "interprets",
    }  # fmt: skip
    assert {act.form for act in acts if isinstance(act, Withdraw)} == set(law.withdrawal_forms())
    assert {act.reached for act in acts if isinstance(act, Hand)} == {
        "draft", "returned", *law.review_steps(), "approved", "scheduled", "urgent",
    }  # fmt: skip
    rules = [paper for paper in papers(acts) if paper.kind == "normative-document"]
    assert any(rule.expires_on and rule.expires_on < TODAY for rule in rules)
    assert sum(bool(rule.effective_on and rule.effective_on > TODAY) for rule in rules) >= 3


def test_codes_are_those_of_the_rule_book_and_titles_are_borne_once() -> None:
    found = papers(plan(TODAY))
    assert {paper.kind for paper in found} <= set(law.kinds())
    assert {paper.subject for paper in found} <= set(law.subjects())
    assert {paper.item for paper in found} <= set(law.statutory_items())
    assert [title for title, count in Counter(paper.title for paper in found).items() if count > 1] == []
    numbers = Counter(paper.document_number for paper in found if paper.document_number)
    assert [number for number, count in numbers.items() if count > 1] == []


def test_no_text_holds_what_could_be_a_real_telephone_identity_or_web_address() -> None:
    texts = ["\n".join((paper.title, *paper.lines)) for paper in papers(plan(TODAY))]
    texts += [str(words(name)) for name in ("organs", "themes", "phrases")]
    for text in texts:
        assert re.findall(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", text) == []
        assert set(re.findall(r"\((\d{3,4})\)\s*\d{7,8}", text)) <= {"0000"}
        assert re.findall(r"https?://|[\w.]+@(?![\w.]+\.example)", text) == []


def test_people_and_leaders_are_examples() -> None:
    organs = words("organs")["organs"]
    assert all(organ["leader"].endswith("示例") for organ in organs)
    assert all(organ["telephone"].startswith("(0000) 555") for organ in organs)
    assert all(law.is_index_prefix(organ["index_prefix"]) for organ in organs)
