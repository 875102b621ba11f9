"""Reading files, the structure of official documents, and writing them out again. No database, no framework."""

from gongkai.foundations.texts.articles import Provision, provisions
from gongkai.foundations.texts.attachments import Part, parts_of
from gongkai.foundations.texts.comparison import Change, Fate, Mark, Span, compare, compare_words
from gongkai.foundations.texts.document import Document, from_data, to_data
from gongkai.foundations.texts.limits import DEFAULT, Limits, UnreadableFileError
from gongkai.foundations.texts.numbering import NumberingGap, numbering_gaps
from gongkai.foundations.texts.official import OfficialDocument, parse_official
from gongkai.foundations.texts.outline import OutlineEntry, outline
from gongkai.foundations.texts.reading import read
from gongkai.foundations.texts.writing import to_contents, to_html, to_markdown, to_text

__all__ = [
    "DEFAULT",
    "Change",
    "Document",
    "Fate",
    "Limits",
    "Mark",
    "NumberingGap",
    "OfficialDocument",
    "OutlineEntry",
    "Part",
    "Provision",
    "Span",
    "UnreadableFileError",
    "compare",
    "compare_words",
    "from_data",
    "numbering_gaps",
    "outline",
    "parse_official",
    "parts_of",
    "provisions",
    "read",
    "to_contents",
    "to_data",
    "to_html",
    "to_markdown",
    "to_text",
]
