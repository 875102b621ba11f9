"""Many rows at once: without an object for each, or made of other rows by the database itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, Value

ROWS_AT_ONCE = 100


def insert_rows(
    table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, once: Sequence[str] = ()
) -> None:
    """Insert the rows; their values are as the database takes them, moments by ``moment``.

    ``bulk_create`` takes two to three times as long on SQLite. With ``once``, the columns of a unique constraint, the
    other values take the place of what a row that is there already holds; no two rows given may be alike in them.
    Names of columns never come from outside.
    """
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name not in once)
    conflict = f" ON CONFLICT ({', '.join(once)}) DO UPDATE SET {replaced}" if once else ""
    named = f"{table._meta.db_table} ({', '.join(columns)})"  # noqa: SLF001 - its public face, in spite of the name
    row = f"({', '.join('%s' for _ in columns)})"
    rest = iter(rows)
    with connection.cursor() as cursor:
        while portion := list(islice(rest, ROWS_AT_ONCE)):
            places = ", ".join(row for _ in portion)
            values = [value for given in portion for value in given]
            cursor.execute(f"INSERT INTO {named} VALUES {places}{conflict}", values)  # noqa: S608 - names alone


def moment(at: datetime) -> Any:
    """The moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def insert_from(
    table: type[Model],
    columns: Sequence[str],
    rows: "QuerySet[Any, Any]",
    given: Mapping[str, Any],
    *,
    once: Sequence[str] = (),
) -> int:
    """Insert a row for each that is selected, with what is given for all alike; answers how many there were.

    ``rows`` is a ``values_list`` of what goes into ``columns``. With ``once``, the columns of a unique constraint,
    what is given takes the place of what a row that is there already holds. Names of columns never come from outside.
    """
    meta = table._meta  # noqa: SLF001 - its public face, in spite of the name
    fields = {field.name: field for field in meta.concrete_fields}
    values = {f"given_{name}": Value(value, fields[name]) for name, value in given.items()}
    sql, parameters = rows.annotate(**values).query.sql_with_params()
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in given if name not in once)
    conflict = f" ON CONFLICT ({', '.join(once)}) DO UPDATE SET {replaced}" if once else ""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {meta.db_table} ({', '.join([*columns, *given])}) {sql}{conflict}", parameters)
        return int(cursor.rowcount)
