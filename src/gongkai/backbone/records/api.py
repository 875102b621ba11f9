"""Records for programs."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.services.access import RecordMissingError
from gongkai.backbone.records.services.ingesting import ingest_upload
from gongkai.backbone.records.validity import validity_of
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.api.errors import ErrorOut
from gongkai.kernel.api.shell import Token

router = Router(tags=["records"])
_REFUSALS = (400, 401, 403, 404, 409, 422, 429)


class RecordOut(Schema):
    """A published record: its newest edition, with today's validity and withdrawal."""

    index_number: str
    edition: int
    digest: str
    url: str
    validity: str
    withdrawal: str
    content: dict[str, Any] | None


class ValidityOut(Schema):
    """What a published record is worth on a day: a code of the rule book's table of validities."""

    index_number: str
    on: date
    validity: str


class DraftIn(Schema):
    """What is said of a document beside its text."""

    organ: str = Field("", max_length=60, description="Code of the organ that publishes; else found in the text")


class DraftOut(Schema):
    """The record a file became; ``fresh`` is false when the same file had been taken in before."""

    index_number: str
    title: str
    state: str
    fresh: bool


class PublicationIn(Schema):
    """How to publish."""

    model_config = ConfigDict(extra="forbid")
    note: str = Field("", max_length=1000, description="What was corrected, for a new edition")


class PublicationOut(Schema):
    """The edition that was published; ``seq`` is the event that tells of it."""

    index_number: str
    edition: int
    digest: str
    seq: int
    url: str


class WithdrawalIn(Schema):
    """How and why to withdraw."""

    model_config = ConfigDict(extra="forbid")
    form: str = Field(description="withdrawn, moved, lapsed, merged or published_in_error")
    reason: str = Field(max_length=1000, description="Why; readers see it")
    target: str = Field("", max_length=60, description="Index number readers are led to (moved, merged)")


class WithdrawalOut(Schema):
    """What became of the record."""

    index_number: str
    withdrawal: str
    target: str


@router.get(
    "/records/{prefix}/{number}",
    response={200: RecordOut, (404, 422, 429): ErrorOut},
    summary="Read a published record",
    operation_id="read_record",
)
def record(request: HttpRequest, prefix: str, number: str) -> RecordOut:
    """A record by its index number; its content is left out when it was withdrawn with its text."""
    found = selectors.published_one(f"{prefix}/{number}")
    if found is None:
        raise RecordMissingError(f"{prefix}/{number}")
    return RecordOut(
        index_number=found.index_number,
        edition=found.edition,
        digest=found.digest,
        url=found.url,
        validity=found.validity,
        withdrawal=found.withdrawal,
        content=json.loads(found.content) if found.findable else None,
    )


@router.get(
    "/records/{prefix}/{number}/validity",
    response={200: ValidityOut, (404, 422, 429): ErrorOut},
    summary="Read the validity of a record on a day",
    operation_id="read_validity",
)
def validity(request: HttpRequest, prefix: str, number: str, on: date) -> ValidityOut:
    """The validity on a day, past or to come; days to come are answered by what is published now."""
    index_number = f"{prefix}/{number}"
    held = validity_of(index_number, on)
    if held is None:
        raise RecordMissingError(index_number)
    return ValidityOut(index_number=index_number, on=on, validity=held)


@router.post(
    "/records",
    auth=Token(Ability.RECORD_DRAFT),
    response={(200, 201): DraftOut, (*_REFUSALS, 413): ErrorOut},
    summary="Draft a record from a document",
    operation_id="draft_record",
)
def draft(
    request: HttpRequest,
    file: File[UploadedFile],
    asked: Form[DraftIn],
) -> Status[DraftOut]:
    """Takes a document in and registers it as a draft. Scope record.draft. 200 when it was taken in before."""
    done = ingest_upload(
        file.chunks(), name=file.name or "", organ_code=asked.organ, actor=_actor(request), now=timezone.now()
    )
    made = done.record
    answer = DraftOut(index_number=made.index_number, title=made.title, state=made.state, fresh=done.fresh)
    return Status(201 if done.fresh else 200, answer)


@router.post(
    "/records/{prefix}/{number}/publish",
    auth=Token(Ability.RECORD_PUBLISH),
    response={200: PublicationOut, _REFUSALS: ErrorOut},
    summary="Publish a reviewed record",
    operation_id="publish_record",
)
def publish(request: HttpRequest, prefix: str, number: str, how: PublicationIn) -> PublicationOut:
    """Publishes a record that passed its review, or says everything that speaks against it. Scope record.publish."""
    (done,) = services.publish([f"{prefix}/{number}"], actor=_actor(request), now=timezone.now(), change_note=how.note)
    return PublicationOut(
        index_number=done.index_number,
        edition=done.edition,
        digest=done.digest,
        seq=done.seq,
        url=selectors.address(done.index_number),
    )


@router.post(
    "/records/{prefix}/{number}/withdraw",
    auth=Token(Ability.RECORD_WITHDRAW),
    response={200: WithdrawalOut, _REFUSALS: ErrorOut},
    summary="Withdraw a published record",
    operation_id="withdraw_record",
)
def withdraw(request: HttpRequest, prefix: str, number: str, how: WithdrawalIn) -> WithdrawalOut:
    """Takes a published record back in one of five forms; its page says so. Scope record.withdraw."""
    done = services.withdraw(
        f"{prefix}/{number}",
        form=how.form,
        reason=how.reason,
        target=how.target,
        actor=_actor(request),
        now=timezone.now(),
    )
    return WithdrawalOut(index_number=done.index_number, withdrawal=done.withdrawal, target=done.withdrawal_target)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
