"""Setting the main navigation, and putting an earlier one back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from gongkai.backbone.structure.models import Menu
from gongkai.backbone.structure.rules import is_linkable
from gongkai.backbone.structure.selectors.addresses import may_lead_to, stands
from gongkai.backbone.structure.selectors.menu import entries_of, menu, standing
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit
from gongkai.kernel.portal.menu import Entry

SUBJECT = "menu"
MOST = 12  # more would not fit beside each other on a desk's screen
LONGEST_CHINESE, LONGEST_ENGLISH = 12, 30


class MenuRefusedError(GongkaiError):
    """The navigation cannot be as it was written; ``at`` among the facts is an entry's place from 1."""


def menu_check(entries: Sequence[Entry]) -> None:
    """Raise ``MenuRefusedError`` for what is wrong with a navigation.

    The parts every disclosure platform has, and the entry for requests, cannot be left out
    (国办公开办函〔2019〕61号).
    """
    if not 0 < len(entries) <= MOST:
        raise MenuRefusedError("menu_length", f"导航须有 1 至 {MOST} 项。", most=MOST)
    for at, entry in enumerate(entries, 1):
        _refuse_malformed(entry, at)
    links = {entry.link for entry in entries}
    for code, part in law.statutory_parts().items():
        if f"/disclosure/{code}" not in links:
            message = f"“{part.zh}”须在导航中：按规定，公开平台的固定栏目和依申请公开入口不能缺。"
            raise MenuRefusedError("menu_part_missing", message, part=part.zh, part_en=part.en)


def menu_set(entries: Sequence[Entry], *, actor: Actor, now: datetime) -> None:
    """Have these entries stand from now on. Raises ``MenuRefusedError``; the same entries again change nothing."""
    check(actor, Ability.SITE_EDIT)
    menu_check(entries)
    with transaction.atomic():
        before = standing()
        if tuple(entries) == before:
            return
        told = [[asdict(entry) for entry in held] for held in (before, entries)]
        Menu.objects.create(entries=told[1], set_by_label=actor.label, set_at=now)
        fact = Fact("menu.set", SUBJECT, before={"entries": told[0]}, after={"entries": told[1]})
        write(fact, actor=actor, now=now)
        emit(Emission("menu.changed", SUBJECT), lane=Lane.NOW, now=now)


def menu_put_back(number: int, *, actor: Actor, now: datetime) -> None:
    """Have an earlier navigation stand again. Raises ``MenuRefusedError`` where a page it leads to is gone by now."""
    menu_set(entries_of(menu(number)), actor=actor, now=now)


def _refuse_malformed(entry: Entry, at: int) -> None:
    if not 0 < len(entry.chinese.strip()) <= LONGEST_CHINESE or not 0 < len(entry.english.strip()) <= LONGEST_ENGLISH:
        message = f"第 {at} 项：请写明名称，中文最多 {LONGEST_CHINESE} 字，英文最多 {LONGEST_ENGLISH} 个字符。"
        raise MenuRefusedError("menu_words", message, at=at, chinese=LONGEST_CHINESE, english=LONGEST_ENGLISH)
    if not is_linkable(entry.link):
        message = f"第 {at} 项：链接须是本站以 / 开头的地址，或者以 https:// 开头的完整地址。"
        raise MenuRefusedError("menu_link_malformed", message, at=at)
    if not may_lead_to(entry.link):
        message = f"第 {at} 项：尚未允许指向这个网站，请管理员先在“允许的网站”中添加。"
        raise MenuRefusedError("menu_host_not_allowed", message, at=at)
    if entry.link.startswith("/") and not stands(entry.link):
        raise MenuRefusedError(
            "menu_page_missing", f"第 {at} 项：本站没有 {entry.link} 这个页面。", at=at, link=entry.link
        )
