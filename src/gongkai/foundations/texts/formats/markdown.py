"""Markdown, by way of the HTML it stands for; HTML inside it is text."""

import re

from markdown_it import MarkdownIt

from gongkai.foundations.texts.document import Document
from gongkai.foundations.texts.formats import html
from gongkai.foundations.texts.limits import MIB, Limits, too_complex, too_large

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_NOTE = re.compile(r"^\[\^(\w{1,20})\]:[ \t]{0,8}(.+)$", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^(\w{1,20})\]")
_LONGEST = 4 * MIB
_MOST_MARKS = 100_000  # beyond which the parser would take longer than anyone waits


def parse(text: str, limits: Limits) -> Document:
    """Headings, paragraphs, lists, tables and embedded pictures of CommonMark, and footnotes."""
    if len(text) > _LONGEST:
        raise too_large(len(text), _LONGEST)
    if sum(text.count(mark) for mark in "[]!*_`|<>&") > _MOST_MARKS:
        raise too_complex()
    notes = "".join(
        f'<p class="footnote">[{label}] {_PARSER.renderInline(words)}</p>' for label, words in _NOTE.findall(text)
    )
    body = _REFERENCE.sub(r"\\[\1\\]", _NOTE.sub("", text))
    return html.parse(f"<html><body><main>{_PARSER.render(body)}{notes}</main></body></html>", limits, kind="md")
