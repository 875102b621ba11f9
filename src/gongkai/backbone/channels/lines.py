"""The lines of lists. After an import each stands on seven pages and more, so it is put together once, and here:
the template engine takes seven times as long.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from gongkai.backbone.channels.selectors import Row
from gongkai.foundations import law
from gongkai.kernel.portal.templatetags.portal import localized

LINES_KEPT = 4096
LONGEST_SUMMARY = 120  # characters


def lines(rows: Sequence[Row], *, full: bool = False) -> list[SafeString]:
    """The lines in the active language; ``full`` ones tell index number and summary as well."""
    language = translation.get_language() or "zh-hans"
    return [_line(row, language, full=full) for row in rows]


@lru_cache(maxsize=LINES_KEPT)
def _line(row: Row, language: str, *, full: bool) -> SafeString:
    day = row.day.isoformat()
    told = [_chinese("span", row.organ_name)]
    if row.document_number:
        told.append(_chinese("span", row.document_number))
    if full:
        told.append(f"<span>{escape(_('Index number'))} {escape(row.index_number)}</span>")
    if row.validity != "in_force":
        told.append(f'<span class="tag">{escape(law.validities()[row.validity].name(language))}</span>')
    summary = _chinese("p", Truncator(row.summary).chars(LONGEST_SUMMARY)) if full and row.summary else ""
    return mark_safe(  # noqa: S308 - each part is escaped
        f'<li><a href="{escape(localized(row.url))}" lang="zh-CN">{escape(row.title)}</a>'
        f'<time datetime="{day}">{day}</time><small>{"".join(told)}</small>{summary}</li>'
    )


def _chinese(element: str, text: str) -> str:
    return f'<{element} lang="zh-CN">{escape(text)}</{element}>'
