import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.drafts import Draft, Link
from gongkai.backbone.search import consumer
from gongkai.backbone.search.commands.rebuild import rebuild
from gongkai.backbone.search.consumer import SEARCH
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Query
from gongkai.backbone.search.engines import configured
from gongkai.backbone.search.rebuilding import rebuild_portion
from gongkai.backbone.search.selectors import held
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.events import Lane
from gongkai.kernel.events.delivery import deliver
from gongkai.kernel.events.selectors import receipts

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with override_settings(SEARCH_URL=f"tantivy://{tmp_path}/search", RUN=tmp_path / "run"):
        made = configured()
        assert isinstance(made, EmbeddedEngine)
        yield made
        made.close()


def draft(title: str = "关于做好住房保障工作的通知", text: str = "公共租赁房的轮候办法。", *links: Link) -> Draft:
    document = {"blocks": [text], "format": "txt"}
    return Draft(title=title, kind="notice", document=document, dated_on=date(2026, 3, 1), links=links)


def publish(organ: Organ, *drafts: Draft, lane: Lane = Lane.NOW) -> list[str]:
    done = services.import_many(drafts, organ=organ, actor=SYSTEM, now=NOW, lane=lane)
    return [publication.index_number for publication in done]


def work_off() -> None:
    for lane in Lane:
        while deliver(SEARCH, lane, now=NOW):
            pass


def found(text: str) -> list[str]:
    return [hit.index_number for hit in configured().search(Query(text=text)).hits]


def test_what_is_published_is_found_with_the_seq_of_its_edition(organ: Organ) -> None:
    (number,) = publish(organ, draft())
    work_off()
    assert found("轮候办法") == [number]
    (receipt,) = receipts(number)
    assert held([number]) == {number: receipt.seq}
    assert not receipt.gone


@pytest.mark.parametrize(("form", "stays"), [("withdrawn", False), ("published_in_error", False), ("lapsed", True)])
def test_what_is_withdrawn_leaves_a_tombstone_unless_its_text_stays(organ: Organ, form: str, stays: bool) -> None:
    (number,) = publish(organ, draft())
    work_off()
    services.withdraw(number, form=form, reason="内容有误", actor=SYSTEM, now=NOW + timedelta(hours=1))
    work_off()
    assert found("住房") == ([number] if stays else [])
    (receipt,) = receipts(number)
    assert receipt.gone is not stays


def test_a_withdrawal_before_the_index_has_come_so_far_is_never_overtaken(organ: Organ) -> None:
    (number,) = publish(organ, draft(), lane=Lane.BULK)
    services.withdraw(number, form="withdrawn", reason="内容有误", actor=SYSTEM, now=NOW)
    work_off()
    assert found("住房") == []
    assert receipts(number).get().gone


def test_a_repeal_moves_the_repealed_record_behind_others(organ: Organ) -> None:
    (old,) = publish(organ, draft())
    work_off()
    (new,) = publish(organ, draft("关于住房保障的新通知", "住房保障。", Link("repeals", index_number=old)))
    work_off()
    hits = configured().search(Query(text="住房保障")).hits
    assert [hit.index_number for hit in hits] == [new, old]
    assert {hit.index_number: hit.validity for hit in hits}[old] == "repealed"


def test_what_is_imported_into_a_new_platform_is_indexed_once(organ: Organ, engine: EmbeddedEngine) -> None:
    publish(organ, draft(), lane=Lane.BULK)
    work_off()
    assert engine.count() == 1
    assert not rebuild_portion(NOW)


def test_a_lost_index_is_rebuilt_from_the_records_in_portions(
    organ: Organ, engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.backbone.search.rebuilding.PORTION", 2)
    numbers = publish(organ, *(draft(f"住房保障通知之{n}") for n in "一二三四五"))
    work_off()
    engine.close()
    shutil.rmtree(tmp_path / "search")
    consumer._notice_loss.cache_clear()
    services.withdraw(numbers[2], form="withdrawn", reason="内容有误", actor=SYSTEM, now=NOW)
    assert engine.count() == 0
    turns = 0
    while rebuild_portion(NOW):
        turns += 1
    assert turns == 4
    assert engine.count() == 4
    assert set(held(numbers)) == set(numbers) - {numbers[2]}
    assert not rebuild_portion(NOW)


def test_a_record_published_during_a_rebuild_is_in_the_new_index(
    organ: Organ, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.backbone.search.rebuilding.PORTION", 1)
    first, second = publish(organ, draft(), draft("住房保障通知之二"))
    work_off()
    engine.request_rebuild()
    rebuild_portion(NOW)
    services.withdraw(first, form="withdrawn", reason="内容有误", actor=SYSTEM, now=NOW)
    (third,) = publish(organ, draft("住房保障通知之三"))
    work_off()
    assert set(found("住房")) == {second, third}
    while rebuild_portion(NOW):
        pass
    assert set(found("住房")) == {second, third}


def test_the_command_rebuilds_the_whole_index(
    organ: Organ, engine: EmbeddedEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = publish(organ, draft(), draft("住房保障通知之二"))
    engine.apply([], numbers)
    rebuild(as_json=True)
    assert json.loads(capsys.readouterr().out) == {"records": 2}
    assert set(found("住房")) == set(numbers)
    assert not engine.wants_rebuild()
