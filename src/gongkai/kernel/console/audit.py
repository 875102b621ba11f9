"""The audit, for those who may see it: narrowed, paged, and taken along as a table."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from gongkai.kernel.accounts.selectors import actor_ids
from gongkai.kernel.actors import Ability
from gongkai.kernel.audit import selectors
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows
from gongkai.kernel.console.spreadsheets import csv_lines

MOST_EXPORTED = 50_000
_FILTERS = ("who", "action", "subject", "organ", "since", "until")
_COLUMNS = ("at", "actor", "actor_label", "address", "action", "organ", "subject", "before", "after", "reason")


class AuditPage(ConsoleView):
    """What both pages of the audit share: the entries that fit what was asked."""

    ability = Ability.AUDIT_SEE

    def asked(self) -> dict[str, str]:
        """The filters as they were given."""
        return {name: self.request.GET.get(name, "").strip()[:120] for name in _FILTERS}

    def entries(self) -> QuerySet[AuditEntry]:
        """The entries that fit, newest first."""
        asked = self.asked()
        since, until = _day(asked["since"]), _day(asked["until"])
        return selectors.search(
            actor=self.actor,
            who=[asked["who"], *actor_ids(asked["who"])] if asked["who"] else "",
            action=asked["action"],
            subject=asked["subject"],
            organ=asked["organ"],
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


class AuditView(AuditPage):
    """A page of the audit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        rows = page_of_rows(self.entries(), request.GET)
        shown = [(entry, list(_changes(entry))) for entry in rows.rows]
        query = request.GET.copy()
        query.pop("before", None)
        return self.page(
            "console/audit.html",
            rows=shown,
            pages=rows,
            asked=self.asked(),
            query=query.urlencode(),
            most=MOST_EXPORTED,
        )


class AuditExportView(AuditPage):
    """The same as a table for a spreadsheet, the newest entries first."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """The table."""
        entries = self.entries()[:MOST_EXPORTED].iterator(chunk_size=1000)
        headers = {"Content-Disposition": f'attachment; filename="audit-{timezone.localdate(self.now)}.csv"'}
        return StreamingHttpResponse(csv_lines(_rows(entries)), content_type="text/csv; charset=utf-8", headers=headers)


def _rows(entries: Iterator[AuditEntry]) -> Iterator[list[object]]:
    yield list(_COLUMNS)
    for entry in entries:
        values: list[Any] = [getattr(entry, name) for name in _COLUMNS[1:]]
        yield [timezone.localtime(entry.at).isoformat(timespec="seconds"), *map(_cell, values)]


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)


def _changes(entry: AuditEntry) -> Iterator[tuple[str, str, str]]:
    """Each field that was told: its name, what it was and what it became."""
    before, after = entry.before or {}, entry.after or {}
    for name in sorted({*before, *after}):
        yield name, _value(before.get(name)), _value(after.get(name))


def _value(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"sha256"}:
        return f"SHA-256 {value['sha256'][:12]}…"  # a whole text, told by its digest
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
