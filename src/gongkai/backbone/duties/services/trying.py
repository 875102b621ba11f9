"""Seeing what a change would do before it is done: it is done, looked at, and taken back."""

from collections.abc import Callable

from django.db import transaction

from gongkai.backbone.duties.models import Duty


def tried(number: str, change: Callable[[], object]) -> Duty:
    """The duty as it would be after the change; nothing stays of it. Raises what the change raises."""
    with transaction.atomic():
        change()
        duty = Duty.objects.select_related("organ").prefetch_related("assistance__organ").get(number=number)
        transaction.set_rollback(True)
    return duty
