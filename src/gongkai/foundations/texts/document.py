"""The one structure that every file is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text without line breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 for the highest."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; a merged one spans several columns or rows and stands where it begins."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; ``header_rows`` rows at its top name the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, by the digest of its bytes among the document's media."""

    sha256: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote; its ``label`` stands as ``[label]`` in the text that refers to it."""

    label: str
    text: str


Block: TypeAlias = Paragraph | Heading | Table | Image | Footnote


@dataclass(frozen=True, slots=True)
class PictureLine:
    """Words recognised in a picture: how sure they are, from 0 to 1, and their contrast (WCAG: 1 to 21)."""

    text: str
    certainty: float
    contrast: float


@dataclass(frozen=True, slots=True)
class Media:
    """A file inside the file; ``content`` and the words recognised in a picture are not part of the document's data."""

    sha256: str
    name: str
    media_type: str
    content: bytes = field(repr=False, compare=False)
    lines: tuple[PictureLine, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of a file should know, such as comments that were left out."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands on paper: the page, counted from 1, and its box from the upper left in tenths of a
    millimetre. A block that goes on over the page stands where it begins.
    """

    page: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line recognised on a scanned page: how sure its words are, from 0 to 1, where it stands, and the block it
    became part of; ``None`` for running heads and page numbers.
    """

    text: str
    certainty: float
    place: Place
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link and where it leads. ``there`` is whether the place within the file that it names is there, ``None`` when
    it leads out of the file.
    """

    text: str
    target: str
    there: bool | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """An electronic signature or seal in the file: what it says of itself.

    ``intact`` is whether what it covers has the digests it names, ``None`` when they cannot be computed here. Whose
    key it is and whether that is to be trusted is not judged.
    """

    kind: str
    provider: str
    method: str
    signed_at: str
    pages: tuple[int, ...]
    intact: bool | None


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that the file holds and no page shows: comments, deletions, hidden cells, names in its properties, what
    is embedded or attached.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content: blocks in reading order, media, and notices about what was left out.

    ``places`` has one for each block when the file has pages. ``attachments`` are files the file carries along.
    ``hidden`` never becomes text, but goes out with the original file. ``lines`` are those of a scan.
    """

    blocks: tuple[Block, ...]
    media: tuple[Media, ...] = ()
    notices: tuple[Notice, ...] = ()
    format: str = "txt"
    places: tuple[Place, ...] = field(default=(), compare=False)
    attachments: tuple[Media, ...] = ()
    signatures: tuple[Signature, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    links: tuple[Link, ...] = field(default=(), compare=False)
    lines: tuple[ScannedLine, ...] = field(default=(), compare=False)

    def certainty(self, block: int) -> float:
        """How sure the words of a block are: those of a scan as sure as its least certain line, others are certain."""
        return min((line.certainty for line in self.lines if line.block == block), default=1.0)


def to_data(document: Document) -> dict[str, Any]:
    """The blocks as data for JSON: paragraphs are plain strings, everything else an object with its type."""
    return {"blocks": [_block_data(block) for block in document.blocks], "format": document.format}


def _block_data(block: Block) -> Any:
    match block:
        case Paragraph(text):
            return text
        case Heading(level, text):
            return {"type": "heading", "level": level, "text": text}
        case Table(rows, header_rows):
            cells = [[[c.text, c.colspan, c.rowspan] for c in row] for row in rows]
            return {"type": "table", "rows": cells, "header_rows": header_rows}
        case Image(sha256, alt):
            return {"type": "image", "sha256": sha256, "alt": alt}
        case Footnote(label, text):
            return {"type": "footnote", "label": label, "text": text}


def from_data(data: Mapping[str, Any]) -> Document:
    """The document that ``to_data`` came from, without its media."""
    return Document(tuple(_block(item) for item in data.get("blocks", ())), format=data.get("format", "txt"))


def _block(item: Any) -> Block:
    if isinstance(item, str):
        return Paragraph(item)
    match item["type"]:
        case "heading":
            return Heading(item["level"], item["text"])
        case "table":
            rows = tuple(tuple(Cell(*cell) for cell in row) for row in item["rows"])
            return Table(rows, item["header_rows"])
        case "image":
            return Image(item["sha256"], item["alt"])
        case _:
            return Footnote(item["label"], item["text"])


def text_of(block: Block) -> str:
    """The words of a block; cells are parted by tabulators, rows by line breaks."""
    match block:
        case Paragraph(text) | Heading(_, text):
            return text
        case Footnote(label, text):
            return f"[{label}] {text}"
        case Image(_, alt):
            return alt
        case Table(rows):
            return "\n".join("\t".join(cell.text for cell in row) for row in rows)
