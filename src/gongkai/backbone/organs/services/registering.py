"""New organs, and what an organ is."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.backbone.organs.models import Kind, Level, Organ, OrganName
from gongkai.backbone.organs.services.access import OrganRefusedError, organ_locked
from gongkai.backbone.organs.services.contacts import Contact
from gongkai.foundations import law
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


def organ_create(
    *,
    code: str,
    name: str,
    kind: str,
    level: str,
    index_prefix: str,
    parent: str = "",
    domain: str = "",
    contact: Contact | None = None,
    since: date | None = None,
    actor: Actor,
    now: datetime,
) -> Organ:
    """Register an organ. Raises ``OrganRefusedError`` for a code or prefix that is taken or malformed."""
    check(actor, Ability.ORGAN_EDIT)
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", code):
        raise OrganRefusedError("code_malformed", "机构代码须以小写字母开头，只含小写字母、数字和连字符，最多 40 个。")
    if not name.strip() or len(name) > 120:
        raise OrganRefusedError("name_malformed", "机构名称不能为空，最多 120 字。")
    _refuse_malformed(kind, level, index_prefix)
    with transaction.atomic():
        above = organ_locked(parent) if parent else None
        try:
            with transaction.atomic():
                organ = Organ.objects.create(
                    code=code,
                    name=name,
                    kind=kind,
                    level=level,
                    parent=above,
                    position=Organ.objects.count() + 1,
                    index_prefix=index_prefix,
                    domain=domain,
                    **(contact or Contact()).to_data(),
                )
        except IntegrityError as error:
            raise _taken(code, index_prefix) from error
        OrganName.objects.create(organ=organ, name=name, valid_from=since or timezone.localdate(now))
        write(Fact("organ.created", f"organ:{code}", code, after={"name": name}), actor=actor, now=now)
        emit(Emission("organ.created", code, {"parent": parent}), lane=Lane.NOW, now=now)
    return organ


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an organ is and where it stands; ``parent`` is the code of the one above, empty for none.

    ``None`` leaves a field as it is.
    """

    kind: str | None = None
    level: str | None = None
    parent: str | None = None
    position: int | None = None
    index_prefix: str | None = None
    domain: str | None = None


def organ_edit(*, code: str, details: Details, actor: Actor, now: datetime) -> Organ:
    """Change what an organ is and where it stands, as far as given.

    Index numbers that were given keep the prefix they began with.
    """
    check(actor, Ability.ORGAN_EDIT)
    with transaction.atomic():
        organ = organ_locked(code)
        before = _told(organ)
        given = {one.name: getattr(details, one.name) for one in fields(details)}
        after = before | {name: value for name, value in given.items() if value is not None}
        changed = sorted(name for name in after if after[name] != before[name])
        if not changed:
            return organ
        _refuse_malformed(after["kind"], after["level"], after["index_prefix"])
        if len(after["domain"]) > 120:
            raise OrganRefusedError("too_long", "字段 domain 最多 120 字：请缩短。", field="domain", limit=120)
        for name in changed:
            setattr(organ, name, _above(organ, after["parent"]) if name == "parent" else after[name])
        try:
            with transaction.atomic():
                organ.save(update_fields=changed)
        except IntegrityError as error:
            raise _taken(code, after["index_prefix"]) from error
        told = [{name: held[name] for name in changed} for held in (before, after)]
        write(Fact("organ.edited", f"organ:{code}", code, before=told[0], after=told[1]), actor=actor, now=now)
        data = {"fields": changed, "parent": after["parent"], "former": before["parent"]}
        emit(Emission("organ.changed", code, data), lane=Lane.NOW, now=now)
    return organ


def _told(organ: Organ) -> dict[str, Any]:
    told = {one.name: getattr(organ, one.name) for one in fields(Details)}
    return told | {"parent": organ.parent.code if organ.parent else ""}


def _above(organ: Organ, code: str) -> Organ | None:
    """The organ to stand above; refused when it is the organ itself or stands below it."""
    parent = above = organ_locked(code) if code else None
    while above is not None:
        if above.pk == organ.pk:
            raise OrganRefusedError("parent_below", "上级机构不能是本机构或者它的下级机构。")
        above = above.parent
    return parent


def _taken(code: str, prefix: str) -> OrganRefusedError:
    message = f"机构代码 {code} 或索引号前缀 {prefix} 已被使用。"
    return OrganRefusedError("organ_taken", message, code=code, prefix=prefix)


def _refuse_malformed(kind: str, level: str, index_prefix: str) -> None:
    if kind not in Kind.values or level not in Level.values:
        kinds, levels = "、".join(Kind.values), "、".join(Level.values)
        raise OrganRefusedError(
            "organ_kind_unknown", f"没有这种机构类型或层级；类型：{kinds}；层级：{levels}。", kinds=kinds, levels=levels
        )
    if not law.is_index_prefix(index_prefix):
        raise OrganRefusedError("prefix_malformed", "索引号前缀须为 9 位机构代码或 18 位统一社会信用代码。")
