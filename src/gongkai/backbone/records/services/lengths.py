"""What has no place in a field is refused in words, before the database refuses it in its own."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import models

from gongkai.backbone.records.models import Record, Relation
from gongkai.foundations.errors import GongkaiError

_LIMITS = {
    field.name: field.max_length
    for model in (Relation, Record)
    for field in model._meta.get_fields()  # noqa: SLF001 - Django's documented name
    if isinstance(field, models.CharField) and field.max_length
}
# PostgreSQL keeps no NUL, and no control character may stand in a feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ValueRefusedError(GongkaiError):
    """A value is too long for its field, or holds characters that are no text."""


def refuse_too_long(values: Mapping[str, Any]) -> None:
    """Raise ``ValueRefusedError`` for the first of these values of a record or relation that cannot be kept."""
    for name, value in values.items():
        if isinstance(value, str):
            limit = _LIMITS.get(name)
            if limit is not None and len(value) > limit:
                raise ValueRefusedError("too_long", f"字段 {name} 最多 {limit} 字：请缩短。", field=name, limit=limit)
            if _CONTROL.search(value):
                raise ValueRefusedError("control_characters", f"字段 {name} 含有控制字符：请删除后再试。", field=name)
