"""``gongkai redact`` proposes a plan, and makes a copy by it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_docx

SOURCE = Path(__file__).resolve().parents[2] / "src"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"}
    return subprocess.run(
        [sys.executable, "-m", "gongkai", "redact", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _answer(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer


def _paper(folder: Path) -> Path:
    path = folder / "答复.docx"
    path.write_bytes(to_docx(Document((Paragraph("联系电话13900001111，请来电。"),))))
    return path


def test_what_was_proposed_can_be_carried_out(tmp_path: Path) -> None:
    paper, plan, copy = _paper(tmp_path), tmp_path / "plan.json", tmp_path / "copy.docx"
    plan.write_text(_run(str(paper)).stdout)
    done = _run(str(paper), "--plan", str(plan), "--to", str(copy), "--json")
    assert done.returncode == 0, done.stderr
    assert _answer(done)["withheld"] == [{"page": 0, "ground": "D4", "places": 1}]
    assert texts.read(copy).blocks == (Paragraph("联系电话████，请来电。"),)


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    paper, plan = _paper(tmp_path), tmp_path / "plan.json"
    plan.write_text(_run(str(paper)).stdout)
    before = paper.read_bytes()
    done = _run(str(paper), "--plan", str(plan), "--to", str(paper), "--json")
    assert (done.returncode, _answer(done)["error"]["code"]) == (1, "redaction_not_written")
    assert paper.read_bytes() == before


def test_a_plan_that_is_no_json_is_an_error_of_one_line(tmp_path: Path) -> None:
    paper, plan = _paper(tmp_path), tmp_path / "plan.json"
    plan.write_text("{")
    done = _run(str(paper), "--plan", str(plan))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
