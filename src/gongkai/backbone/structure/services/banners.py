"""Setting banners, changing them and taking them down."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.backbone.structure.models import Banner, Level
from gongkai.backbone.structure.rules import is_linkable
from gongkai.backbone.structure.selectors.banners import BannerMissingError
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

START, END = "banner.start", "banner.end"
LONGEST_STANDING = timedelta(days=31)


class BannerRefusedError(GongkaiError):
    """The banner cannot be as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a banner says, how loudly, and from when to when; ``link`` is empty for none."""

    level: str
    chinese: str
    english: str = ""
    link: str = ""
    starts_at: datetime
    ends_at: datetime


def banner_set(*, organ: str, words: Words, actor: Actor, now: datetime) -> Banner:
    """Set a banner above every page of the site. Raises ``BannerRefusedError`` and ``ForbiddenError``."""
    check(actor, Ability.BANNER_SET, organ=organ)
    _refuse_malformed(words, now)
    with transaction.atomic():
        banner = Banner(organ=organ_by_code(organ), set_by=actor.id, set_by_label=actor.label, set_at=now)
        _take(banner, words)
        banner.save()
        _told("banner.set", banner, None, actor, now)
    return banner


def banner_change(number: int, *, words: Words, actor: Actor, now: datetime) -> Banner:
    """Say something else, or for longer or shorter. One that is over stays as it was."""
    with transaction.atomic():
        banner = _locked(number, actor)
        if banner.ends_at <= now:
            raise BannerRefusedError("banner_over", "这条横幅已经结束，不能再改：请另设一条。")
        _refuse_malformed(words, now)
        before = _facts(banner)
        _take(banner, words)
        banner.save()
        _told("banner.changed", banner, before, actor, now)
    return banner


def banner_take_down(number: int, *, actor: Actor, now: datetime) -> Banner:
    """Have it end now."""
    with transaction.atomic():
        banner = _locked(number, actor)
        if banner.ends_at <= now:
            raise BannerRefusedError("banner_over", "这条横幅已经结束，不能再改：请另设一条。")
        before = _facts(banner)
        banner.ends_at = now
        banner.starts_at = min(banner.starts_at, now)
        banner.save(update_fields=["starts_at", "ends_at"])
        _told("banner.taken_down", banner, before, actor, now)
    return banner


def on_time(moment: Due, now: datetime) -> None:
    """A banner's beginning or end has come."""
    emit(Emission("banner.changed", moment.subject), lane=Lane.NOW, now=now)


def _locked(number: int, actor: Actor) -> Banner:
    banner = Banner.objects.select_for_update(of=("self",)).select_related("organ").filter(id=number).first()
    if banner is None:
        raise BannerMissingError
    check(actor, Ability.BANNER_SET, organ=banner.organ.code)
    return banner


def _refuse_malformed(words: Words, now: datetime) -> None:
    if words.level not in Level.values:
        raise BannerRefusedError("banner_level_unknown", "没有这种横幅级别：请选择提示或者紧急。")
    if not words.chinese.strip() or len(words.chinese) > 200 or len(words.english) > 400:
        raise BannerRefusedError("banner_words", "请写明中文内容，最多 200 字；英文最多 400 个字符。")
    if words.link and not is_linkable(words.link):
        raise BannerRefusedError("link_malformed", "链接须是本站以 / 开头的地址，或者以 https:// 开头的完整地址。")
    if not words.starts_at < words.ends_at or words.ends_at <= now:
        raise BannerRefusedError("banner_times", "结束时间须晚于开始时间，也须晚于现在。")
    if words.ends_at - max(words.starts_at, now) > LONGEST_STANDING:
        days = LONGEST_STANDING.days
        raise BannerRefusedError("banner_too_long", f"横幅最多悬挂 {days} 天：请提前结束时间。", days=days)


def _take(banner: Banner, words: Words) -> None:
    for one in fields(words):
        setattr(banner, one.name, getattr(words, one.name))


def _facts(banner: Banner) -> dict[str, str]:
    told = {one.name: getattr(banner, one.name) for one in fields(Words)}
    return {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in told.items()}


def _told(action: str, banner: Banner, before: dict[str, str] | None, actor: Actor, now: datetime) -> None:
    """Note the moments, the audit and the event of a banner that was set or changed."""
    subject, after = str(banner.pk), _facts(banner)
    if before is not None:
        changed = {name for name in after if after[name] != before[name]}
        before, after = ({name: told[name] for name in changed} for told in (before, after))
    due.cancel(subject, START, END)
    moments = [Due(START, subject, banner.starts_at, {}), Due(END, subject, banner.ends_at, {})]
    due.schedule(*(moment for moment in moments if moment.at > now))
    write(Fact(action, f"banner:{subject}", banner.organ.code, before=before, after=after), actor=actor, now=now)
    emit(Emission("banner.changed", subject), lane=Lane.NOW, now=now)
