"""What changed, for people: the working copy against what readers see, any two editions, and where it is seen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from backbone.records import making
from backbone.records.console.desks import Enter, at
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.rules import Route
from gongkai.kernel.actors import SYSTEM, Role

OLD = ["第一条 自2026年1月1日起施行。", "第二条 由教育局负责解释。", "第三条 其他事项照旧办理。"]
NEW = [
    "第一条 自2026年7月1日起施行。",
    "第二条 由教育局负责解释。",
    "第三条 其他事项照旧办理。",
    "第四条 每年评估一次。",
]


@pytest.fixture
def corrected(education: Organ, now: datetime) -> Record:
    """Published once, its working copy corrected since."""
    document = {"blocks": OLD, "format": "txt"}
    (number,) = making.imported(education, now, making.draft("校车管理办法", document=document))
    changes = {"document": {"blocks": NEW, "format": "txt"}, "summary": "增加评估。"}
    services.revise(number, changes, actor=SYSTEM, now=now + timedelta(hours=1))  # type: ignore[arg-type]
    return making.fresh(number)


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_shows_what_a_correction_changes_to_the_character(corrected: Record, enter: Enter) -> None:
    page = body(enter("clerk", Role.EDITOR), at(corrected))
    assert '2026年<del><span class="hidden">［删除：</span>1<span class="hidden">］</span></del>' in page
    assert '<ins><span class="hidden">［新增：</span>7<span class="hidden">］</span></ins>月1日起施行。' in page
    assert '<span class="hidden">［新增：</span>第四条 每年评估一次。' in page
    assert '<span class="hidden">［新增：</span>增加评估。' in page


def test_the_desk_of_what_readers_see_already_shows_no_difference(
    education: Organ, enter: Enter, now: datetime
) -> None:
    (number,) = making.imported(education, now)
    assert "difference" not in body(enter("clerk", Role.EDITOR), at(making.fresh(number)))


def test_any_two_editions_are_compared_in_the_history(corrected: Record, enter: Enter, now: datetime) -> None:
    services.publish(
        [corrected.index_number],
        actor=SYSTEM,
        now=now + timedelta(hours=2),
        route=Route.IMPORTED,
        change_note="更正施行日期。",
    )
    client = enter("clerk", Role.EDITOR)
    page = body(client, at(corrected, "/history"))
    assert "更正施行日期。" in page
    assert "第四条 每年评估一次。" in page
    assert "1 段没有变化" not in page
    assert "两者内容一字不差。" in body(client, at(corrected, "/history?from=1&to=1"))
    backwards = body(client, at(corrected, "/history?from=2&to=1"))
    assert '<del><span class="hidden">［删除：</span>第四条 每年评估一次。' in backwards


def test_what_did_not_change_is_folded_and_can_be_opened(education: Organ, enter: Enter, now: datetime) -> None:
    lines = [f"{word}、各单位应当按时完成第{word}项任务。" for word in "一二三四五六七八九"]
    (number,) = making.imported(education, now, making.draft(document={"blocks": lines, "format": "txt"}))
    changed = {"document": {"blocks": [*lines[:-1], "九、另行通知。"], "format": "txt"}}
    services.revise(number, changed, actor=SYSTEM, now=now + timedelta(hours=1))  # type: ignore[arg-type]
    page = body(enter("clerk", Role.EDITOR), at(making.fresh(number), "/history"))
    assert "<summary" in page
    assert "7 段没有变化" in page


def test_an_edition_that_is_not_there_is_missing(corrected: Record, enter: Enter) -> None:
    assert enter("clerk", Role.EDITOR).get(at(corrected, "/history?from=1&to=9")).status_code == 404


def test_a_draft_has_no_history_yet(education: Organ, enter: Enter, now: datetime) -> None:
    (made,) = making.drafted(education, SYSTEM, now)
    assert "还没有发布过" in body(enter("clerk", Role.EDITOR), at(made, "/history"))


def test_where_tells_per_consumer_and_file_what_the_world_sees(
    corrected: Record, enter: Enter, work_off: Callable[..., list[str]], public: Path
) -> None:
    client = enter("clerk", Role.EDITOR)
    assert "尚未处理" in body(client, at(corrected, "/where"))
    work_off()
    page = body(client, at(corrected, "/where"))
    assert "已显示最新状态" in page
    assert "与生成时一致" in page
    (public / f"info/{corrected.index_number}.html").write_text("另外的文字", "utf-8")
    assert "生成后被改动" in body(client, at(corrected, "/where"))
