"""Short addresses, and the sites they may lead to."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gongkai.backbone.structure.models import AllowedHost, ShortAddress
from gongkai.backbone.structure.rules import host_of, is_host, is_inside, is_short
from gongkai.backbone.structure.selectors.addresses import (
    ShortAddressMissingError,
    is_taken,
    may_lead_to,
    stands,
)
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write

_FIELDS = ["target", "permanent", "note"]


class AddressRefusedError(GongkaiError):
    """The address cannot lead there."""


def address_create(
    *, path: str, target: str, permanent: bool = False, note: str = "", actor: Actor, now: datetime
) -> ShortAddress:
    """Have a short address lead somewhere. Raises ``AddressRefusedError``."""
    check(actor, Ability.SITE_EDIT)
    if not is_short(path):
        message = "短地址由 / 加一个或两个词组成，只含字母、数字、汉字和连字符，不能以本站已有的部分开头。"
        raise AddressRefusedError("short_address_malformed", message)
    if is_taken(path):
        raise AddressRefusedError("short_address_taken", f"{path} 已有页面或短地址：请换一个。", path=path)
    _refuse_target(path, target)
    with transaction.atomic():
        row = ShortAddress(path=path, target=target, permanent=permanent, note=note[:200])
        _sign(row, actor, now)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            message = f"{path} 已有页面或短地址：请换一个。"
            raise AddressRefusedError("short_address_taken", message, path=path) from error
        _write("address.created", row, None, _facts(row), actor, now)
    return row


def address_change(
    number: int, *, target: str, permanent: bool, note: str, actor: Actor, now: datetime
) -> ShortAddress:
    """Have it lead elsewhere. Raises ``AddressRefusedError``."""
    with transaction.atomic():
        row = _locked(number, actor)
        _refuse_target(row.path, target)
        before = _facts(row)
        row.target, row.permanent, row.note = target, permanent, note[:200]
        _keep("address.changed", row, before, actor, now)
    return row


def address_switch(number: int, *, active: bool, actor: Actor, now: datetime) -> ShortAddress:
    """Have it lead nowhere from now on, or lead on again."""
    with transaction.atomic():
        row = _locked(number, actor)
        before = _facts(row)
        row.active = active
        _keep("address.switched", row, before, actor, now)
    return row


def host_switch(*, name: str, active: bool, actor: Actor, now: datetime) -> AllowedHost:
    """Allow short addresses to lead to another site, or allow it no more; addresses that do lead nowhere then."""
    check(actor, Ability.HOST_ALLOW)
    if not is_host(name):
        raise AddressRefusedError("host_malformed", "请填写网站域名，不带 https:// 和路径。")
    with transaction.atomic():
        row = AllowedHost.objects.select_for_update().filter(name=name).first() or AllowedHost(name=name)
        row.active, row.changed_by_label, row.changed_at = active, actor.label, now
        row.save()
        write(Fact("host.allowed" if active else "host.refused", f"host:{name}"), actor=actor, now=now)
    return row


def _refuse_target(path: str, target: str) -> None:
    if not is_inside(target) and host_of(target) is None:
        raise AddressRefusedError("link_malformed", "链接须是本站以 / 开头的地址，或者以 https:// 开头的完整地址。")
    if not may_lead_to(target):
        host = host_of(target)
        raise AddressRefusedError(
            "host_not_allowed", f"尚未允许指向 {host}：请管理员先在“允许的网站”中添加。", host=host
        )
    leads_on = ShortAddress.objects.filter(path=target.partition("#")[0]).exists()
    if target == path or leads_on:
        raise AddressRefusedError("address_leads_on", "不能指向另一个短地址：请直接指向最终的页面。")
    if target.startswith("/") and not stands(target):
        raise AddressRefusedError("target_missing_page", f"本站没有 {target} 这个页面：请核对地址。", target=target)


def _locked(number: int, actor: Actor) -> ShortAddress:
    check(actor, Ability.SITE_EDIT)
    row = ShortAddress.objects.select_for_update().filter(id=number).first()
    if row is None:
        raise ShortAddressMissingError
    return row


def _facts(row: ShortAddress) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*_FIELDS, "active")}


def _sign(row: ShortAddress, actor: Actor, now: datetime) -> None:
    row.changed_by_label, row.changed_at = actor.label, now


def _keep(action: str, row: ShortAddress, before: dict[str, object], actor: Actor, now: datetime) -> None:
    after = _facts(row)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        _sign(row, actor, now)
        row.save()
        told = [{name: held[name] for name in changed} for held in (before, after)]
        _write(action, row, told[0], told[1], actor, now)


def _write(
    action: str,
    row: ShortAddress,
    before: dict[str, object] | None,
    after: dict[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    write(Fact(action, f"address:{row.path}", before=before, after=after), actor=actor, now=now)
