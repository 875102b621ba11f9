"""What the database itself refuses, whoever asks and however."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

pytestmark = pytest.mark.django_db

TABLES = {"audit_entry": ("id", "action"), "events_event": ("seq", "kind")}
ATTACKS: dict[str, Callable[[str, str, str], str]] = {
    "update": lambda table, key, column: f"UPDATE {table} SET {column} = 'forged'",
    "touch": lambda table, key, column: f"UPDATE {table} SET {column} = {column}",
    "delete": lambda table, key, column: f"DELETE FROM {table}",
    "delete one": lambda table, key, column: f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} LIMIT 1)",
}


@pytest.fixture
def rows(now: datetime) -> None:
    write(Fact("trial.made", "one"), actor=SYSTEM, now=now)
    emit(Emission("trial.made", "one"), lane=Lane.NOW, now=now)


def snapshot(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return list(cursor.fetchall())


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_row_once_written_is_neither_changed_nor_deleted(rows: None, table: str, attack: str) -> None:
    before = snapshot(table)
    assert before
    refused(ATTACKS[attack](table, *TABLES[table]))
    assert snapshot(table) == before


@pytest.mark.parametrize("table", TABLES)
def test_an_insertion_does_not_overwrite_either(rows: None, table: str) -> None:
    before = snapshot(table)
    key, column = TABLES[table]
    columns = ", ".join(f'"{d[0]}"' for d in described(table))
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    refused(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {column} = 'forged'"
    )
    assert snapshot(table) == before


def described(table: str) -> tuple[tuple[str, ...], ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        return tuple(cursor.description)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_not_emptied_at_once(needs_postgresql: None, rows: None, table: str) -> None:
    refused(f"TRUNCATE {table} CASCADE")
    assert snapshot(table)
