"""Texts of the invented city, for the tests of the search."""

from datetime import UTC, date, datetime
from typing import Any

from gongkai.backbone.search.engine import Entry

PUBLISHED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def index_number(number: int) -> str:
    return f"011100008/2026-{number:05d}"


def entry(number: int = 1, **changes: Any) -> Entry:
    """A notice on public housing, changed as wanted."""
    values: dict[str, Any] = {
        "index_number": index_number(number),
        "seq": number,
        "title": "关于做好住房保障工作的通知",
        "url": f"/info/{index_number(number)}",
        "document_number": f"云政办发〔2026〕{number}号",
        "issuer": "云川市人民政府办公室",
        "organ": "yunchuan-office",
        "kind": "notice",
        "subject": "01.01",
        "year": "2026",
        "item": "20.1",
        "validity": "in_force",
        "dated_on": date(2026, 3, 1),
        "published_at": PUBLISHED_AT,
        "body": "各区人民政府，市有关部门：为了让新市民住得下，现就公共租赁房的申请条件和轮候办法通知如下。",
    }
    return Entry(**values | changes)
