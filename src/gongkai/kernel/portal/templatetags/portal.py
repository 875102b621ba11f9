"""Template tags of the public pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.utils import translation
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe

from gongkai.kernel.portal import menu

register = template.Library()

STEADY_PLACES = 500  # made-up addresses must not fill the memory


@register.filter
def localized(path: str) -> str:
    """The address of a page in the active language."""
    if (translation.get_language() or "").startswith("en"):
        return "/en/" if path == "/" else f"/en{path}"
    return path


@register.simple_tag
def localized_list(name: str, page: str | int = "") -> str:
    """The address of a list, or of one of its numbered pages, in the active language."""
    part = f"/page-{page}" if isinstance(page, int) else page
    return localized(f"/lists/{name}{part}")


@register.filter
def told(facts: Iterable[Sequence[object]]) -> SafeString:
    """Names and what is to be said of each, for a list of descriptions; a third part, if there, is a path behind it.

    Put together here: a loop of the template engine over the facts of a record takes as long as its whole text.
    """
    return mark_safe("".join(_told(*fact) for fact in facts))  # noqa: S308 - each part is escaped


def _told(name: object, value: object, path: object = "") -> str:
    said = value if isinstance(value, SafeString) else escape(str(localize(value)))
    if path:
        said = f'<a href="{escape(localized(str(path)))}">{said}</a>'
    return f"<div><dt>{escape(str(name))}</dt><dd>{said}</dd></div>"


@register.filter
def meta_tags(tags: Iterable[tuple[str, str]]) -> SafeString:
    """Names and contents as meta tags, a line each."""
    lines = (f'<meta name="{escape(name)}" content="{escape(str(content))}">\n' for name, content in tags)
    return mark_safe("".join(lines))  # noqa: S308 - each part is escaped


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of the navigation in one language; ``place`` is the part of the site in which it is where one is."""

    words: str
    href: str
    place: str
    elsewhere: bool


@register.simple_tag
def menu_links() -> list[MenuLink]:
    """The main navigation in the active language."""
    english = (translation.get_language() or "").startswith("en")
    return [menu_link(entry, english=english) for entry in menu.standing(settings.PUBLIC).entries]


def menu_link(entry: menu.Entry, *, english: bool) -> MenuLink:
    """An entry as a link. Whoever reads any list is where the list of everything is."""
    elsewhere = not entry.link.startswith("/")
    place = "/lists" if entry.link == "/lists/all" else entry.link
    return MenuLink(entry.words(english=english), entry.link if elsewhere else localized(entry.link), place, elsewhere)


@register.simple_tag(takes_context=True)
def here(context: template.Context, path: str) -> str:
    """The attribute of a link in the navigation that leads to where the reader is."""
    now = str(context.get("path", ""))
    at = now == path or (path != "/" and now.startswith(f"{path}/"))
    return mark_safe(' aria-current="page"') if at else ""


class _Steady(template.Node):
    """Renders what it encloses once for each language, site, navigation and place in it."""

    def __init__(self, nodes: template.NodeList) -> None:
        self._nodes = nodes
        self._rendered: dict[tuple[str | None, ...], str] = {}

    def render(self, context: template.Context) -> SafeString:
        """The text as it was rendered before for such a page."""
        site = context.get("site") or {}
        place = "/".join(str(context.get("path", "")).split("/")[:3])
        version = menu.standing(settings.PUBLIC).version
        key = (translation.get_language(), site.get("name"), site.get("id_code"), place, version)
        if key not in self._rendered:
            if len(self._rendered) >= STEADY_PLACES:
                self._rendered.clear()
            self._rendered[key] = self._nodes.render(context)
        return mark_safe(self._rendered[key])  # noqa: S308 - rendered and escaped by the template


@register.tag
def steady(parser: Parser, _token: Token) -> _Steady:
    """Enclose what is the same on every page of a part of the site: a language and two steps of the address.

    Navigation and foot of a page cost more than a short text when they are put together anew for each.
    """
    nodes = parser.parse(("endsteady",))
    parser.delete_first_token()
    return _Steady(nodes)
