"""P5: lay people's questions and the articles that answer them, through ``gongkai search-eval``.

Only the questions at odd places are asked: from those at even places ``related.py`` mined its table.
"""

import json
import lzma
import subprocess
import sys

from corpus import SHARED
from figures import CannotMeasureError, Outcome
from portal import data_directory, environment, free_port

RECALL = 0.45
PUBLISHED_BM25 = 0.394


def run(scale: int) -> Outcome:
    """Ask ``scale`` questions, all of them when it is 0."""
    files = [SHARED / f"statute_{name}" for name in ("articles.jsonl.xz", "queries.jsonl.xz", "qrels.tsv")]
    if not all(file.exists() for file in files):
        raise CannotMeasureError("the judged set is not in the folder shared beside this checkout")
    outcome = Outcome("P5", "find the article that answers a question (STARD)")
    with data_directory() as data:
        asked = data / "queries.jsonl"
        with lzma.open(files[1], "rt", encoding="utf-8") as lines:
            unseen = list(lines)[1::2]
        asked.write_text("".join(unseen[: scale or None]), "utf-8")
        files[1] = asked
        command = [sys.executable, "-m", "gongkai", "search-eval", *map(str, files), "--json"]
        done = subprocess.run(
            command, env=environment(data, free_port()), stdout=subprocess.PIPE, text=True, check=False
        )
    if done.returncode:
        raise CannotMeasureError(f"search-eval ended with status {done.returncode}")
    told = json.loads(done.stdout)
    for name, unit in (
        ("queries", ""),
        ("documents", ""),
        ("recall@10", ""),
        ("MRR@10", ""),
        ("nDCG@10", ""),
        ("latency_ms_p50", "ms"),
        ("latency_ms_p95", "ms"),
    ):
        outcome.figure(name.replace("_", " "), unit, [told[name]])
    recall = told["recall@10"]
    outcome.judge(f"recall@10 {recall:.3f} in the default engine", f"≥ {RECALL}", passed=recall >= RECALL)
    outcome.notes.append(f"Published beside it: BM25 {PUBLISHED_BM25}, a trained dense retriever 0.606.")
    return outcome
