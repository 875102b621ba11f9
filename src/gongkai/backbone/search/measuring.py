"""How well the search finds what judges say it should: any judged set, through the engine as configured."""

import json
import lzma
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from math import log2
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from gongkai.backbone.search.engine import LONGEST_QUERY, Engine, Entry, Query
from gongkai.backbone.search.meaning import Meaning, fusing
from gongkai.foundations.errors import GongkaiError

DEPTH = 10
PORTION = 500
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class BadJudgementsError(GongkaiError):
    """A file of a judged set cannot be read."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over all questions; latencies in milliseconds."""

    questions: int
    documents: int
    recall: float
    mrr: float
    ndcg: float
    latency_p50: float
    latency_p95: float
    indexing_seconds: float

    def to_data(self) -> dict[str, float]:
        """Under the names of the field."""
        return {
            "queries": self.questions,
            "documents": self.documents,
            f"recall@{DEPTH}": self.recall,
            f"MRR@{DEPTH}": self.mrr,
            f"nDCG@{DEPTH}": self.ndcg,
            "latency_ms_p50": self.latency_p50,
            "latency_ms_p95": self.latency_p95,
            "indexing_seconds": self.indexing_seconds,
        }


Judgements = Mapping[str, Mapping[str, int]]


def measure(
    engine: Engine,
    corpus: Path,
    queries: Path,
    judged: Path,
    *,
    meaning: Meaning | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Quality:
    """Index the corpus into this (empty) engine, and into ``meaning`` where given; ask each judged question."""
    began = time.perf_counter()
    documents = fill(engine, corpus, progress, meaning=meaning)
    indexing = time.perf_counter() - began
    scores, latencies = [], []
    for question, relevant in judged_questions(queries, judged):
        began = time.perf_counter()
        found = ask(engine, question, meaning=meaning)
        latencies.append((time.perf_counter() - began) * 1000)
        scores.append(score(found, relevant))
        progress(0)
    recall, mrr, ndcg = (round(fmean(column), 4) for column in zip(*scores, strict=True))
    cuts = quantiles(latencies, n=20) if len(latencies) > 1 else latencies * 19
    return Quality(len(scores), documents, recall, mrr, ndcg, round(cuts[9], 2), round(cuts[18], 2), round(indexing, 2))


def judged_questions(queries: Path, judged: Path) -> list[tuple[str, Mapping[str, int]]]:
    """The questions with the worth of each text for them; those nothing was judged for are left out."""
    judgements = read_judgements(judged)
    asked = ((str(row["text"]), judgements.get(str(row["id"]), {})) for row in rows_of(queries))
    found = [(question, relevant) for question, relevant in asked if any(relevant.values())]
    if not found:
        raise BadJudgementsError("nothing_judged", "没有一个问题有判断结果：请核对三个文件是否属于同一套数据。")
    return found


def fill(engine: Engine, corpus: Path, progress: Callable[[int], None], *, meaning: Meaning | None = None) -> int:
    """Put every text of the corpus into the engine; answers how many."""
    entries, count = (_entry(row, number) for number, row in enumerate(rows_of(corpus), 1)), 0
    engine.rebuild_resume()
    while portion := list(islice(entries, PORTION)):
        engine.rebuild_add(portion, reached=portion[-1].index_number)
        if meaning is not None:
            meaning.learn(portion)
        count += len(portion)
        progress(len(portion))
    engine.rebuild_finish()
    return count


def ask(engine: Engine, question: str, *, meaning: Meaning | None = None) -> Sequence[str]:
    """The texts found for a question, the best first, as ``gongkai ask`` finds them."""
    query = Query(text=question[:LONGEST_QUERY], some_words=True, size=DEPTH)
    found = fusing.search(engine, meaning, query)
    return [hit.index_number for hit in found.hits]


def score(found: Sequence[str], relevant: Mapping[str, int]) -> tuple[float, float, float]:
    """Recall, reciprocal rank of the first, and gain against the best order, of one question."""
    top = found[:DEPTH]
    gains = [relevant.get(name, 0) for name in top]
    held = sum(1 for worth in relevant.values() if worth > 0)
    first = next((1 / rank for rank, gain in enumerate(gains, 1) if gain > 0), 0.0)
    best = _discounted(sorted(relevant.values(), reverse=True)[:DEPTH])
    return sum(1 for gain in gains if gain > 0) / held, first, _discounted(gains) / best


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON lines of a file, compressed with xz or not."""
    for number, line in enumerate(_lines(file), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise _unreadable(file, number) from error
        if not isinstance(row, dict) or "id" not in row:
            raise _unreadable(file, number)
        yield row


def read_judgements(file: Path) -> Judgements:
    """Judgements in the format of TREC: question, anything, text, worth; with tabs or spaces between."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(_lines(file), 1):
        try:
            question, _, text, worth = line.split()
            found[question][text] = int(worth)
        except ValueError as error:
            raise _unreadable(file, number) from error
    return found


def _lines(file: Path) -> Iterator[str]:
    try:
        with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as lines:
            yield from (line for line in lines if line.strip())
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise _unreadable(file, 0) from error


def _unreadable(file: Path, line: int) -> BadJudgementsError:
    return BadJudgementsError(
        "judgements_unreadable", f"{file} 第 {line} 行无法读取：请核对文件与格式。", file=str(file), line=line
    )


def _entry(row: Mapping[str, Any], seq: int) -> Entry:
    return Entry(
        index_number=str(row["id"]),
        seq=seq,
        title=str(row.get("title", "")),
        url="",
        published_at=_NEVER,
        body=str(row.get("body", row.get("text", ""))),
    )
