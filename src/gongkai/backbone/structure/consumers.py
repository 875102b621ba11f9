"""Keeps what readers see in step with how the portal is laid out."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from gongkai.backbone.channels.portal import FIRST
from gongkai.backbone.structure import portal
from gongkai.kernel.events import Consumer, Delivery, Lane, Outcome
from gongkai.kernel.portal import stale


def _put_up(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    # By the clock and not by the event: one that comes late must not bring back what is over.
    shown = {str(banner.pk) for banner in portal.put_up(timezone.now())}
    return {each.subject: Outcome(gone=each.subject not in shown) for each in deliveries}


def _set_up(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    stale.mark(["columns:", *(f"column:{each.subject}" for each in deliveries)], Lane.NOW)
    return {}


def _navigate(_deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    portal.put_menu()
    # First what most readers open, then every page there is.
    stale.mark_all(Lane.BULK)
    stale.mark(FIRST, Lane.NOW)
    return {}


BANNERS = Consumer("banners", ("banner.",), _put_up)
COLUMNS = Consumer("columns", ("column.",), _set_up)
MENU = Consumer("menu", ("menu.",), _navigate)
