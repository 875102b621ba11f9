"""Tables whose rows are written once: the database itself refuses to change or delete them."""

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What INSERT OR REPLACE replaces is deleted, too: SQLite asks the trigger because of PRAGMA recursive_triggers.
_SQLITE = {
    "update": "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END",
    "delete": "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END",
}
_SQLITE_REFUSE = "SELECT RAISE(ABORT, '{table} is append-only')"
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = {
    "change": (
        "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    ),
    "truncate": (
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
}


def append_only(table: str) -> migrations.RunPython:
    """The migration step that puts the triggers on ``table``; undoing the migration takes them off."""

    def put(_apps: "Apps", editor: "BaseDatabaseSchemaEditor") -> None:
        if editor.connection.vendor == "postgresql":
            statements = [_FUNCTION, *_POSTGRESQL.values()]
        else:
            statements = list(_SQLITE.values())
        refuse = _SQLITE_REFUSE.format(table=table)
        for statement in statements:
            editor.execute(statement.format(table=table, refuse=refuse), params=None)

    def take(_apps: "Apps", editor: "BaseDatabaseSchemaEditor") -> None:
        postgresql = editor.connection.vendor == "postgresql"
        for verb in _POSTGRESQL if postgresql else _SQLITE:
            place = f" ON {table}" if postgresql else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{place}", params=None)

    return migrations.RunPython(put, take)
