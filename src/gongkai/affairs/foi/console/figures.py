"""The third and fourth table of the annual report as they stand now, and the requests behind every number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from gongkai.affairs.foi import selectors, statistics
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.console.boards import RequestsPage, rows_of
from gongkai.affairs.foi.fact_choices import choice_name
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.foundations.law import report_table3_columns, report_table3_rows, report_table4
from gongkai.foundations.law.reports import layout_day
from gongkai.foundations.texts.document import Block, Cell, Document, Heading, Table
from gongkai.foundations.texts.setting import to_xlsx
from gongkai.kernel.console.paging import page_of_rows
from gongkai.kernel.console.spreadsheets import csv_lines

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR = 2019  # the report has had these tables since then


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its head above, its name, and its numbers, each with the query that opens its requests."""

    above: str
    name: str
    cells: Sequence[tuple[int, str]]


def _block_name(block: str) -> str:
    """What a block of the fourth table is called."""
    return choice_name("dispute_kind", block, words.language())


class FiguresPage(RequestsPage):
    """A page about the numbers of one year, of all organs within reach or of one."""

    def year(self) -> int:
        """The year asked for, this year unless another of the report is named."""
        asked = self.request.GET.get("year", "")
        number = int(asked) if asked.isdecimal() and len(asked) == 4 else self.today.year
        return min(max(number, FIRST_YEAR), self.today.year)

    def organ(self) -> str:
        """The organ asked for; empty for all."""
        return self.request.GET.get("organ", "")[:60]

    def reach(self) -> QuerySet[DisclosureRequest]:
        """The requests that are counted."""
        found = selectors.seen_by(self.actor)
        return found.filter(organ__code=self.organ()) if self.organ() else found

    def query(self, **cell: str) -> str:
        """The query of a page about this year and organ."""
        told = {"year": str(self.year()), "organ": self.organ()} | cell
        return urlencode({name: value for name, value in told.items() if value})

    def columns(self) -> list[tuple[str, str]]:
        """The columns of the third table."""
        columns = report_table3_columns(on=layout_day(self.year()))
        return [(code, column.name(words.language())) for code, column in columns.items()]

    def table3(self) -> list[Line]:
        """The third table."""
        numbers = statistics.table3_of(self.reach(), year=self.year())
        columns = self.columns()
        return [
            Line(
                row.above,
                row.name(words.language()),
                [(numbers[code, column], self.query(row=code, column=column)) for column, _name in columns],
            )
            for code, row in report_table3_rows(on=layout_day(self.year())).items()
        ]

    def table4(self) -> list[Line]:
        """The fourth table, a line for each of its blocks."""
        numbers = statistics.table4_of(self.reach(), year=self.year())
        blocks: dict[str, list[str]] = {}
        cells = report_table4(on=layout_day(self.year()))
        for code in cells:
            blocks.setdefault(code.partition(".")[0], []).append(code)
        return [
            Line(
                "",
                _block_name(block),
                [(numbers[code], self.query(place=code)) for code in codes],
            )
            for block, codes in blocks.items()
        ]

    def outcomes(self) -> list[str]:
        """The columns of the fourth table."""
        cells = report_table4(on=layout_day(self.year()))
        return [cell.name(words.language()) for code, cell in cells.items() if code.startswith("review.")]


class FiguresView(FiguresPage):
    """Both tables, and what the sixth section says of fees."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The tables of a year."""
        return self.page(
            "foi/console/figures.html",
            year=self.year(),
            years=range(self.today.year, FIRST_YEAR - 1, -1),
            organ=self.organ(),
            organs=self.organs_to_choose(),
            columns=self.columns(),
            table3=self.table3(),
            outcomes=self.outcomes(),
            table4=self.table4(),
            fees=statistics.fees_of(self.reach(), year=self.year()),
            query=self.query(),
        )


class FiguresExportView(FiguresPage):
    """Both tables as CSV."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """The file."""
        headers = {"Content-Disposition": f'attachment; filename="requests-{self.year()}.csv"'}
        return StreamingHttpResponse(csv_lines(self._lines()), content_type="text/csv", headers=headers)

    def _lines(self) -> Iterator[Sequence[object]]:
        yield (_("Table 3"), self.year(), *[name for _code, name in self.columns()])
        for line in self.table3():
            yield (line.above, line.name, *[number for number, _query in line.cells])
        yield ()
        yield (_("Table 4"), self.year(), *self.outcomes())
        for line in self.table4():
            yield (line.above, line.name, *[number for number, _query in line.cells])


class FiguresWorkbookView(FiguresPage):
    """Both tables as a workbook, numbers as numbers, laid out like the form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        blocks: list[Block] = []
        for title, columns, lines in (
            (_("Table 3: requests received and handled"), [name for _code, name in self.columns()], self.table3()),
            (_("Table 4: reconsideration and suits"), self.outcomes(), self.table4()),
        ):
            blocks += [Heading(1, title), _table(columns, lines)]
        body = to_xlsx(Document(tuple(blocks)))
        headers = {"Content-Disposition": f'attachment; filename="requests-{self.year()}.xlsx"'}
        return HttpResponse(body, content_type=_WORKBOOK, headers=headers)


def _table(columns: Sequence[str], lines: Sequence[Line]) -> Table:
    """The names in two columns, of which the first spans the rows it stands over."""
    rows = [(Cell(_("What"), 2), *map(Cell, columns))]
    for above, group in groupby(lines, key=lambda line: line.above):
        held = list(group)
        for at, line in enumerate(held):
            numbers = [Cell(str(number)) for number, _query in line.cells]
            over = (Cell(above, 1, len(held)),) if above and not at else ()
            name = Cell(line.name) if above else Cell(line.name, 2)
            rows.append((*over, name, *numbers))
    return Table(tuple(rows))


class BehindView(FiguresPage):
    """The requests that one number counts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, by ``row`` and ``column`` of the third table, or the ``place`` in the fourth."""
        asked = {name: request.GET.get(name, "")[:40] for name in ("row", "column", "place")}
        year, language = self.year(), words.language()
        if asked["place"]:
            found = statistics.behind_table4(self.reach(), year=year, place=asked["place"])
            cell = report_table4(on=layout_day(year)).get(asked["place"])
            names = [_block_name(asked["place"].partition(".")[0]), cell.name(language)] if cell else []
        else:
            found = statistics.behind_table3(self.reach(), year=year, row=asked["row"], column=asked["column"])
            row = report_table3_rows(on=layout_day(year)).get(asked["row"])
            column = dict(self.columns()).get(asked["column"])
            names = [row.name(language), column] if row and column else []
        kept = {name: value for name, value in asked.items() if value}
        asked_of_page = kept | {"year": str(year), "organ": self.organ(), "before": request.GET.get("before", "")}
        page = page_of_rows(found.order_by("-id"), asked_of_page)
        return self.page(
            "foi/console/behind.html",
            names=names,
            organs=self.organs_to_choose(),
            year=year,
            rows=rows_of(page.rows, self.today),
            pages=page,
            query=self.query(),
        )
