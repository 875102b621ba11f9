"""Measuring the search on judged sets: the measures themselves, ours, and a large one of others as a floor."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from django.test import override_settings

from gongkai.backbone.search.commands.search_eval import search_eval
from gongkai.backbone.search.effects import JUDGED
from gongkai.backbone.search.engines import temporary
from gongkai.backbone.search.measuring import BadJudgementsError, measure, read_judgements, score
from support.require import shared


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path) -> Iterator[None]:
    with override_settings(DATA=tmp_path, SEARCH_URL=f"tantivy://{tmp_path}/search"):
        yield


@pytest.mark.parametrize(
    ("found", "relevant", "recall", "mrr", "ndcg"),
    [
        (["a", "b"], {"a": 1}, 1.0, 1.0, 1.0),
        (["x", "a"], {"a": 1}, 1.0, 0.5, 0.6309),
        (["x"], {"a": 1}, 0.0, 0.0, 0.0),
        (["a", "x"], {"a": 1, "b": 1}, 0.5, 1.0, 0.6131),
        (["x"] * 10 + ["a"], {"a": 1}, 0.0, 0.0, 0.0),
        (["b", "a"], {"a": 2, "b": 1, "c": 0}, 1.0, 1.0, 0.8597),
    ],
)
def test_the_measures_are_those_of_the_field(
    found: list[str], relevant: dict[str, int], recall: float, mrr: float, ndcg: float
) -> None:
    assert score(found, relevant) == pytest.approx((recall, mrr, ndcg), abs=1e-4)


def write(folder: Path) -> tuple[Path, Path, Path]:
    corpus, queries, judged = folder / "corpus.jsonl.xz", folder / "queries.jsonl", folder / "qrels.tsv"
    texts = [
        {"id": "t1", "title": "公共租赁住房管理办法", "body": "申请人应当在本市居住满一年。"},
        {"id": "t2", "title": "养犬管理条例", "body": "遛犬时须束犬链。"},
    ]
    with lzma.open(corpus, "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(text) for text in texts))
    queries.write_text('{"id": "q1", "text": "养狗要牵绳吗"}\n{"id": "q2", "text": "没有判断的问题"}\n', "utf-8")
    judged.write_text("q1\t0\tt2\t1\n", "utf-8")
    return corpus, queries, judged


@pytest.mark.django_db
def test_the_command_prints_the_figures_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    search_eval(*write(tmp_path), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["queries"], told["documents"]) == (1, 2)
    assert told["recall@10"] == told["MRR@10"] == told["nDCG@10"] == 1.0
    assert {"latency_ms_p50", "latency_ms_p95", "indexing_seconds"} <= set(told)
    assert not (tmp_path / "search").exists()


@pytest.mark.parametrize("broken", ["corpus", "queries", "judgements", "nothing"])
@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, queries, judged = write(tmp_path)
    match broken:
        case "corpus":
            corpus = tmp_path / "missing.jsonl"
        case "queries":
            queries.write_text("{", "utf-8")
        case "judgements":
            judged.write_text("q1 t2", "utf-8")
        case _:
            judged.write_text("q9 0 t2 1", "utf-8")
    with pytest.raises(typer.Exit):
        search_eval(corpus, queries, judged, as_json=True)
    assert json.loads(capsys.readouterr().out)["error"]["code"] in ("judgements_unreadable", "nothing_judged")


def test_judgements_are_read_with_tabs_or_spaces(tmp_path: Path) -> None:
    file = tmp_path / "qrels"
    file.write_text("q1 0 t1 1\nq1\t0\tt2\t0\n\n", "utf-8")
    assert read_judgements(file) == {"q1": {"t1": 1, "t2": 0}}
    file.write_text("q1 0 t1 yes", "utf-8")
    with pytest.raises(BadJudgementsError):
        read_judgements(file)


@pytest.mark.django_db
def test_our_own_questions_are_answered_at_least_as_well_as_before() -> None:
    with temporary() as engine:
        quality = measure(engine, JUDGED / "texts.jsonl", JUDGED / "questions.jsonl", JUDGED / "judgements.tsv")
    assert quality.questions >= 40
    assert quality.recall >= 0.9
    assert quality.mrr >= 0.85


@pytest.mark.django_db
@pytest.mark.slow
def test_lay_questions_on_statutes_stay_above_the_floor() -> None:
    files = (shared(f"data/statute_{name}") for name in ("articles.jsonl.xz", "queries.jsonl.xz", "qrels.tsv"))
    with temporary() as engine:
        quality = measure(engine, *files)
    assert quality.questions == 761
    assert quality.recall >= 0.49
    assert quality.mrr >= 0.38
