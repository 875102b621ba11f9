import io
from datetime import datetime, timedelta

import pytest

from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.files import services
from gongkai.kernel.files.models import StoredFile
from gongkai.kernel.files.services import file_store
from gongkai.kernel.files.storage import Storage, TooLargeError

pytestmark = pytest.mark.django_db

ORGAN = "yunchuan-education"
PDF = b"%PDF-1.4\n1 0 obj"


def test_a_clerk_stores_a_file_and_the_audit_says_so(store: Storage, clerk: Actor, now: datetime) -> None:
    row = file_store(io.BytesIO(PDF), organ=ORGAN, actor=clerk, now=now)
    assert (row.size, row.media_type, row.created_at) == (len(PDF), "application/pdf", now)
    assert b"".join(store.chunks(row.sha256)) == PDF
    assert str(row) == row.sha256
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject, entry.organ) == ("file.stored", f"file:{row.sha256}", ORGAN)
    assert entry.after == {"size": len(PDF), "media_type": "application/pdf"}


def test_a_stream_already_read_is_stored_from_its_beginning(store: Storage, clerk: Actor, now: datetime) -> None:
    stream = io.BytesIO(PDF)
    stream.read()
    assert file_store(stream, organ=ORGAN, actor=clerk, now=now).size == len(PDF)


def test_the_same_content_is_one_row_and_one_entry(store: Storage, clerk: Actor, now: datetime) -> None:
    first = file_store(io.BytesIO(PDF), organ=ORGAN, actor=clerk, now=now)
    second = file_store(io.BytesIO(PDF), organ=ORGAN, actor=clerk, now=now + timedelta(days=1))
    assert second == first
    assert second.created_at == now
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("who", ["citizen", "stranger", "reviewer", "approver", "auditor", "other_officer"])
def test_others_store_nothing(store: Storage, request: pytest.FixtureRequest, who: str, now: datetime) -> None:
    stream = io.BytesIO(PDF)
    with pytest.raises(ForbiddenError):
        file_store(stream, organ=ORGAN, actor=request.getfixturevalue(who), now=now)
    assert stream.tell() == 0
    assert not StoredFile.objects.exists()


def test_too_large_a_file_leaves_no_row(
    store: Storage, clerk: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LIMIT_BYTES", 5)
    with pytest.raises(TooLargeError):
        file_store(io.BytesIO(PDF), organ=ORGAN, actor=clerk, now=now)
    assert not StoredFile.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_file_that_must_not_stay_is_forgotten_and_the_audit_says_why(
    store: Storage, clerk: Actor, other_officer: Actor, now: datetime
) -> None:
    digest = file_store(io.BytesIO(PDF), organ=ORGAN, actor=clerk, now=now).sha256
    with pytest.raises(ForbiddenError):
        services.file_discard(digest, organ=ORGAN, reason="误传。", actor=other_officer, now=now)
    for _ in range(2):
        services.file_discard(digest, organ=ORGAN, reason="误传。", actor=clerk, now=now)
    assert not store.holds(digest)
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.filter(action="file.discarded", reason="误传。").count() == 2
    assert file_store(io.BytesIO(PDF), organ=ORGAN, actor=clerk, now=now).sha256 == digest
    assert store.holds(digest)
