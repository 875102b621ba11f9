"""Lines and pages: a document laid out on A4 as GB/T 9704-2012 asks. Lengths in points from the upper left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gongkai.foundations.texts.document import Block, Document, Image, Media, Table, text_of
from gongkai.foundations.texts.formats import raster
from gongkai.foundations.texts.setting.lines import broken, title, width_of
from gongkai.foundations.texts.setting.roles import Role, roles_of
from gongkai.foundations.texts.tables import Slot, cell_at, grid

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, TOP = 28 * MM, 37 * MM
TEXT_WIDTH, TEXT_HEIGHT = 156 * MM, 225 * MM
LINE = TEXT_HEIGHT / 22
SIZE = TEXT_WIDTH / 28  # 三号: 28 characters fill a line
_PADDING = 3.0
_ROUNDING = 0.001
_WIDEST_SPACING = 0.25  # of the size
_DOTS = 150  # an inch, in a picture that is small


@dataclass(frozen=True, slots=True)
class Style:
    """Size, distance to the next line, indent in characters, alignment, font and colour."""

    size: float = SIZE
    line: float = LINE
    indent: float = 2
    align: str = "left"
    font: str = "body"
    red: bool = False


_STYLES = {
    Role.BODY: Style(),
    Role.LETTERHEAD: Style(30, 56, 0, "centre", "letterhead"),
    Role.NUMBER: Style(indent=0, align="centre"),
    Role.TITLE: Style(22, 36, 0, "centre", "title"),
    Role.ADDRESSEES: Style(indent=0),
    Role.CHAPTER: Style(font="bold"),
    Role.SECTION: Style(font="section"),
    Role.SIGNATURE: Style(indent=0, align="right"),
    Role.DATE: Style(indent=0, align="right"),
    Role.IMPRINT: Style(14, 24, 0),
}
_CELL = Style(12, 17, 0)
_FOLIO = Style(14, 20, 0)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words: where its baseline begins, how it is set, and by how much its letters are moved apart."""

    text: str
    x: float
    y: float
    style: Style
    spacing: float = 0

    @property
    def width(self) -> float:
        """How wide it is."""
        return width_of(self.text) * self.style.size + self.spacing * (len(self.text) - 1)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the box it fills."""

    media: Media
    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Sheet:
    """A page ready to be drawn."""

    words: list[Words] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def typeset(document: Document, *, original: bool = False) -> list[Sheet]:
    """The pages of the document, numbered at their feet. Only an original has a red letterhead and a red line."""
    setter = _Setter({medium.sha256: medium for medium in document.media})
    roles = roles_of(document)
    headed = Role.LETTERHEAD in roles.values()
    for index, block in enumerate(document.blocks):
        role = roles.get(index, Role.BODY)
        setter.block(block, replace(_STYLES[role], red=original and role is Role.LETTERHEAD))
        if original and headed and role is Role.NUMBER:
            setter.red_line()
    for number, sheet in enumerate(setter.sheets, 1):
        folio = f"— {number} —"
        x = WIDTH - LEFT - (width_of(folio) + 1) * _FOLIO.size if number % 2 else LEFT + _FOLIO.size
        sheet.words.append(Words(folio, x, TOP + TEXT_HEIGHT + 7 * MM + 14, _FOLIO))
    return setter.sheets


class _Setter:
    def __init__(self, media: Mapping[str, Media]) -> None:
        self.sheets = [Sheet()]
        self._y = TOP
        self._media = media

    def block(self, block: Block, style: Style) -> None:
        match block:
            case Table():
                self._table(block)
            case Image(sha256, alt):
                medium = self._media.get(sha256)
                if medium is None or not self._picture(medium):
                    self._paragraph(f"（图：{alt}）" if alt else "（图）", Style())
            case _:
                for line in text_of(block).split("\n"):
                    self._paragraph(line, style)

    def red_line(self) -> None:
        """The line between the head and the text of an original."""
        self._room(LINE)
        y = self._y + 4 * MM
        self.sheets[-1].strokes.append(Stroke(LEFT, y, LEFT + TEXT_WIDTH, y, red=True))
        self._y += LINE

    def _room(self, height: float) -> None:
        if self._y + height > TOP + TEXT_HEIGHT + 0.5:
            self.sheets.append(Sheet())
            self._y = TOP

    def _paragraph(self, text: str, style: Style) -> None:
        if style.font == "letterhead" and text:  # as wide as fits in one line
            style = replace(style, size=min(style.size, TEXT_WIDTH / width_of(text)))
        full = TEXT_WIDTH / style.size + _ROUNDING
        inner = full - 2 if style.align in {"centre", "right"} and style.font != "letterhead" else full
        lines = list(broken(text, inner - style.indent, inner))
        if style.font == "title" and len(lines) == 2:
            lines = title(text, inner)
        for number, line in enumerate(lines):
            self._room(style.line)
            width = width_of(line) * style.size
            x = LEFT + (style.indent * style.size if number == 0 else 0)
            if style.align == "centre":
                x = LEFT + (TEXT_WIDTH - width) / 2
            elif style.align == "right":
                x = LEFT + TEXT_WIDTH - width - 2 * style.size
            baseline = self._y + (style.line - style.size) / 2 + 0.88 * style.size
            spacing = 0.0
            if style.align == "left" and number + 1 < len(lines):  # filled to the margin
                spacing = min((LEFT + TEXT_WIDTH - x - width) / max(len(line) - 1, 1), _WIDEST_SPACING * style.size)
            self.sheets[-1].words.append(Words(line, x, baseline, style, spacing))
            self._y += style.line

    def _picture(self, medium: Media) -> bool:
        """Set a picture in the middle, as large as it is and fits; whether it is one."""
        size = raster.size_of(medium.content)
        if size is None:
            return False
        dots = max(size[0] / TEXT_WIDTH, size[1] / TEXT_HEIGHT, _DOTS / 72)
        width, height = size[0] / dots, size[1] / dots
        self._room(height)
        x = LEFT + (TEXT_WIDTH - width) / 2
        self.sheets[-1].pictures.append(Picture(medium, x, self._y, width, height))
        self._y += max(height, LINE)
        return True

    def _table(self, table: Table) -> None:
        slots = grid(table)
        columns = max(map(len, slots), default=0)
        width = TEXT_WIDTH / max(columns, 1)
        for row, across in enumerate(slots):
            begun = {slot: column for column, slot in reversed(list(enumerate(across))) if slot and slot[0] == row}
            lines = {slot: _cell_lines(table, slot, width) for slot in begun}
            height = 2 * _PADDING + _CELL.line * max((len(lines[s]) for s in begun if _flat(table, s)), default=1)
            self._room(height)
            top, bottom = self._y, self._y + height
            for slot, column in begun.items():
                for number, line in enumerate(lines[slot]):
                    y = top + _PADDING + number * _CELL.line + 0.88 * _CELL.size + (_CELL.line - _CELL.size) / 2
                    self.sheets[-1].words.append(Words(line, LEFT + column * width + _PADDING, y, _CELL))
            nothing: list[Slot | None] = [None] * columns
            above = slots[row - 1] if row and top > TOP else nothing
            beneath = slots[row + 1] if row + 1 < len(slots) else nothing
            self._frame(across, above, beneath, width, (top, bottom))
            self._y = bottom

    def _frame(
        self,
        across: list[Slot | None],
        above: list[Slot | None],
        beneath: list[Slot | None],
        width: float,
        box: tuple[float, float],
    ) -> None:
        """The lines around the cells of a row: where two neighbours are not the same cell."""
        top, bottom = box
        strokes = self.sheets[-1].strokes
        for column, slot in enumerate(across):
            x = LEFT + column * width
            if column == 0 or across[column - 1] != slot:
                strokes.append(Stroke(x, top, x, bottom))
            if above[column] != slot and above[column] is None:
                strokes.append(Stroke(x, top, x + width, top))
            if beneath[column] != slot or slot is None:
                strokes.append(Stroke(x, bottom, x + width, bottom))
        strokes.append(Stroke(LEFT + len(across) * width, top, LEFT + len(across) * width, bottom))


def _flat(table: Table, slot: Slot) -> bool:
    return cell_at(table, slot).rowspan == 1


def _cell_lines(table: Table, slot: Slot, width: float) -> list[str]:
    cell = cell_at(table, slot)
    room = max((width * cell.colspan - 2 * _PADDING) / _CELL.size, 1)
    return [line for part in cell.text.split("\n") for line in broken(part, room, room)]
