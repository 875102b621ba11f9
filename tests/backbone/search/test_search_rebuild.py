import json
import shutil
import threading
from pathlib import Path

import pytest

from backbone.search.entries import entry, index_number
from gongkai.backbone.search.embedded import EmbeddedEngine, schema, shelf
from gongkai.backbone.search.engine import Query, Results, SearchUnavailableError


def total(engine: EmbeddedEngine, text: str = "住房") -> int:
    return engine.search(Query(text=text)).total


def reopened(engine: EmbeddedEngine, tmp_path: Path) -> EmbeddedEngine:
    engine.close()
    return EmbeddedEngine(tmp_path / "search")


def current(tmp_path: Path) -> Path:
    return (tmp_path / "search" / "current").resolve()


def test_a_new_platform_has_nothing_to_find_and_nothing_to_rebuild(engine: EmbeddedEngine) -> None:
    assert engine.search(Query(text="住房")) == Results()
    assert engine.count() == 0
    assert not engine.wants_rebuild()


def test_an_index_removed_under_a_running_process_asks_for_a_rebuild(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.apply([entry(1)], [])
    shutil.rmtree(tmp_path / "search")
    assert engine.wants_rebuild()
    assert total(engine) == 0


def test_a_rebuilt_index_holds_what_it_was_given_and_nothing_else(engine: EmbeddedEngine) -> None:
    engine.apply([entry(999)], [])
    engine.rebuild(entry(number) for number in range(1, 451))
    assert engine.count() == 450
    assert engine.state([index_number(999)]) == {}


def test_only_one_generation_stays_on_disk(engine: EmbeddedEngine, tmp_path: Path) -> None:
    for _ in range(3):
        engine.rebuild([entry(1)])
    assert [path.name for path in (tmp_path / "search").glob("v*-*")] == [current(tmp_path).name]


def test_searches_go_on_in_the_old_index_during_a_rebuild(engine: EmbeddedEngine, tmp_path: Path) -> None:
    reader = EmbeddedEngine(tmp_path / "search")
    engine.apply([entry(1), entry(2)], [])
    engine.rebuild_resume()
    engine.rebuild_add([entry(1)], reached=index_number(1))
    assert total(reader) == 2
    engine.rebuild_finish()
    assert total(reader) == 1


def test_what_is_published_or_withdrawn_during_a_rebuild_is_kept(engine: EmbeddedEngine) -> None:
    engine.apply([entry(1), entry(2)], [])
    engine.rebuild_resume()
    engine.rebuild_add([entry(1), entry(2)], reached=index_number(2))
    engine.apply([entry(3)], [index_number(1)])
    assert total(engine) == 2
    engine.rebuild_finish()
    assert set(engine.state([index_number(n) for n in (1, 2, 3)])) == {index_number(2), index_number(3)}


def test_a_rebuild_is_carried_on_by_the_next_process(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.request_rebuild()
    engine.rebuild_resume()
    engine.rebuild_add([entry(1)], reached=index_number(1))
    other = reopened(engine, tmp_path)
    assert other.wants_rebuild()
    assert other.rebuild_resume() == index_number(1)
    other.rebuild_add([entry(2)], reached=index_number(2))
    other.rebuild_finish()
    assert total(other) == 2
    assert not other.wants_rebuild()


@pytest.mark.parametrize("broken", ['{"folder": "v1-', "[]", '{"folder": "v1-999999", "reached": "x"}'])
def test_a_broken_note_of_a_rebuild_starts_it_anew(engine: EmbeddedEngine, tmp_path: Path, broken: str) -> None:
    engine.apply([entry(1)], [])
    (tmp_path / "search" / "building.json").write_text(broken, "utf-8")
    assert engine.wants_rebuild()
    assert engine.rebuild_resume() == ""
    engine.rebuild([entry(1), entry(2)])
    assert total(engine) == 2


def test_a_rebuild_killed_right_after_the_switch_is_finished_by_the_next(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    engine.rebuild([entry(1)])
    note = {"folder": current(tmp_path).name, "reached": index_number(1)}
    (tmp_path / "search" / "building.json").write_text(json.dumps(note), "utf-8")
    assert engine.rebuild_resume() == ""
    assert total(engine) == 1


DAMAGES = {
    "meta cut off": lambda folder: (folder / "meta.json").write_text("{"),
    "meta gone": lambda folder: (folder / "meta.json").unlink(),
    "segment gone": lambda folder: next(folder.glob("*.idx")).unlink(),
    "segment cut off": lambda folder: next(folder.glob("*.store")).write_bytes(b"x" * 10),
    "folder gone": lambda folder: folder.rename(folder.parent / "elsewhere"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_set_aside_and_rebuilt(engine: EmbeddedEngine, tmp_path: Path, damage: str) -> None:
    engine.rebuild([entry(1)])
    engine.close()
    DAMAGES[damage](current(tmp_path))
    other = EmbeddedEngine(tmp_path / "search")
    with pytest.raises(SearchUnavailableError) as error:
        other.search(Query(text="住房"))
    assert error.value.code == "search_broken"
    assert other.wants_rebuild()
    assert total(other) == 0
    other.apply([entry(2)], [])
    other.rebuild([entry(1), entry(2)])
    assert total(other) == 2
    assert not other.wants_rebuild()


def test_an_index_of_an_older_schema_is_set_aside_and_rebuilt(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.rebuild([entry(1)])
    monkeypatch.setattr(shelf, "VERSION", schema.VERSION + 1)
    other = reopened(engine, tmp_path)
    assert other.wants_rebuild()
    assert [path.name[:8] for path in (tmp_path / "search").glob("aside-*")] == [f"aside-v{schema.VERSION}"]
    other.rebuild([entry(1)])
    assert total(other) == 1
    assert not other.wants_rebuild()


def test_a_second_process_gets_the_index_while_the_first_still_runs(engine: EmbeddedEngine, tmp_path: Path) -> None:
    other = EmbeddedEngine(tmp_path / "search")
    for number in range(1, 5):
        (engine, other)[number % 2].apply([entry(number)], [])
    assert total(engine) == total(other) == 4
    other.close()


def test_threads_of_one_process_write_one_after_another(engine: EmbeddedEngine) -> None:
    numbers = range(1, 9)
    threads = [threading.Thread(target=engine.apply, args=([entry(n)], [])) for n in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engine.state([index_number(n) for n in numbers]) == {index_number(n): n for n in numbers}


def test_an_entry_that_cannot_be_written_leaves_nothing_half_done(engine: EmbeddedEngine) -> None:
    engine.apply([entry(1)], [])
    with pytest.raises(OverflowError):
        engine.apply([entry(2), entry(3, seq=-1)], [])
    assert engine.count() == 1
    engine.apply([entry(2)], [])
    assert engine.count() == 2
