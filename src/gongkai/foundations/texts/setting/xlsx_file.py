"""XLSX, written as XML of our own: the tables of a document, each a sheet named by the heading before it."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from gongkai.foundations.texts.document import Cell, Document, Heading, Table
from gongkai.foundations.texts.tables import Slot, cell_at, grid

_THEN = (1980, 1, 1, 0, 0, 0)  # the same document always gives the same bytes
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What a program would write back just so: no sign before a zero, nothing at the end, no more digits than it keeps.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})|-?(?:0|[1-9][0-9]{0,7})\.[0-9]{0,5}[1-9]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME, _WIDEST = 31, 60  # characters
_PLAIN, _HEADING = 0, 1
_CONTROL = {code: None for code in range(32) if code not in {9, 10}}
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFEFEFEF"/></patternFill></fill></fills><borders count="1"><border><left style="thin"/>'
    '<right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" '
    'applyFont="1" applyFill="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/>'
    "</xf></cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def to_xlsx(document: Document) -> bytes:
    """The tables of the document as XLSX, numbers as numbers, merged cells merged, heads in bold.

    Text outside tables is not in it. A document without tables gives one empty sheet, which a program needs.
    """
    tables = _named(document) or [("1", Table(()))]
    entries = {
        "[Content_Types].xml": _content_types(len(tables)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook([name for name, _ in tables]),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(tables) + 1)), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    entries |= {f"xl/worksheets/sheet{n}.xml": _sheet(table) for n, (_, table) in enumerate(tables, 1)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _named(document: Document) -> list[tuple[str, Table]]:
    """The tables with names of their own, as programs take them."""
    named: dict[str, Table] = {}
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            number = len(named) + 1
            name = _FORBIDDEN.sub(" ", heading).strip(" '")[:_LONGEST_NAME] or str(number)
            taken = {known.casefold() for known in named}
            named[f"{name[: _LONGEST_NAME - 6]} {number}" if name.casefold() in taken else name] = block
    return list(named.items())


def _workbook(names: list[str]) -> str:
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _sheet(table: Table) -> str:
    slots = grid(table)
    head = table.header_rows if 0 < table.header_rows < len(slots) else 0
    view = (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        if head
        else ""
    )
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_widths(table, slots), 1)
    )
    rows = "".join(f'<row r="{n + 1}">{"".join(_cells(table, slots, n))}</row>' for n in range(len(slots)))
    merged = [reference for row in range(len(slots)) for reference in _merges(table, slots, row)]
    merges = f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""
    columns = f"<cols>{widths}</cols>" if widths else ""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{view}{columns}<sheetData>{rows}</sheetData>{merges}</worksheet>'


def _first(slots: list[list[Slot | None]], row: int) -> Iterator[tuple[int, Slot]]:
    """The cells that begin in a row, by their column."""
    for column, slot in enumerate(slots[row]):
        if slot is not None and slot[0] == row and (not column or slots[row][column - 1] != slot):
            yield column, slot


def _cells(table: Table, slots: list[list[Slot | None]], row: int) -> Iterator[str]:
    style = _HEADING if row < table.header_rows else _PLAIN
    for column, slot in _first(slots, row):
        text, at = cell_at(table, slot).text, f"{_letters(column)}{row + 1}"
        if _NUMBER.fullmatch(text) and text != "-0":
            yield f'<c r="{at}" s="{style}"><v>{text}</v></c>'
        else:
            yield f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_clean(text)}</t></is></c>'


def _merges(table: Table, slots: list[list[Slot | None]], row: int) -> Iterator[str]:
    for column, slot in _first(slots, row):
        cell = cell_at(table, slot)
        right, bottom = column + cell.colspan, min(row + cell.rowspan, len(slots))
        if (right, bottom) != (column + 1, row + 1):
            yield f'<mergeCell ref="{_letters(column)}{row + 1}:{_letters(right - 1)}{bottom}"/>'


def _widths(table: Table, slots: list[list[Slot | None]]) -> Iterator[int]:
    """For each column as many characters as its longest line of a single cell needs; a Chinese one counts twice."""
    longest: dict[int, int] = {}
    for row in range(len(slots)):
        for column, slot in _first(slots, row):
            cell = cell_at(table, slot)
            needed = _length(cell) if cell.colspan == 1 else 0
            longest[column] = max(longest.get(column, 0), needed)
    for column in range(max(map(len, slots), default=0)):
        yield min(max(longest.get(column, 0) + 2, 8), _WIDEST)


def _length(cell: Cell) -> int:
    return max(sum(1 if letter.isascii() else 2 for letter in line) for line in cell.text.split("\n"))


def _letters(column: int) -> str:
    """The name of a column that is counted from 0: A, B, … Z, AA."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _relations(targets: list[tuple[str, str]]) -> str:
    written = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = {"workbook": "sheet.main", "styles": "styles"} | {
        f"worksheets/sheet{n}": "worksheet" for n in range(1, sheets + 1)
    }
    written = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{written}</Types>'
    )


def _clean(text: str) -> str:
    return escape(text.translate(_CONTROL).encode("utf-8", "replace").decode())
