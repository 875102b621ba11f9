"""Acting in the same transaction in which something happens."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from django.db import transaction

from gongkai.kernel.events import Delivery, Emission, Lane, subscriptions
from gongkai.kernel.events.models import Event
from gongkai.kernel.events.services import emit
from gongkai.kernel.events.subscriptions import Subscription, subscribe

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What a subscriber to ``trial.`` was told, one list for each time it was called."""
    monkeypatch.setattr(subscriptions, "_subscriptions", {})
    calls: list[list[str]] = []
    subscribe(Subscription("trial", ("trial.",), lambda deliveries: calls.append([d.subject for d in deliveries])))
    return calls


def _emit(now: datetime, *kinds: str) -> None:
    with transaction.atomic():
        emit(*(Emission(kind, f"of {kind}") for kind in kinds), lane=Lane.NOW, now=now)


def test_a_subscriber_hears_its_events_together_and_in_order(heard: list[list[str]], now: datetime) -> None:
    _emit(now, "trial.one", "other.two", "trial.three")
    assert heard == [["of trial.one", "of trial.three"]]


def test_a_subscriber_is_not_called_for_what_it_did_not_ask(heard: list[list[str]], now: datetime) -> None:
    _emit(now, "other.two")
    assert heard == []


def test_when_a_subscriber_fails_nothing_happened(heard: list[list[str]], now: datetime) -> None:
    def fail(deliveries: Sequence[Delivery]) -> None:
        raise RuntimeError("cannot")

    subscribe(Subscription("failing", ("trial.",), fail))
    with pytest.raises(RuntimeError):
        _emit(now, "trial.one")
    assert not Event.objects.filter(kind="trial.one").exists()


def test_a_subscriber_may_emit_in_turn(heard: list[list[str]], now: datetime) -> None:
    subscribe(
        Subscription(
            "echo", ("trial.one",), lambda _: (emit(Emission("echo.of", "one"), lane=Lane.NOW, now=now), None)[1]
        )
    )
    _emit(now, "trial.one", "trial.two")
    kinds = Event.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["trial.one", "trial.two", "echo.of"]


def test_a_second_subscriber_of_the_same_name_takes_its_place(heard: list[list[str]], now: datetime) -> None:
    again: list[int] = []
    subscribe(Subscription("trial", ("trial.",), lambda deliveries: again.append(len(deliveries))))
    _emit(now, "trial.one")
    assert (heard, again) == ([], [1])
