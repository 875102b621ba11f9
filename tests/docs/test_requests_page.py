"""docs/requests.md is drawn from the workflow of disclosure requests."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_as_the_workflow_says() -> None:
    drawn = runpy.run_path(str(ROOT / "scripts/workflow_page.py"))["page"]()
    assert (ROOT / "docs/requests.md").read_text("utf-8") == drawn, "run scripts/workflow_page.py"
