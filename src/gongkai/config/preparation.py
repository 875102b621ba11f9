"""What must be in place before anything is served: tables and the files of the design."""

import hashlib
import io
from pathlib import Path


def migrate() -> list[str]:
    """Bring the database up to date, one process at a time; answers the names of the migrations applied."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from gongkai.kernel.database.locks import exclusive

    with exclusive("migrate", wait=True):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unapplied() -> int:
    """How many migrations the database still needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> bool:
    """Copy style sheets and scripts to where they are served from; answers whether any had changed."""
    from django.conf import settings
    from django.core.management import call_command

    fingerprint = _fingerprint()
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    if stamp.exists() and stamp.read_text("utf-8") == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint, "utf-8")
    return True


def refresh_pages() -> bool:
    """Have pages baked again when what they all share has changed since the last start; answers whether it had.

    That is the layout, the words of the catalogue, the rule book, and what the settings say of the site. On a new
    platform the pages that are there before the first record are baked.
    """
    from django.conf import settings

    from gongkai.backbone.channels.portal import FIRST
    from gongkai.kernel.portal import stale
    from gongkai.kernel.worker import Lane

    fingerprint = _shared_by_pages()
    stamp = Path(settings.RUN) / "pages.fingerprint"
    if stamp.exists() and stamp.read_text("utf-8") == fingerprint:
        return False
    stale.mark_all(Lane.BULK)
    stale.mark(FIRST, Lane.NOW)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint, "utf-8")
    return True


def refresh_frame() -> None:
    """Have what surrounds every page be that of now: while nothing ran, a banner may have begun or ended."""
    from django.utils import timezone

    from gongkai.backbone.structure import portal

    portal.put_up(timezone.now())
    portal.put_menu()


def _shared_by_pages() -> str:
    from django.conf import settings

    site = (settings.SITE_URL, settings.SITE_NAME, settings.SITE_DOMAIN, settings.SITE_ID_CODE)
    digest = hashlib.sha256(repr(site).encode())
    for file in sorted(settings.PACKAGE.rglob("*")):
        if file.suffix in {".html", ".mo", ".toml"} or file.name == "portal.py":
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
