"""What a change does to the judged questions is told before it is made."""

import json
from pathlib import Path

import pytest
from django.test import override_settings

from gongkai.backbone.search.effects import effect
from gongkai.backbone.search.hints import with_hints
from gongkai.backbone.search.measuring import BadJudgementsError
from gongkai.backbone.search.models import Hint
from gongkai.backbone.search.synonyms import compiled, synonyms
from gongkai.backbone.search.wording import Wording, shipped


@pytest.fixture
def judged(tmp_path: Path, settings: object) -> Path:
    """A judged set of the city: two texts, two questions."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django has no type of its own
    folder = tmp_path / "judged"
    folder.mkdir()
    texts = [
        {"id": "dogs", "title": "养犬管理条例", "body": "遛犬须束犬链。"},
        {"id": "parks", "title": "公园管理办法"},
    ]
    questions = [{"id": "q1", "text": "毛孩子要牵绳吗"}, {"id": "q2", "text": "公园几点关门"}]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), "utf-8")
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), "utf-8")
    (folder / "judgements.tsv").write_text("q1\t0\tdogs\t1\nq2\t0\tparks\t1\n", "utf-8")
    return folder


def bare(*hints: Hint) -> Wording:
    return with_hints(compiled(()), hints)


def test_a_synonym_that_helps_says_which_question_gets_better(judged: Path) -> None:
    told = effect(bare(), bare(Hint(kind="synonyms", words=["毛孩子", "养犬"])))
    assert (told.questions, told.before.recall, told.after.recall) == (2, 0.5, 1.0)
    (moved,) = told.better
    assert (moved.question, moved.before, moved.after) == ("毛孩子要牵绳吗", 0, 1)
    assert told.worse == ()


def test_a_recommendation_that_harms_says_which_question_gets_worse(judged: Path) -> None:
    told = effect(bare(), bare(Hint(kind="best", words=["公园几点关门"], records=["dogs"])))
    (moved,) = told.worse
    assert (moved.question, moved.before, moved.after) == ("公园几点关门", 1, 2)
    assert (told.before.mrr, told.after.mrr) == (0.5, 0.25)


def test_no_change_moves_nothing(judged: Path) -> None:
    told = effect(bare(), bare())
    assert told.before == told.after
    assert told.better == told.worse == ()


def test_files_that_cannot_be_read_are_named(judged: Path) -> None:
    (judged / "judgements.tsv").write_text("q1", "utf-8")
    with pytest.raises(BadJudgementsError):
        effect(bare(), bare())


@pytest.mark.slow
def test_the_shipped_synonyms_earn_their_place_on_the_demo_set(tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path):
        told = effect(Wording(compiled(())), shipped())
    assert synonyms().groups
    assert told.questions >= 40
    assert told.after.recall > told.before.recall
    assert len(told.better) > len(told.worse)
