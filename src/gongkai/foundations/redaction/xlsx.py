"""XLSX: the tables a reader sees are set anew, with masks for the words withheld, in sheets that never were in it.

Formulas are gone, their results stay as they are shown; hidden sheets, rows and columns, comments, defined names,
caches, links, charts, pictures and properties are left behind.
"""

import re
from dataclasses import replace

from gongkai.foundations.redaction import proof
from gongkai.foundations.redaction.marks import Mark, Redacted
from gongkai.foundations.redaction.matching import hits, without
from gongkai.foundations.redaction.plan import Plan, no_such_page
from gongkai.foundations.texts.document import Block, Cell, Heading, Table
from gongkai.foundations.texts.formats import xlsx
from gongkai.foundations.texts.formats.packages import Package
from gongkai.foundations.texts.setting import to_xlsx

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|styles|worksheets/sheet\d+)\.xml|xl/_rels/workbook\.xml\.rels"
)
_DRAWN = {"xl/charts/": "chart", "xl/media/": "picture"}


def redact(package: Package, plan: Plan) -> Redacted:
    """The file with the plan's words masked. A box has no meaning here and is refused as on a page that is missing."""
    if plan.regions:
        raise no_such_page(0)
    read = xlsx.parse(package)
    marks: list[Mark] = []
    blocks, sheet = [], 0
    for block in read.blocks:
        sheet += isinstance(block, Heading)
        blocks.append(_masked(block, sheet, plan, marks))
    content = to_xlsx(replace(read, blocks=tuple(blocks)))
    proof.of_package(content, plan.terms, _ALLOWED)
    left_out = {
        kind: count
        for start, kind in _DRAWN.items()
        if (count := sum(name.startswith(start) and name.count("/") == 2 for name in package.names))
    }
    return Redacted(content, MEDIA_TYPE, "xlsx", tuple(marks), (), left_out)


def _masked(block: Block, sheet: int, plan: Plan, marks: list[Mark]) -> Block:
    def masked(words: str) -> str:
        found = hits(words, plan.terms)
        marks.extend(Mark(sheet, hit.term.ground, by_term=True) for hit in found)
        return without(words, found)

    match block:
        case Heading():
            return replace(block, text=masked(block.text))
        case Table():
            rows = tuple(tuple(Cell(masked(c.text), c.colspan, c.rowspan) for c in row) for row in block.rows)
            return replace(block, rows=rows)
        case _:
            return block
