"""What every test may ask for: the cast, the time, and a network that ends at this machine."""

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from gongkai.kernel.actors import Actor, Membership, Role
from support import require
from support.programs import Programs

EDUCATION, FINANCE, OFFICE = "yunchuan-education", "yunchuan-finance", "yunchuan-office"
MARKS_ON_REQUEST = ("browser", "slow", "endurance")


def pytest_unconfigure() -> None:
    """Each test process has a data directory of its own and leaves nothing behind."""
    shutil.rmtree(os.environ["GONGKAI_DATA"], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without ``-m`` leave out what is slow or needs a browser; ``.ci/run`` asks for all but endurance."""
    if config.option.markexpr:
        return
    left_out = [item for item in items if any(item.get_closest_marker(mark) for mark in MARKS_ON_REQUEST)]
    # A test asked for by its own name runs whatever its marks.
    if left_out and len(left_out) < len(items):
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With ``GONGKAI_REQUIRE_ALL`` a test that skips because something could not be had has failed."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if require.all_is_required() and not require.may_skip(reason):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} must not be skipped here: {reason}"


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Tests reach this machine only: loopback and Unix sockets."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    yield
    patch.undo()


def _guarded(original: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address!r}; tests use no network")
        return original(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _flush_passes_triggers() -> Iterator[None]:
    """Emptying the tables after a test that committed deletes rows, which append-only tables refuse."""
    patch = pytest.MonkeyPatch()
    operations = type(connection.ops)
    patch.setattr(operations, "sql_flush", _flush_around_triggers(operations.sql_flush))
    yield
    patch.undo()


_SQLITE_TRIGGERS = "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL_TRIGGERS = """
    SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
           format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%_no_truncate'
"""


def _flush_around_triggers(original: Any) -> Any:
    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(_POSTGRESQL_TRIGGERS if self.connection.vendor == "postgresql" else _SQLITE_TRIGGERS)
            triggers = cursor.fetchall()
        return [*(off for off, _ in triggers), *original(self, *args, **kwargs), *(on for _, on in triggers)]

    return sql_flush


@pytest.fixture
def now() -> datetime:
    """A Thursday morning in Yunchuan."""
    return datetime(2026, 11, 26, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def _person(name: str, *roles: Role, organ: str = EDUCATION) -> Actor:
    held = frozenset(Membership(organ, role) for role in roles)
    return Actor(id=f"test:{name}", label=name, memberships=held, address="127.0.0.1")


@pytest.fixture
def citizen() -> Actor:
    """Anyone at all: no membership anywhere."""
    return _person("citizen")


@pytest.fixture
def stranger() -> Actor:
    """An official of an organ that has nothing to do with the matter, without a role that acts on records."""
    return _person("stranger", Role.ADMINISTRATOR, organ=FINANCE)


@pytest.fixture
def clerk() -> Actor:
    """Drafts records of the education bureau."""
    return _person("clerk", Role.EDITOR)


@pytest.fixture
def reviewer() -> Actor:
    """First review at the education bureau."""
    return _person("reviewer", Role.REVIEWER)


@pytest.fixture
def legality_reviewer() -> Actor:
    return _person("legality_reviewer", Role.LEGALITY_REVIEWER)


@pytest.fixture
def secrecy_reviewer() -> Actor:
    return _person("secrecy_reviewer", Role.SECRECY_REVIEWER)


@pytest.fixture
def approver() -> Actor:
    """Signs off and publishes for the education bureau."""
    return _person("approver", Role.APPROVER)


@pytest.fixture
def office() -> Actor:
    """The open-government office of the city."""
    return _person("office", Role.OPEN_GOVERNMENT_OFFICE, organ=OFFICE)


@pytest.fixture
def auditor() -> Actor:
    return _person("auditor", Role.AUDITOR, organ=OFFICE)


@pytest.fixture
def administrator() -> Actor:
    return _person("administrator", Role.ADMINISTRATOR, organ=OFFICE)


@pytest.fixture
def other_officer() -> Actor:
    """Drafts and signs off, but at another organ: may touch nothing of the education bureau."""
    return _person("other_officer", Role.EDITOR, Role.APPROVER, organ=FINANCE)


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    directory = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "sqlite":
        Programs(directory).migrate()
    return directory


@pytest.fixture
def programs(_migrated: Path, tmp_path: Path, transactional_db: None) -> Programs:
    """Runs programs at the same time on a database with empty tables."""
    directory = tmp_path / "data"
    shutil.copytree(_migrated, directory)
    return Programs(directory)


@pytest.fixture
def needs_browser() -> str:
    """The path of Chromium, for Playwright's ``executable_path``."""
    return require.chromium()


@pytest.fixture
def needs_postgresql(db: None) -> None:
    """For what only PostgreSQL does; runs when ``DATABASE_URL`` names one."""
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL: set DATABASE_URL")


@pytest.fixture
def needs_sqlite(db: None) -> None:
    """For what only SQLite does."""
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite: unset DATABASE_URL")


@pytest.fixture
def data_directory() -> str:
    """The data directory of this test process."""
    return os.environ["GONGKAI_DATA"]
