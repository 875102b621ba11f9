"""Many rows at once: without an object for each, or made of other rows by the database itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, Value


def insert_rows(
    table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, once: Sequence[str] = ()
) -> None:
    """Insert the rows; their values are as the database takes them, moments by ``moment``.

    ``bulk_create`` takes two to three times as long. With ``once``, the columns of a unique constraint,
    the other values take the place of what a row that is there already holds. Names never come from outside.
    """
    values = list(rows)
    if not values:
        return
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name not in once)
    conflict = f" ON CONFLICT ({', '.join(once)}) DO UPDATE SET {replaced}" if once else ""
    places = ", ".join("%s" for _ in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table._meta.db_table} ({', '.join(columns)}) VALUES ({places}){conflict}",  # noqa: S608, SLF001 - as above
            values,
        )


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
