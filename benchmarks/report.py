"""``docs/benchmarks.md``: a part for each benchmark. Parts not measured this time stay as they were."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import machine
from figures import Outcome, Verdict
from portal import ROOT

PAGE = ROOT / "docs/benchmarks.md"
_HEAD = """\
# Benchmarks

`make bench` measures and writes the figures below; `make bench ARGS="pages publish"` measures some of them, and
`ARGS="publish --scale 1000000"` one of them at another size. Targets are ratios to a peer run beside it in the same
run, or laws of growth. Where a figure has several runs, the median stands with the least and the greatest in brackets.
Processor time counts the seconds that all processes of the platform used, so it hardly depends on what else the
machine does; times of the clock do.
"""
_TRIED = "## What was tried"


def write(page: Path, outcomes: Sequence[Outcome]) -> None:
    """Put the outcomes in their places on the page."""
    known = _parts(page.read_text("utf-8") if page.exists() else "")
    known |= {outcome.id: _part(outcome) for outcome in outcomes}
    tried = known.pop("", "")
    ordered = [known[name] for name in sorted(known, key=lambda name: int(name[1:]))]
    page.write_text("\n".join((_HEAD, *ordered, *([tried] if tried else []))), "utf-8")


def _parts(text: str) -> dict[str, str]:
    """The parts of a page that was written before, by id; what people wrote of what was tried under no id."""
    found = {
        m[1]: m[0].strip() + "\n" for m in re.finditer(r"^## (P\d+) .*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    }
    if _TRIED in text:
        found[""] = text[text.index(_TRIED) :]
    return found


def _part(outcome: Outcome) -> str:
    busy = machine.load()
    lines = [
        f"## {outcome.id} {outcome.title}",
        "",
        f"Measured on {date.today()}: {machine.facts()}; load average {busy:.1f} at the end.",  # noqa: DTZ011 - the day here
        "",
        "| reached | target | |",
        "| --- | --- | --- |",
        *(_row(verdict) for verdict in outcome.verdicts),
        "",
        "| figure | value |",
        "| --- | --- |",
        *(f"| {figure.name} | {figure} |" for figure in outcome.figures),
        "",
        *(f"- {note}" for note in outcome.notes),
    ]
    return "\n".join(lines) + "\n"


def _row(verdict: Verdict) -> str:
    return f"| {verdict.reached} | {verdict.target} | **{'pass' if verdict.passed else 'short'}** |"
