"""Write docs/rules.md from the rule book of clocks: every limit with its source, in the order of the files."""

from pathlib import Path

from gongkai.foundations import law
from gongkai.foundations.law.clock_book import FOLDER, clock_book
from gongkai.foundations.law.clock_rules import Bound, ClockRule, Unit

PAGE = Path(__file__).resolve().parents[1] / "docs/rules.md"
_HEAD = """\
# Time limits

Every clock of the rule book (`src/gongkai/foundations/law/rulebook/clocks/`), written by `scripts/law_page.py`. The
last column says how sure a number is: V verified against the published text, M from memory, U to be confirmed; †
marks a number that a city may change in `law/clocks.toml` of its data. Working days follow the yearly notices.

| id | what | who is bound | how long | runs from | source | in force | |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
_UNITS = {Unit.HOUR: "h", Unit.WORKDAY: "working days", Unit.DAY: "days", Unit.MONTH: "months"}


def page() -> str:
    """The whole page."""
    rows = [_row(version) for versions in clock_book(folder=FOLDER).versions.values() for version in versions]
    return _HEAD + "\n".join(rows) + "\n"


def _row(rule: ClockRule) -> str:
    cells = (
        f"`{rule.code}`",
        f"{rule.zh}<br>{rule.en}",
        law.bearers()[rule.bearer].en,
        _length(rule),
        rule.trigger_en,
        rule.basis,
        f"{rule.valid_from} – {rule.valid_to or ''}".rstrip(),
        rule.certainty + ("†" if rule.adjustable else ""),
    )
    return f"| {' | '.join(cells)} |"


def _length(rule: ClockRule) -> str:
    if rule.unit.is_stated:
        return "as the organ states"
    if rule.unit is Unit.DATE:
        return rule.date
    least = f"{rule.least}–" if rule.least else ""
    said = f"{'≥ ' if rule.bound is Bound.AT_LEAST else ''}{least}{rule.length} {_UNITS[rule.unit]}"
    said += "".join(f"; {case} {number}" for case, number in rule.cases.items())
    return said + (f"; once + ≤ {rule.extend.most}" if rule.extend else "")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
