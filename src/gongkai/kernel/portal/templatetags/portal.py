"""Template tags of the public pages."""

from django import template
from django.template.base import Parser, Token
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

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


@register.simple_tag(takes_context=True)
def here(context: template.Context, path: str) -> str:
    """The attribute of a link in the navigation that leads to where the reader is."""
    now = str(context.get("path", ""))
    at = now == path or (path != "/" and now.startswith(f"{path}/"))
    return mark_safe(' aria-current="page"') if at else ""


class _Steady(template.Node):
    """Renders what it encloses once for each language, site and place in the navigation."""

    def __init__(self, nodes: template.NodeList) -> None:
        self._nodes = nodes
        self._rendered: dict[tuple[str | None, ...], str] = {}

    def render(self, context: template.Context) -> SafeString:
        """The text as it was rendered before for such a page."""
        site = context.get("site") or {}
        place = "/".join(str(context.get("path", "")).split("/")[:3])
        key = (translation.get_language(), site.get("name"), site.get("id_code"), place)
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
