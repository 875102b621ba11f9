"""Storing files."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.files.kinds import media_type
from gongkai.kernel.files.models import StoredFile
from gongkai.kernel.files.storage import storage

LIMIT_BYTES = 500 * 1024 * 1024


def file_store(stream: BinaryIO, *, organ: str, actor: Actor, now: datetime) -> StoredFile:
    """Keep a seekable stream's content; the same content is kept once.

    The bytes are safe before the row says so: a crash in between leaves at most bytes nobody points to, which
    the next storing of the same file takes up.
    """
    check(actor, Ability.FILE_STORE, organ=organ)
    kind = media_type(stream)
    stored = storage().put(stream, limit=LIMIT_BYTES)
    with transaction.atomic():
        row, fresh = StoredFile.objects.get_or_create(
            sha256=stored.sha256, defaults={"size": stored.size, "media_type": kind, "created_at": now}
        )
        if fresh:
            after = {"size": stored.size, "media_type": kind}
            write(Fact("file.stored", f"file:{stored.sha256}", organ, after=after), actor=actor, now=now)
    return row


def file_discard(sha256: str, *, organ: str, reason: str, actor: Actor, now: datetime) -> None:
    """Forget a file that must not lie here, such as one marked as a secret; that it was here stays in the audit.

    The bytes go last: broken off before, they are left behind without a row and go when this is done again.
    """
    check(actor, Ability.FILE_STORE, organ=organ)
    with transaction.atomic():
        StoredFile.objects.filter(sha256=sha256).delete()
        write(Fact("file.discarded", f"file:{sha256}", organ, reason=reason), actor=actor, now=now)
    storage().discard(sha256)
