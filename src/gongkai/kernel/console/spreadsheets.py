"""Tables as CSV that a spreadsheet opens as words and never as formulas."""

import csv
import io
from collections.abc import Iterable, Iterator

# A cell that begins with one of these is a formula to one spreadsheet or another.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The rows, line by line; the mark at the beginning tells Excel that it is UTF-8."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([_harmless(str(cell)) for cell in row])
        yield line.getvalue().encode()


def _harmless(cell: str) -> str:
    text = cell.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
