"""A corpus of laws as records: all of them once, with validity and relations."""

import json
import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors
from gongkai.backbone.records.models import Edition, Record
from gongkai.backbone.records.validity import validity_of
from gongkai.config.cli import application
from gongkai.kernel.events import Lane
from gongkai.kernel.events.models import Event
from support.require import shared

pytestmark = pytest.mark.django_db

STATUS = ["有效", "已修改", "已废止", "已失效", "尚未生效", ""]


def laws(count: int) -> Iterator[dict[str, Any]]:
    """Invented laws in the corpus's form."""
    for n in range(count):
        status = STATUS[n % len(STATUS)]
        title = f"云川市第{n}号管理办法"
        if n % 10 == 9:
            title = f"关于修改《云川市第{n - 1}号管理办法》的决定"
        yield {
            "id": f"test:{n}",
            "title": title,
            "body": f"第一章　总则\n\n第一条　为了管理第{n}类事务，制定本办法。\n\n第二条　本办法自公布之日起施行。",
            "date": f"20{10 + n % 15}-05-{1 + n % 28:02d}",
            "organ": "云川市人民政府",
            "kind": "地方政府规章",
            "effective": "2099-01-01" if status == "尚未生效" else f"20{10 + n % 15}-07-01",
            "status": status,
            "doc_no": "" if n % 3 else f"云川市人民政府令第{n}号",
        }


def write(path: Path, rows: Iterator[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.suffix == ".xz":
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text, "utf-8")
    return path


def run(*words: str | Path, status: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(application(), ["import-laws", *map(str, words), "--json"])
    assert result.exit_code == status, result.output
    answer: dict[str, Any] = json.loads(result.stdout) if status == 0 else {}
    return answer


@pytest.mark.parametrize("name", ["laws.jsonl", "laws.jsonl.xz"])
def test_some_hundred_laws_are_imported_once_and_in_order(city: Organ, tmp_path: Path, name: str) -> None:
    file = write(tmp_path / name, laws(350))
    assert run(file) == {"read": 350, "imported": 350}
    assert run(file) == {"read": 350, "imported": 0}
    numbers = list(Record.objects.order_by("id").values_list("index_number", flat=True))
    assert [number[-5:] for number in numbers] == [f"{n:05d}" for n in range(1, 351)]
    assert Edition.objects.count() == 350
    events = Event.objects.filter(kind="record.published")
    assert events.count() == 350
    assert set(events.values_list("lane", flat=True)) == {Lane.BULK}


def test_validity_is_that_of_the_corpus(city: Organ, tmp_path: Path) -> None:
    run(write(tmp_path / "laws.jsonl", laws(60)))
    held = dict(Record.objects.values_list("source_name", "validity"))
    for n, law in enumerate(laws(60)):
        expected = {"已废止": "expired", "已失效": "expired", "尚未生效": "not_yet"}.get(law["status"])
        if expected:
            assert held[f"test:{n}"] == expected, law
        else:
            assert held[f"test:{n}"] in {"in_force", "amended"}, law
    coming = Record.objects.filter(validity="not_yet")[0]
    assert validity_of(coming.index_number, date(2099, 1, 1)) == "in_force"


def test_what_a_title_says_it_amends_becomes_a_relation(city: Organ, tmp_path: Path) -> None:
    run(write(tmp_path / "laws.jsonl", laws(10)))
    act = Record.objects.get(source_name="test:9")
    (relation,) = act.relations.all()
    assert (relation.kind, relation.in_edition) == ("amends", True)
    assert "云川市第8号管理办法" in (relation.target_words or (relation.target and relation.target.title) or "")


def test_it_stops_early_when_told_and_goes_on_later(city: Organ, tmp_path: Path) -> None:
    file = write(tmp_path / "laws.jsonl", laws(130))
    assert run(file, "--limit", "120") == {"read": 120, "imported": 120}
    assert run(file) == {"read": 130, "imported": 10}


def test_the_same_law_twice_in_one_file_is_one_record(city: Organ, tmp_path: Path) -> None:
    file = write(tmp_path / "laws.jsonl", iter([*laws(3), *laws(3)]))
    assert run(file)["imported"] == 3


def test_a_law_without_text_is_passed_over(city: Organ, tmp_path: Path) -> None:
    rows = [law | {"body": " "} if n == 1 else law for n, law in enumerate(laws(3))]
    assert run(write(tmp_path / "laws.jsonl", iter(rows)))["imported"] == 2


def test_wrong_usage_is_told(db: None, tmp_path: Path) -> None:
    run(tmp_path / "missing.jsonl", status=2)
    run(write(tmp_path / "laws.jsonl", laws(1)), status=2)
    run(write(tmp_path / "laws.jsonl", laws(1)), "--organ", "nobody", status=1)


def test_real_laws_are_read_with_their_articles(city: Organ) -> None:
    assert run(shared("data/laws.jsonl.xz"), "--limit", "60")["read"] == 60
    records = selectors.published(list(Record.objects.values_list("index_number", flat=True)))
    assert len(records) == 60
    assert all(record.text.strip() for record in records.values())
    assert sum(bool(record.data["outline"]) for record in records.values()) > 30
