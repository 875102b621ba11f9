"""The audit at the console: narrowed, paged, and taken along as a table that is no formula."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.accounts.models import Person
from gongkai.kernel.actors import Actor, Role
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.console.spreadsheets import csv_lines
from kernel.console.people import signed_in

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def note(actor: Actor, now: datetime, *facts: Fact) -> None:
    with transaction.atomic():
        write(*facts, actor=actor, now=now)


@pytest.fixture
def noted(db: None, clerk: Actor, approver: Actor, now: datetime) -> None:
    note(
        clerk, now, Fact("record.revised", "record:A/1", "yunchuan", before={"title": "旧题"}, after={"title": "新题"})
    )
    note(approver, now + timedelta(days=1), Fact("organ.renamed", "organ:b", "yunchuan-finance", reason="=HYPERLINK()"))


def page(**asked: str) -> str:
    return signed_in("auditor", Role.AUDITOR).get("/console/audit", asked).content.decode()


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ({"action": "record."}, "record:A/1", "organ:b"),
        ({"subject": "organ:"}, "organ:b", "record:A/1"),
        ({"organ": "yunchuan-finance"}, "organ:b", "record:A/1"),
        ({"who": "test:clerk"}, "record:A/1", "organ:b"),
        ({"until": "2026-11-26"}, "record:A/1", "organ:b"),
        ({"since": "2026-11-27", "subject": "organ"}, "organ:b", "record:A/1"),
        ({"since": "yesterday", "action": "record"}, "新题", "organ:b"),
    ],
)
def test_entries_are_narrowed_by_what_was_asked(noted: None, asked: dict[str, str], shown: str, hidden: str) -> None:
    found = page(**asked)
    assert shown in found
    assert hidden not in found


def test_a_person_is_found_by_their_name_and_their_login(db: None) -> None:
    client = signed_in("auditor", Role.AUDITOR)
    found = Person.objects.get(login="auditor")
    with transaction.atomic():
        write(
            Fact("record.seen", "record:C/3"),
            actor=Actor(id=f"person:{found.pk}", label="x"),
            now=found.sessions_from or datetime.now().astimezone(),
        )
    for who in ("auditor", "auditor的姓名", f"person:{found.pk}"):
        assert "record:C/3" in client.get("/console/audit", {"who": who}).content.decode()
    assert "record:C/3" not in client.get("/console/audit", {"who": "nobody"}).content.decode()


def test_long_audits_come_page_by_page_with_their_filters(db: None, clerk: Actor, now: datetime) -> None:
    note(clerk, now, *(Fact("record.revised", f"record:A/{number:03}") for number in range(60)))
    client = signed_in("auditor", Role.AUDITOR)
    first = client.get("/console/audit", {"action": "record."})
    assert len(first.context["rows"]) == 50
    second = client.get(f"/console/audit{first.context['pages'].following}").content.decode()
    assert "record:A/009" in second
    assert "record:A/010" not in second
    assert 'href="/console/audit.csv?action=record."' in first.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.OPEN_GOVERNMENT_OFFICE}])
def test_others_see_neither_page_nor_table(db: None, role: Role) -> None:
    client = signed_in("other", role)
    assert {client.get(path).status_code for path in ("/console/audit", "/console/audit.csv")} == {403}


def test_the_table_holds_what_the_page_shows_and_no_formula(noted: None) -> None:
    answer: Any = signed_in("auditor", Role.AUDITOR).get("/console/audit.csv", {"subject": "organ:"})
    assert answer["content-type"] == "text/csv; charset=utf-8"
    assert answer["content-disposition"].startswith('attachment; filename="audit-')
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["subject"], row["reason"]) for row in rows] == [("organ:b", "'=HYPERLINK()")]


def read(lines: Iterator[bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(lines).decode("utf-8-sig"), newline="")))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=3)))
def test_no_cell_is_ever_a_formula_and_none_loses_its_words(rows: list[list[str]]) -> None:
    told = read(csv_lines(rows))
    assert len(told) == len(rows)
    for row, cells in zip(rows, told, strict=True):
        for given_cell, cell in zip(row, cells, strict=True):
            assert not cell.lstrip(" ").startswith(FORMULA)
            assert cell.removeprefix("'").endswith(given_cell.replace("\0", "").removeprefix("'"))
