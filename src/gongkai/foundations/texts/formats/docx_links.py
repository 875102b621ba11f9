"""The links of a DOCX and the bookmarks they may lead to, gathered while its body is read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.foundations.texts.document import Link
from gongkai.foundations.texts.formats.docx_words import W, text_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FIELD = re.compile(r'\s{0,8}HYPERLINK\s{1,8}(\\l\s{1,8})?"([^"]{1,2000})"')
_MOST = 5_000
_OWN = frozenset({"_top", "_GoBack"})


class Links:
    """Gathers links; whether their bookmarks are there is known only at the end."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self._targets = targets
        self._found: list[tuple[str, str, bool]] = []  # words, target, whether that is a bookmark
        self._bookmarks: set[str] = set(_OWN)

    def see(self, element: Any) -> None:
        """Take note of what is in an element of the body."""
        for item in element.iter(f"{W}hyperlink", f"{W}bookmarkStart", f"{W}instrText"):
            if item.tag == f"{W}bookmarkStart":
                self._bookmarks.add(item.get(f"{W}name", ""))
            elif len(self._found) < _MOST:
                self._found += self._of_link(item) if item.tag == f"{W}hyperlink" else _of_field(item)

    def _of_link(self, item: Any) -> Iterator[tuple[str, str, bool]]:
        target, anchor = self._targets.get(item.get(f"{_R}id", ""), ""), item.get(f"{W}anchor", "")
        if target or anchor:
            yield text_of(item).strip()[:200], target or anchor, not target

    def all(self) -> Iterator[Link]:
        """All links, and whether the bookmarks among their targets are there."""
        for words, target, inside in self._found:
            yield Link(words, f"#{target}" if inside else target, target in self._bookmarks if inside else None)


def _of_field(item: Any) -> Iterator[tuple[str, str, bool]]:
    """The link of a field code, which older programs write."""
    if match := _FIELD.match((item.text or "")[:3000]):
        yield "", match[2], match[1] is not None
