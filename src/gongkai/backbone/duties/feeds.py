"""What is owed, for other programs: an iCalendar feed, CSV and XLSX."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from gongkai.backbone.duties.models import Duty

COLUMNS = ("编号", "事项", "规则", "机构", "承办人", "起算日", "到期日", "临时", "状态", "理由")
CALENDAR_NAME = "政务公开办理事项"
_FOLDED_AT = 70


def _title(duty: Duty) -> str:
    return duty.title


def icalendar(duties: Iterable[Duty], *, site: str, now: datetime, name: Callable[[Duty], str] = _title) -> str:
    """Each day something is due, as a feed by RFC 5545; ``name`` says what a duty is called there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Gongkai//{site}//ZH", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(CALENDAR_NAME)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for duty in duties:
        if duty.due_on is None:
            continue
        provisional = "（临时）" if duty.provisional else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:{duty.number}@{site}",
            f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{duty.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{duty.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(name(duty) + provisional)}",
            f"DESCRIPTION:{_escaped(f'{duty.number} {duty.version}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """No line is longer than 75 octets; a cut never goes through a character."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > _FOLDED_AT:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


def rows(duties: Iterable[Duty]) -> list[Sequence[str]]:
    """The duties as a table, with its head."""
    found: list[Sequence[str]] = [COLUMNS]
    for d in duties:
        due = str(d.due_on or "")
        provisional = "是" if d.provisional else ""
        found.append(
            (
                d.number,
                d.title,
                d.version,
                d.organ.name,
                d.person,
                str(d.started_on),
                due,
                provisional,
                d.state,
                d.reason,
            )
        )
    return found


def csv_table(duties: Iterable[Duty]) -> bytes:
    """The table as CSV, with a mark by which spreadsheets see that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([[_harmless(cell) for cell in row] for row in rows(duties)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def xlsx_table(duties: Iterable[Duty]) -> bytes:
    """The table as a workbook of one sheet; every cell is text."""
    sheet = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows(duties))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in _PARTS.items():
            archive.writestr(name, _XML + body.format(sheet=sheet))
    return file.getvalue()


def _cell(text: str) -> str:
    allowed = escape("".join(c for c in text if c >= " " or c in "\t\n"))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{allowed}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_OPEN}/spreadsheetml/2006/main" xmlns:r="{_OPEN}/officeDocument/2006/relationships">'
        '<sheets><sheet name="办理事项" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/worksheets/sheet1.xml": (
        f'<worksheet xmlns="{_OPEN}/spreadsheetml/2006/main"><sheetData>{{sheet}}</sheetData></worksheet>'
    ),
}
