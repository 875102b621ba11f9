"""Publishing is one transaction: everything of it stands, or nothing does."""

import hashlib
import json
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from backbone.records.making import draft, drafted, fresh, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.drafts import Link
from gongkai.backbone.records.models import Edition, Record, Relation, State
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services import publishing, urgency, validity
from gongkai.foundations.canonical import canonical
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.events.models import Event
from gongkai.kernel.numbers.selectors import last

pytestmark = pytest.mark.django_db

# Where publication may break: name of the module's function it calls.
POINTS = [
    (publishing, "edition_data"),
    (publishing, "canonical"),
    (publishing, "reasons_against"),
    (validity, "settle"),
    (urgency, "mark"),
    (publishing, "digest"),
    (publishing, "write_many"),
    (validity, "change"),
    (publishing, "emit"),
    (Edition.objects, "bulk_create"),
]


def everything() -> dict[str, Any]:
    """All that a publication may leave in the database."""
    models: list[Any] = [Record, Edition, Relation, AuditEntry, Event, DueTime]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models} | {"seq": last("events")}


class BrokenError(Exception):
    pass


@pytest.mark.parametrize(("owner", "name"), POINTS, ids=[name for _, name in POINTS])
def test_wherever_it_breaks_nothing_is_left(
    education: Organ,
    clerk: Actor,
    approver: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
) -> None:
    (old,) = imported(education, now)
    (record,) = drafted(education, clerk, now, draft("关于废止旧通知的通知", Link("repeals", old)))
    before = everything()

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise BrokenError

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, broken)
        with pytest.raises(BrokenError):
            services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)
    assert everything() == before
    services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)
    assert fresh(old).validity == "repealed"


def test_one_publication_is_one_edition_one_audit_entry_and_one_event(
    education: Organ, clerk: Actor, approver: Actor, now: datetime
) -> None:
    (record,) = drafted(education, clerk, now)
    (done,) = services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)
    edition, event = Edition.objects.get(), Event.objects.get(kind="record.published")
    entry = AuditEntry.objects.get(action="record.published")
    assert (done.edition, done.digest, done.seq) == (1, edition.digest, event.seq) == (1, edition.digest, edition.seq)
    assert entry.after == {"edition": 1, "digest": edition.digest, "route": "urgent"}
    assert (event.subject, event.data) == (record.index_number, {"edition": 1})
    assert fresh(record.index_number).state == State.PUBLISHED


@pytest.fixture
def edition(education: Organ, now: datetime) -> Edition:
    imported(education, now)
    return Edition.objects.get()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records_edition SET content = content",
        "UPDATE records_edition SET digest = 'x'",
        "UPDATE records_edition SET number = 2",
        "DELETE FROM records_edition",
    ],
)
def test_the_database_refuses_to_touch_an_edition(edition: Edition, sql: str) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        cursor.execute(sql)
    assert Edition.objects.get().digest == edition.digest


def test_an_edition_is_canonical_json_and_its_digest_proves_it(edition: Edition) -> None:
    content = bytes(edition.content)
    assert canonical(json.loads(content)) == content
    assert edition.digest == hashlib.sha256(content).hexdigest()


# Should the bytes of the same record ever change, no earlier edition could be made again and compared.
STABLE = "3638be6b63b709b986e4d7ec746336af2b6321e7cc42fe1f59d0db18d1ae1426"


def test_the_same_record_gives_the_same_bytes_for_ever(edition: Edition) -> None:
    assert edition.digest == STABLE
    assert set(json.loads(bytes(edition.content))) == {
        "schema", "index_number", "edition", "organ", "change_note", "published_at", "document", "relations", "title",
        "document_number", "issuer", "kind", "genre", "subject", "item", "disclosure", "summary", "note", "keywords",
        "addressees", "copies", "outline", "attachments", "dated_on", "printed_on", "effective_on", "expires_on",
    }  # fmt: skip


def test_an_edition_holds_nothing_of_how_it_was_made(edition: Edition) -> None:
    text = bytes(edition.content).decode()
    assert not {"evidence", "drafted_by", "submitted_by", "source_name"} & set(json.loads(text))
    assert SYSTEM.id not in text


def test_records_published_together_may_point_at_each_other(
    education: Organ, clerk: Actor, approver: Actor, now: datetime
) -> None:
    (policy,) = drafted(education, clerk, now, draft("供暖办法"))
    (reading,) = drafted(education, clerk, now, draft("供暖办法解读", Link("interprets", policy.index_number)))
    with pytest.raises(services.NotPublishableError) as caught:
        services.publish([reading.index_number], actor=approver, now=now, route=Route.URGENT)
    assert [r.code for r in caught.value.reasons[reading.index_number]] == ["relation_hidden"]
    both = [policy.index_number, reading.index_number]
    assert len(services.publish(both, actor=approver, now=now, route=Route.URGENT)) == 2
    (inverse,) = selectors.inverse_relations([policy.index_number])[policy.index_number]
    assert (inverse.kind, inverse.title) == ("interprets", "供暖办法解读")


def test_no_draft_of_another_organ_is_told_by_a_relation(
    education: Organ, finance: Organ, clerk: Actor, other_officer: Actor, now: datetime
) -> None:
    (secret,) = services.draft_many([draft("未公开的预算")], organ=finance, actor=other_officer, now=now)
    (own,) = drafted(education, clerk, now)
    from gongkai.backbone.records.services.access import RecordMissingError

    with pytest.raises(RecordMissingError):
        services.relate(own.index_number, Link("implements", secret.index_number), actor=clerk, now=now)


@pytest.mark.parametrize("person", ["citizen", "clerk", "reviewer", "auditor", "administrator", "other_officer"])
def test_who_may_not_publish_does_not(
    education: Organ, clerk: Actor, now: datetime, request: pytest.FixtureRequest, person: str
) -> None:
    (record,) = drafted(education, clerk, now)
    with pytest.raises(ForbiddenError):
        services.publish([record.index_number], actor=request.getfixturevalue(person), now=now)


def test_a_number_nobody_holds_is_told(education: Organ, approver: Actor, now: datetime) -> None:
    from gongkai.backbone.records.services.access import RecordMissingError

    with pytest.raises(RecordMissingError):
        services.publish(["011100012/2026-00099"], actor=approver, now=now)
