"""Reading short addresses and the sites they may lead to."""

from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve

from gongkai.backbone.structure.models import AllowedHost, ShortAddress
from gongkai.backbone.structure.rules import host_of
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.portal import pages
from gongkai.kernel.portal.leading import Way


class ShortAddressMissingError(GongkaiError):
    """There is no such short address."""

    def __init__(self) -> None:
        super().__init__("short_address_missing", "没有这个短地址：请从短地址列表中选择。")


def way(path: str) -> Way | None:
    """Where a short address leads. One to another site leads nowhere once that site is no longer allowed."""
    row = ShortAddress.objects.filter(path=path, active=True).first()
    if row is None or not may_lead_to(row.target):
        return None
    return Way(row.target, row.permanent)


def may_lead_to(target: str) -> bool:
    """Whether this is an address of this site, or of one the administrator allowed."""
    if target.startswith("/"):
        return True
    host = host_of(target)
    return host is not None and AllowedHost.objects.filter(name=host, active=True).exists()


def is_taken(path: str) -> bool:
    """Whether something stands at this address already."""
    if pages.find(path) is not None:
        return True
    try:
        return resolve(path).url_name != "live"
    except Resolver404:
        return False


def stands(address: str) -> bool:
    """Whether a page stands at this address, a place on it left aside."""
    path = address.partition("#")[0]
    if pages.find(path) is not None:
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return False
    # What needs parts, such as the number of a record, is a page only where the page says so.
    return match.url_name != "live" and not match.kwargs


def addresses(*, text: str = "", state: str = "") -> QuerySet[ShortAddress]:
    """Short addresses, newest first: those that hold these words, that lead somewhere (``active``) or do not."""
    found = ShortAddress.objects.order_by("-id")
    if text:
        found = found.filter(Q(path__contains=text) | Q(target__contains=text) | Q(note__contains=text))
    return found.filter(active=state == "active") if state in {"active", "off"} else found


def address(number: int) -> ShortAddress:
    """The short address; raises ``ShortAddressMissingError``."""
    row = ShortAddress.objects.filter(id=number).first()
    if row is None:
        raise ShortAddressMissingError
    return row


def hosts() -> QuerySet[AllowedHost]:
    """The sites that are or were allowed."""
    return AllowedHost.objects.all()
