"""P5: lay people's questions and the articles that answer them, through ``gongkai search-eval``.

Only the questions at odd places are asked: from those at even places ``related.py`` mined its table, and ``turning.py``
what it knows of questions. By words alone, and by meaning besides where ``GONGKAI_SEARCH_MODEL`` names a model.
"""

import json
import lzma
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus import SHARED
from figures import CannotMeasureError, Outcome
from portal import data_directory, environment, free_port

RECALL = {"": 0.45, "with the model of meaning": 0.61}
PUBLISHED_BM25 = 0.394
FIGURES = (
    ("queries", ""),
    ("documents", ""),
    ("recall@10", ""),
    ("MRR@10", ""),
    ("nDCG@10", ""),
    ("latency_ms_p50", "ms"),
    ("latency_ms_p95", "ms"),
)


def run(scale: int) -> Outcome:
    """Ask ``scale`` questions, all of them when it is 0."""
    files = [SHARED / f"statute_{name}" for name in ("articles.jsonl.xz", "queries.jsonl.xz", "qrels.tsv")]
    if not all(file.exists() for file in files):
        raise CannotMeasureError("the judged set is not in the folder shared beside this checkout")
    outcome = Outcome("P5", "find the article that answers a question (STARD)")
    model = os.environ.get("GONGKAI_SEARCH_MODEL", "")
    with data_directory() as data:
        asked = data / "queries.jsonl"
        with lzma.open(files[1], "rt", encoding="utf-8") as lines:
            unseen = list(lines)[1::2]
        asked.write_text("".join(unseen[: scale or None]), "utf-8")
        files[1] = asked
        _measure(outcome, "", files, data, "")
        if model:
            _measure(outcome, "with the model of meaning", files, data, model)
    if not model:
        outcome.notes.append("GONGKAI_SEARCH_MODEL names no model: by meaning not measured.")
    outcome.notes.append(f"Published beside it: BM25 {PUBLISHED_BM25}, a trained dense retriever 0.606.")
    return outcome


def _measure(outcome: Outcome, how: str, files: Sequence[Path], data: Path, model: str) -> None:
    command = [sys.executable, "-m", "gongkai", "search-eval", *map(str, files), "--json"]
    env = environment(data, free_port(), GONGKAI_SEARCH_MODEL=model)
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise CannotMeasureError(f"search-eval ended with status {done.returncode}")
    told = json.loads(done.stdout)
    for name, unit in FIGURES:
        outcome.figure(f"{how}: {name}".removeprefix(": ").replace("_", " "), unit, [told[name]])
    recall, wanted = told["recall@10"], RECALL[how]
    where = how or "in the default engine"
    outcome.judge(f"recall@10 {recall:.3f} {where}", f"≥ {wanted}", passed=recall >= wanted)
