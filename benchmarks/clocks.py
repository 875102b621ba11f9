"""P9: clocks beside a loop over the days, and a million duties: boards, and all dates found anew after a notice."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar

from figures import Outcome, percentile
from gongkai.foundations.law.calendar import working_calendar
from gongkai.foundations.law.clock_book import clock_book
from gongkai.foundations.law.clocks import due_on
from portal import data_directory, environment, free_port, script
from publish import database

CLOCKS = 200_000
BY_LOOP = 4_000
FIRST, SPREAD = date(2019, 6, 3), 2_500
MOST_SECONDS, MOST_MILLISECONDS, MILLION = 60, 300, 1_000_000


def run(scale: int) -> Outcome:
    """Clocks, then boards and recomputing with ``scale`` duties: on SQLite, and on the server of ``DATABASE_URL``."""
    outcome = Outcome("P9", "clocks, boards, and all dates found anew after the calendar changed")
    _clocks(outcome)
    _owed(outcome, scale, "SQLite", {})
    with database() as url:
        if url:
            _owed(outcome, scale, "PostgreSQL", url)
    outcome.notes.append(
        "All duties are open, each with its next reminder; the city, one organ in ten and its clerk, and one person in "
        "a thousand ask for their boards: lights, the next hundred, and the weeks to come."
    )
    if not url:
        outcome.notes.append("PostgreSQL was not measured: `DATABASE_URL` named none.")
    return outcome


def _owed(outcome: Outcome, scale: int, where: str, url: dict[str, str]) -> None:
    with data_directory() as data:
        env = environment(data, free_port(), **url)
        subprocess.run([sys.executable, "-m", "gongkai", "migrate"], env=env, check=True, stdout=subprocess.DEVNULL)
        measured = json.loads(script("owing.py", scale, env=env))
    _judge(outcome, measured, scale, where)


def _clocks(outcome: Outcome) -> None:
    """Twenty working days from many days on: by running totals, and by looking at day after day with the package."""
    calendar, rule = working_calendar(), clock_book().rule("REQ_REPLY", FIRST)
    starts = [FIRST + timedelta(days=number % SPREAD) for number in range(CLOCKS)]
    ours = _rates(lambda: [due_on(rule, start, calendar) for start in starts], CLOCKS)
    loop = _rates(lambda: [_by_loop(start) for start in starts[:BY_LOOP]], BY_LOOP)
    quick = outcome.figure("clocks", "/s", ours)
    slow = outcome.figure("peer: a loop over the days with chinesecalendar", "/s", loop)
    reached = f"{quick.middle:,.0f} clocks/s, {quick.middle / slow.middle:.0f}× the loop over the days"
    outcome.judge(reached, f"≥ {CLOCKS:,} clocks/s", passed=quick.middle >= CLOCKS)


def _by_loop(start: date) -> date:
    day, left = start, 20
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def _rates(work: Callable[[], object], count: int, runs: int = 5) -> list[float]:
    rates = []
    for _ in range(runs):
        gc.collect()
        began = time.perf_counter()
        work()
        rates.append(count / (time.perf_counter() - began))
    return rates


def _judge(outcome: Outcome, measured: dict[str, list[float]], scale: int, where: str) -> None:
    boards = {name: values for name, values in measured.items() if name.startswith("board")}
    for name, values in boards.items():
        outcome.figure(f"{where}: {name}: the 95th of 100", "ms", [percentile(values, 0.95)])
    slowest = max(percentile(values, 0.95) for values in boards.values())
    outcome.judge(
        f"slowest board p95 {slowest:.0f} ms with {scale:,} duties on {where}",
        f"< {MOST_MILLISECONDS} ms with {MILLION:,}",
        passed=slowest < MOST_MILLISECONDS,
    )
    dry, applied = measured["dry run"][0], measured["applied"][0]
    outcome.figure(f"{where}: all dates found anew: dry run", "s", [dry])
    outcome.figure(f"{where}: all dates found anew: notice entered, moves noted, reminders set", "s", [applied])
    outcome.figure(f"{where}: of them due on another day", "", measured["moved"])
    outcome.figure(f"{where}: of them provisional no more", "", measured["confirmed"])
    outcome.judge(
        f"{scale:,} duties found anew in {applied:.1f} s (dry run {dry:.1f} s) on {where}",
        f"< {MOST_SECONDS} s for {MILLION:,}",
        passed=max(dry, applied) < MOST_SECONDS,
    )
