"""Templates whose unvarying parts are put together once.

Most of a page is the same for every reader of a language: texts of the layout, their translations, addresses of style
sheets, the site's own name. When a template is loaded, neighbouring nodes of that kind become one, which keeps what it
said for each language. A page of a record costs less than half of what it did before, and templates stay as they are.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from weakref import WeakSet

from django.template import Engine, Origin, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable, VariableNode
from django.template.context import Context
from django.template.defaulttags import IfNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils import translation
from django.utils.safestring import SafeString

# Filters whose answer depends on nothing but what they are given and the language.
_EVEN = frozenset({"localized", "urlencode", "add"})
_SITE = "site"


class Loader(cached.Loader):
    """Keeps templates once they are loaded, each folded."""

    def __init__(self, engine: Engine, loaders: Sequence[Any]) -> None:
        super().__init__(engine, loaders)
        self._folded = WeakSet[Template]()

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template, folded. Raises ``TemplateDoesNotExist``."""
        template = super().get_template(template_name, skip)
        if template not in self._folded:
            fold(template.nodelist)
            self._folded.add(template)
        return template


def fold(nodes: NodeList) -> None:
    """Join neighbouring nodes that say the same on every page of a language, here and in all that is enclosed."""
    folded: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        for enclosed in _enclosed(node):
            fold(enclosed)
        if _is_even(node):
            run.append(node)
        else:
            folded += [*_joined(run), node]
            run = []
    nodes[:] = [*folded, *_joined(run)]


def _joined(run: Sequence[Node]) -> list[Node]:
    return list(run) if all(isinstance(node, TextNode) for node in run) else [Folded(run)]


def _enclosed(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        nodes = getattr(node, name, None)
        if isinstance(nodes, NodeList):
            yield nodes


class Folded(Node):
    """Several nodes as one: rendered once for each language and site."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = NodeList(nodes)
        self._said: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """What the nodes say in the active language."""
        site = context.get(_SITE)
        key = (translation.get_language(), *site.values()) if isinstance(site, dict) else (translation.get_language(),)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._nodes.render(context)
        return said


def _is_even(node: Node) -> bool:
    if isinstance(node, TextNode):
        return True
    if isinstance(node, VariableNode):
        return _says_the_same(node.filter_expression)
    if isinstance(node, TranslateNode):
        plain = not (node.asvar or node.message_context)
        return plain and _says_the_same(node.filter_expression)
    return isinstance(node, StaticNode) and not node.varname and _says_the_same(node.path)


def _says_the_same(expression: FilterExpression) -> bool:
    return _is_known(expression.var) and all(
        getattr(function, "_filter_name", "") in _EVEN
        and all(not looked_up or _is_known(value) for looked_up, value in arguments)
        for function, arguments in expression.filters
    )


def _is_known(value: object) -> bool:
    """Whether it is written in the template itself, or one of the site's facts."""
    if isinstance(value, Variable):
        return value.literal is not None or (value.lookups or ("",))[0] == _SITE
    return isinstance(value, str)
