"""The meta tags that a government page carries, by the table of the rule book; the site's own stand in the layout."""

from collections.abc import Mapping

from gongkai.foundations import law

Tags = list[tuple[str, str]]


class MissingMetaTagError(ValueError):
    """A page lacks a tag that the rule book demands."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"the page lacks {', '.join(names)}")


def tags(values: Mapping[str, str]) -> Tags:
    """The tags with a value, in the order of the law's table.

    A page that carries one tag of a level, column or content, must carry all that are required of that level.
    """
    table = law.meta_tags()
    levels = {table[name].level for name in values}
    missing = [name for name, tag in table.items() if tag.required and tag.level in levels and not values.get(name)]
    if missing:
        raise MissingMetaTagError(missing)
    return [(name, values[name]) for name in table if values.get(name)]


def column(name: str, kind: str, *, description: str = "", keywords: str = "") -> dict[str, str]:
    """What a column says of itself; ``kind`` is one of the law's types of columns."""
    return {
        "ColumnName": name,
        "ColumnDescription": description or name,
        "ColumnKeywords": keywords or name,
        "ColumnType": law.column_types()[kind].code,
    }
