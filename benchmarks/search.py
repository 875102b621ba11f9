"""P4: search in Chinese documents beside SQLite FTS5, PostgreSQL and groonga, on the same words and questions."""

import json
import os
from statistics import median

from corpus import ARTICLES
from figures import CannotMeasureError, Outcome
from portal import data_directory, environment, free_port, script

P95_MS, PER_SECOND, TIMES_THE_BEST = 30, 300, 5
PEERS = {
    "gongkai": "gongkai: whole answer with facets, highlights, excerpts, what was left out",
    "fts5": "SQLite FTS5: twenty best by bm25, no facets, no highlights",
    "postgresql": "PostgreSQL full text: twenty best by ts_rank, no facets, no highlights",
    "groonga": "groonga: twenty best, no facets, no highlights",
}


def run(scale: int) -> Outcome:
    """Search in ``scale`` documents."""
    if not ARTICLES.exists():
        raise CannotMeasureError("statute_articles.jsonl.xz is not in the folder shared beside this checkout")
    outcome = Outcome("P4", f"search in {scale:,} Chinese documents")
    measured = {}
    with data_directory() as data:
        for name, title in PEERS.items():
            env = environment(data, free_port(), BENCH_DATABASE_URL=os.environ.get("DATABASE_URL", ""))
            told = json.loads(script("searching.py", name, scale, data / name, env=env))
            if "missing" in told:
                outcome.notes.append(f"{name}: not measured, {told['missing']}.")
                continue
            measured[name] = told
            outcome.figure(f"{title}: queries per second, one thread", "/s", told["per_second"])
            outcome.figure(f"{name}: p95 of a query", "ms", told["p95"])
            outcome.figure(f"{name}: documents indexed per second", "/s", [told["indexed_per_second"]])
    own = measured.pop("gongkai")
    speed, slowest = median(own["per_second"]), median(own["p95"])
    outcome.judge(f"p95 {slowest:.1f} ms", f"< {P95_MS} ms", passed=slowest < P95_MS)
    outcome.judge(f"{speed:.0f} queries/s on one core", f"≥ {PER_SECOND}", passed=speed >= PER_SECOND)
    if measured:
        best = max(median(peer["per_second"]) for peer in measured.values())
        outcome.judge(
            f"{speed / best:.1f}× the best peer", f"≥ {TIMES_THE_BEST}×", passed=speed >= best * TIMES_THE_BEST
        )
    outcome.notes.append(
        "Documents: ten sentences each, drawn from articles of statutes with a fixed seed. Questions: one to three "
        "words that stand together in a document; the same for all. A target for 1,000,000 documents."
    )
    return outcome
