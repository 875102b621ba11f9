from datetime import datetime

from django.db.models import QuerySet

from gongkai.kernel.due.models import DueTime


def given_up() -> QuerySet[DueTime]:
    """Moments that failed too often and wait for a person."""
    return DueTime.objects.filter(dead=True).order_by("at")


def upcoming(subject: str) -> QuerySet[DueTime]:
    """What is still to happen to the subject."""
    return DueTime.objects.filter(subject=subject).order_by("at")


def between(kind: str, since: datetime, until: datetime) -> QuerySet[DueTime]:
    """Moments of a kind from ``since`` to before ``until``, in their order."""
    return DueTime.objects.filter(kind=kind, at__gte=since, at__lt=until).order_by("at", "id")
