import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from django.test import override_settings

from backbone.search.entries import entry, index_number
from gongkai.backbone.search.commands.search import search
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engines import configured

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with override_settings(SEARCH_URL=f"tantivy://{tmp_path}/search"):
        made = configured()
        assert isinstance(made, EmbeddedEngine)
        made.apply([entry(1), entry(2)], [])
        yield made
        made.close()


def test_programs_get_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    search("云政办发[2026]2号", as_json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] == 1
    assert {"index_number", "title", "url", "score", "passages"} <= set(answer["results"][0])
    assert answer["results"][0]["index_number"] == index_number(2)


def test_people_get_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    search("住房")
    shown = capsys.readouterr().out
    assert "2 found" in shown
    assert index_number(1) in shown


def test_a_broken_index_ends_with_status_1_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "search" / "current" / "meta.json").write_text("{", "utf-8")
    with pytest.raises(typer.Exit) as ended:
        search("住房", as_json=True)
    assert ended.value.exit_code == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "search_broken"
