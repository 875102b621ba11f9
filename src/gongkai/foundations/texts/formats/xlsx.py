"""XLSX: every sheet that is shown as a heading and a table; what is hidden is left out and said."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from gongkai.foundations.texts.document import Block, Cell, Document, Heading, Hidden, Notice, Table
from gongkai.foundations.texts.formats import office
from gongkai.foundations.texts.formats.packages import Package, beside, broken
from gongkai.foundations.texts.formats.xlsx_cells import Sheet, shared_strings, sheet_of, styles_of
from gongkai.foundations.texts.limits import empty, too_complex

ENTRY = "xl/workbook.xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WIDEST = 500
_MOST_COVERED = 1_000_000


def parse(package: Package) -> Document:
    """The sheets in their order, with merged cells; numbers and dates as the sheet shows them in the main."""
    root = package.part(ENTRY)
    relations = package.part("xl/_rels/workbook.xml.rels")
    if root is None or relations is None:
        raise broken()
    targets = {r.get("Id", ""): beside(ENTRY, r.get("Target", "")) for r in relations}
    strings, styles = shared_strings(package), styles_of(package)
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    for listed in root.iter("{*}sheet"):
        sheet = sheet_of(package, targets.get(listed.get(f"{_R}id", ""), ""), strings, styles)
        name = listed.get("name", "")
        if listed.get("state") in {"hidden", "veryHidden"}:
            hidden += [Hidden("hidden_sheet", f"{name}：{words}") for words in _words(sheet)]
            continue
        blocks += [Heading(1, name), *_tables(sheet)] if sheet.rows else []
        hidden += [Hidden("hidden_cell", words) for words in sheet.hidden]
    for name in sorted(package.names):
        if name.startswith("xl/comments") and (comments := package.part(name)) is not None:
            hidden += [Hidden("comment", "".join(comment.itertext())) for comment in comments.iter("{*}comment")]
            hidden += [Hidden("comment", author.text) for author in comments.iter("{*}author") if author.text]
    hidden += office.properties(package)
    if not blocks:
        raise empty()
    return Document(
        tuple(blocks),
        notices=(*_notices(hidden), *office.macros(package)),
        format="xlsx",
        attachments=tuple(office.embedded(package)),
        hidden=tuple(hidden),
    )


def _notices(hidden: list[Hidden]) -> Iterator[Notice]:
    kinds = {item.kind for item in hidden}
    if "hidden_sheet" in kinds:
        yield Notice("hidden_sheets", "表格含有隐藏的工作表，没有导入：公开原文件前请删除。")
    if "hidden_cell" in kinds:
        yield Notice("hidden_cells", "表格含有隐藏的行或列，没有导入：公开原文件前请删除。")
    if "comment" in kinds:
        yield Notice("comments", "文件含有批注，批注没有导入。")


def _words(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows.values():
        yield "\t".join(row[column] for column in sorted(row))


def _tables(sheet: Sheet) -> Iterator[Table]:
    """The table without the rows and columns that are empty throughout."""
    columns = sorted({column for row in sheet.rows.values() for column in row})[:_WIDEST]
    numbers = sorted(sheet.rows)
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in sheet.merges:
        wide = columns[bisect_left(columns, merge.left) : bisect_right(columns, merge.right)]
        tall = numbers[bisect_left(numbers, merge.top) : bisect_right(numbers, merge.bottom)]
        if len(covered) + len(wide) * len(tall) > _MOST_COVERED:
            raise too_complex()
        spans[merge.top, merge.left] = max(len(wide), 1), max(len(tall), 1)
        covered |= {(number, column) for number in tall for column in wide}
    rows: list[tuple[Cell, ...]] = []
    for number in numbers:
        words = sheet.rows[number]
        shown = [c for c in columns if c in words or (number, c) in spans or (number, c) not in covered]
        rows.append(tuple(Cell(words.get(c, ""), *spans.get((number, c), (1, 1))) for c in shown))
    yield Table(tuple(rows))
