"""Reading banners."""

from datetime import datetime

from django.db.models import Case, QuerySet, When

from gongkai.backbone.structure.models import Banner, Level
from gongkai.foundations.errors import GongkaiError

AT_ONCE = 3  # more would push the page itself off a telephone's screen


class BannerMissingError(GongkaiError):
    """There is no such banner, or it is another organ's."""

    def __init__(self) -> None:
        super().__init__("banner_missing", "没有这条横幅：请从横幅列表中选择。")


def standing(now: datetime) -> list[Banner]:
    """The banners that stand above every page now: emergencies first, then the newest, a few at most."""
    loud_first = Case(When(level=Level.EMERGENCY, then=0), default=1)
    found = Banner.objects.select_related("organ").filter(starts_at__lte=now, ends_at__gt=now)
    return list(found.order_by(loud_first, "-starts_at", "-id")[:AT_ONCE])


def banners(organs: frozenset[str] | None, *, now: datetime, when: str = "") -> QuerySet[Banner]:
    """Those of the organs within reach, newest first: all, or those that stand, are to come or are over."""
    found = Banner.objects.select_related("organ").order_by("-id")
    if organs is not None:
        found = found.filter(organ__code__in=organs)
    if when == "standing":
        return found.filter(starts_at__lte=now, ends_at__gt=now)
    if when == "coming":
        return found.filter(starts_at__gt=now)
    return found.filter(ends_at__lte=now) if when == "over" else found


def banner(number: int, organs: frozenset[str] | None) -> Banner:
    """The banner; raises ``BannerMissingError`` for one that is not of the organs within reach."""
    found = Banner.objects.select_related("organ").filter(id=number)
    one = (found if organs is None else found.filter(organ__code__in=organs)).first()
    if one is None:
        raise BannerMissingError
    return one
