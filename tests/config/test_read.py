"""``gongkai read`` needs nothing but the file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from gongkai.foundations.texts import setting
from support.papers import notice

SOURCE = Path(__file__).resolve().parents[2] / "src"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """As on a machine where no database can be reached."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
        "GONGKAI_DATA": "/dev/null/nothing",
    }
    program = "import sys; from gongkai.config.cli import main; main(); print('django' in sys.modules)"
    return subprocess.run(
        [sys.executable, "-c", program, "read", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _answers(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_file_is_read_without_a_database(tmp_path: Path) -> None:
    path = tmp_path / "通知.pdf"
    path.write_bytes(setting.to_pdf(notice(1)))
    run = _run(str(path), "--json")
    assert run.returncode == 0, run.stderr
    (answer,) = _answers(run)
    assert (answer["ok"], answer["format"]) == (True, "pdf")
    assert len(answer["places"]) == len(answer["blocks"])
    assert answer["fields"]["kind"]["value"] == "通知"
    assert answer["outline"][0]["number"] == "一、"
    assert answer["personal"] == answer["remarks"] == answer["signatures"] == answer["links"] == answer["lines"] == []
    assert answer["hidden"] == {}


def test_what_cannot_be_read_is_an_answer_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("身份证号530102199003071233，张三")
    (tmp_path / "b.bin").write_bytes(b"\x00\x01" * 100)
    run = _run(str(tmp_path / "a.txt"), str(tmp_path / "b.bin"), str(tmp_path / "c"), "--json")
    assert run.returncode == 1
    good, binary, missing = _answers(run)
    assert good["personal"][0]["kind"] == "id_number"
    assert [binary["error"]["code"], missing["error"]["code"]] == ["binary_as_text", "cannot_open"]
    assert missing["error"]["where"] == missing["path"] == str(tmp_path / "c")


def test_people_read_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(setting.to_docx(notice(1)))
    lines = _run(str(path)).stdout.splitlines()
    assert lines[0] == f"{path}: docx, {len(notice(1).blocks)} blocks"
    assert any(line.startswith("  issuer: 云川市人民政府办公室") for line in lines)
