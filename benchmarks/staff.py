"""P11: every listing of the console in a city of a million records."""

import json

from figures import Outcome, percentile
from portal import data_directory, environment, free_port, script
from publish import database

MOST_MILLISECONDS, MOST_QUERIES, MILLION = 300, 30, 1_000_000
SHOWN = 8


def run(scale: int) -> Outcome:
    """The pages of staff with ``scale`` records: on SQLite, and on the server of ``DATABASE_URL``."""
    outcome = Outcome("P11", "staff pages")
    _measured(outcome, scale, "SQLite", {})
    with database() as url:
        if url:
            _measured(outcome, scale, "PostgreSQL", url)
    outcome.notes.append(
        "Each page of the console that lists something, as it opens and narrowed, asked for twenty times by someone "
        "who sees the whole city and by someone of one organ; one record in 200 is a draft, another waits for review. "
        "For ten records there is one disclosure request, and one of 33 of those is unanswered."
    )
    if not url:
        outcome.notes.append("PostgreSQL was not measured: `DATABASE_URL` named none.")
    return outcome


def _measured(outcome: Outcome, scale: int, where: str, url: dict[str, str]) -> None:
    with data_directory() as data:
        found = json.loads(script("desks.py", scale, env=environment(data, free_port(), **url)))
    slow = {name: percentile(each["milliseconds"], 0.95) for name, each in found.items()}
    queries = {name: each["queries"][0] for name, each in found.items()}
    outcome.figure(f"{where}: pages asked for", "", [len(found)])
    for name in sorted(slow, key=lambda each: -slow[each])[:SHOWN]:
        outcome.figure(f"{where}: {name}: the 95th of 100", "ms", [slow[name]])
    outcome.figure(f"{where}: most queries of a page", "", [max(queries.values())])
    worst = max(slow.values())
    outcome.judge(
        f"slowest page p95 {worst:.0f} ms with {scale:,} records on {where}",
        f"< {MOST_MILLISECONDS} ms with {MILLION:,}",
        passed=worst < MOST_MILLISECONDS,
    )
    most = max(queries.values())
    outcome.judge(f"at most {most:.0f} queries on {where}", f"≤ {MOST_QUERIES}", passed=most <= MOST_QUERIES)
