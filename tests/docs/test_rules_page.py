"""docs/rules.md is what the rule book of clocks says."""

import runpy
from pathlib import Path

from gongkai.foundations.law.clock_book import clock_book

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_as_the_rule_book_says() -> None:
    written = runpy.run_path(str(ROOT / "scripts/law_page.py"))["page"]()
    assert (ROOT / "docs/rules.md").read_text("utf-8") == written, "run scripts/law_page.py"


def test_every_rule_stands_on_the_page_with_its_source() -> None:
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    rules = [rule for versions in clock_book().versions.values() for rule in versions]
    assert [rule.version for rule in rules if f"| `{rule.code}` |" not in page or rule.basis not in page] == []
