"""The vectors of what is published, made behind everything else and told to whoever asks."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from django.test import Client, override_settings

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.drafts import Draft
from gongkai.backbone.search.answers import answer
from gongkai.backbone.search.asking import query_from
from gongkai.backbone.search.commands.rebuild import rebuild
from gongkai.backbone.search.consumer import SEARCH
from gongkai.backbone.search.explaining import account
from gongkai.backbone.search.meaning import Meaning, building, required
from gongkai.backbone.search.selectors import search
from gongkai.config.doctor import health
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.events import Lane
from gongkai.kernel.events.delivery import deliver
from support.little_model import little_model

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUSES = ("住宅补贴办法", "符合条件的居民可以领取住宅补贴，每户每年一次。")
DOGS = ("养犬管理规定", "遛犬应当束犬链，犬吠扰民的由公安机关处理。")
LAW = ("房屋租赁条例", "\n".join(f"第{n}条　出租房屋应当登记备案，房东与租客共同办理。" for n in "一二三四五六七"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _platform(tmp_path: Path) -> Iterator[None]:
    model = str(little_model(tmp_path / "model"))
    with override_settings(
        DATA=tmp_path, RUN=tmp_path / "run", SEARCH_URL=f"tantivy://{tmp_path}/search", SEARCH_MODEL=model
    ):
        yield


@pytest.fixture
def meaning() -> Meaning:
    return required()


def publish(organ: Organ, *texts: tuple[str, str]) -> list[str]:
    drafts = [
        Draft(title=title, kind="notice", document={"blocks": body.split("\n"), "format": "txt"})
        for title, body in texts
    ]
    done = services.import_many(drafts, organ=organ, actor=SYSTEM, now=NOW, lane=Lane.NOW)
    for lane in Lane:
        while deliver(SEARCH, lane, now=NOW):
            pass
    return [publication.index_number for publication in done]


def build() -> int:
    turns = 0
    while building.build_portion(NOW):
        turns += 1
    return turns


def found(text: str) -> list[str]:
    return [hit.index_number for hit in search(query_from({"q": text})).hits]


def test_what_is_published_is_found_by_its_meaning_once_the_worker_came_to_it(organ: Organ, meaning: Meaning) -> None:
    _, dogs = publish(organ, HOUSES, DOGS)
    assert found("狗狗") == []
    build()
    assert found("狗狗") == [dogs]
    assert meaning.vectors.reached() == building.newest_event()
    assert build() == 0


def test_what_is_withdrawn_has_no_vector_any_more(organ: Organ, meaning: Meaning) -> None:
    (dogs,) = publish(organ, DOGS)
    build()
    services.withdraw(dogs, form="withdrawn", reason="内容有误", actor=SYSTEM, now=NOW + timedelta(hours=1))
    build()
    assert meaning.vectors.count() == 0


def test_a_long_law_is_encoded_in_portions_and_gone_on_with_where_they_ended(
    organ: Organ, meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "BATCH", 3)
    publish(organ, LAW)
    building.build_portion(NOW)
    while meaning.vectors.count() < 3:
        building.build_portion(NOW)
    assert meaning.vectors.reached() < building.newest_event()
    assert build() >= 2
    assert meaning.vectors.count() == 7
    assert meaning.vectors.reached() == building.newest_event()


def test_a_portion_that_ends_in_the_middle_of_writing_leaves_nothing_by_half(
    organ: Organ, meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(organ, HOUSES)
    whole = meaning.encoder.passages

    class BrokenRow:
        def tobytes(self) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(meaning.encoder, "passages", lambda texts: [*whole(texts), BrokenRow()])
    with pytest.raises(KeyboardInterrupt):
        build()
    assert meaning.vectors.count() == 0
    monkeypatch.setattr(meaning.encoder, "passages", whole)
    build()
    assert meaning.vectors.count() == 1


def test_vectors_that_were_lost_or_broken_are_made_anew(organ: Organ, meaning: Meaning) -> None:
    _, dogs = publish(organ, HOUSES, DOGS)
    build()
    meaning.vectors.drop()
    assert found("狗狗") == []
    build()
    assert found("狗狗") == [dogs]
    meaning.vectors.drop()
    meaning.file.write_bytes(b"nothing of the kind" * 100)
    build()
    assert found("狗狗") == [dogs]


def test_many_events_of_other_kinds_are_passed_over(
    organ: Organ, meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(organ, HOUSES)
    monkeypatch.setattr(building, "_EVENTS", 1)
    build()
    assert meaning.vectors.count() == 1
    assert meaning.vectors.reached() == building.newest_event()


def test_the_command_makes_all_vectors_anew(organ: Organ, meaning: Meaning, capsys: pytest.CaptureFixture[str]) -> None:
    publish(organ, HOUSES, LAW)
    rebuild(meaning=True, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"passages": 8}
    assert meaning.vectors.count() == 8


def test_the_command_says_what_is_amiss_with_the_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(SEARCH_MODEL=str(tmp_path / "nowhere")), pytest.raises(typer.Exit):
        rebuild(meaning=True, as_json=True)
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "model_unusable"


def test_health_tells_how_far_the_vectors_are(organ: Organ, tmp_path: Path) -> None:
    def told() -> dict[str, object]:
        return dict(health(NOW).to_data(detailed=True)["checks"]["meaning"])

    publish(organ, HOUSES)
    build()
    newest = building.newest_event()
    assert told() == {"status": "ok", "detail": f"vectors up to event {newest} of {newest}"}
    with override_settings(SEARCH_MODEL=""):
        assert told() == {"status": "ok", "detail": "off: no model is named"}
    with override_settings(SEARCH_MODEL=str(tmp_path / "nowhere")):
        assert told()["status"] == "degraded"


def test_a_page_says_that_some_were_found_for_what_they_mean(organ: Organ, client: Client) -> None:
    publish(organ, DOGS)
    build()
    page = client.get("/search", {"q": "狗狗"}).content.decode()
    assert "养犬管理规定" in page
    assert "含有其中部分词语，或者意思相近。" in page
    told = client.get("/api/v1/search", {"q": "狗狗"}).json()
    assert (told["total"], told["by_meaning"], told["relaxed"]) == (1, True, True)


def test_a_question_in_other_words_is_given_the_nearest_material(organ: Organ) -> None:
    _, dogs = publish(organ, HOUSES, DOGS)
    build()
    found = answer("狗狗")
    assert [hit.index_number for hit in found.nearest] == [dogs]


def test_editors_are_told_what_was_found_for_its_meaning(organ: Organ, meaning: Meaning) -> None:
    houses, dogs = publish(organ, HOUSES, DOGS)
    build()
    query = query_from({"q": "狗狗"})
    by_meaning = account(query, dogs, search(query))
    assert (by_meaning.rank, by_meaning.reasons, by_meaning.by_meaning) == (1, (), True)
    query = query_from({"q": "住宅 狗狗"})
    by_both = account(query, houses, search(query))
    assert by_both.rank
    assert by_both.reasons
    assert by_both.factor == 0
