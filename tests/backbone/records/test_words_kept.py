"""Reasons and notes are words: a NUL, which PostgreSQL cannot keep, and what terminals obey are refused in each."""

from collections.abc import Callable
from datetime import datetime

import pytest

from backbone.records.making import draft, drafted, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services.lengths import ValueRefusedError
from gongkai.kernel.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def _withdraw(number: str, words: str, now: datetime) -> None:
    services.withdraw(number, form="withdrawn", reason=words, actor=SYSTEM, now=now)


def _target(number: str, words: str, now: datetime) -> None:
    services.withdraw(number, form="moved", reason="移走", target=words, actor=SYSTEM, now=now)


def _note(number: str, words: str, now: datetime) -> None:
    services.publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note=words)


def _summary(number: str, words: str, now: datetime) -> None:
    services.revise(number, {"summary": words}, actor=SYSTEM, now=now)


def _comment(number: str, words: str, now: datetime) -> None:
    services.comment(number, text=f"意见{words}", actor=SYSTEM, now=now)


@pytest.mark.parametrize("words", ["撤下\x00", "\x1b[2J"])
@pytest.mark.parametrize("put", [_withdraw, _target, _note, _summary, _comment])
def test_control_characters_are_refused_wherever_words_are_given(
    education: Organ, now: datetime, put: Callable[[str, str, datetime], None], words: str
) -> None:
    (number,) = imported(education, now, draft())
    with pytest.raises(ValueRefusedError) as refused:
        put(number, words, now)
    assert refused.value.code == "control_characters"


def test_a_reason_for_returning_a_draft_is_words_as_well(
    education: Organ, clerk: Actor, reviewer: Actor, now: datetime
) -> None:
    (record,) = drafted(education, clerk, now)
    services.submit(record.index_number, actor=clerk, now=now)
    with pytest.raises(ValueRefusedError):
        services.decide(record.index_number, step="office", passed=False, reason="\x00", actor=reviewer, now=now)
