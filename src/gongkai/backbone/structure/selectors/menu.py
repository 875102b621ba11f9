"""Reading the main navigation and what it was before."""

from django.db.models import QuerySet

from gongkai.backbone.structure.models import Menu
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.portal.menu import DEFAULT, Entry


class MenuMissingError(GongkaiError):
    """There is no such navigation."""

    def __init__(self) -> None:
        super().__init__("menu_missing", "没有这一版导航：请从历次导航中选择。")


def menus() -> QuerySet[Menu]:
    """Every navigation there was, the newest, which stands, first."""
    return Menu.objects.order_by("-id")


def menu(number: int) -> Menu:
    """One of them; raises ``MenuMissingError``."""
    found = Menu.objects.filter(id=number).first()
    if found is None:
        raise MenuMissingError
    return found


def standing() -> tuple[Entry, ...]:
    """The entries that stand: those set last, or the ones the platform begins with."""
    newest = menus().first()
    return entries_of(newest) if newest is not None else DEFAULT.entries


def entries_of(row: Menu) -> tuple[Entry, ...]:
    """The entries of a navigation."""
    return tuple(Entry(**entry) for entry in row.entries)
