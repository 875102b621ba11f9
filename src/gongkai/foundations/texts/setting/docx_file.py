"""DOCX in the layout of GB/T 9704-2012, written as XML of our own: nothing in it but the document."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from gongkai.foundations.texts.document import Block, Document, Footnote, Heading, Image, Media, Table, text_of
from gongkai.foundations.texts.setting import docx_parts as parts
from gongkai.foundations.texts.setting.roles import Role, roles_of
from gongkai.foundations.texts.tables import cell_at, grid

_THEN = (1980, 1, 1, 0, 0, 0)  # the same document always gives the same bytes
_EMU = 360_000  # in a centimetre
_CONTROL = {code: None for code in range(32) if code not in {9, 10}}


def to_docx(document: Document) -> bytes:
    """The document as DOCX; the pictures whose bytes it has are in it."""
    media = {m.sha256: m for m in document.media}
    roles = roles_of(document)
    notes = {block.label: number for number, block in enumerate(_footnotes(document), 1)}
    body = "".join(
        _block(block, roles.get(index, Role.BODY), media, notes) for index, block in enumerate(document.blocks)
    )
    entries: dict[str, bytes | str] = {
        "[Content_Types].xml": parts.content_types({m.name.rsplit(".", 1)[-1] for m in map(_file, media.values())}),
        "_rels/.rels": parts.ROOT_RELATIONS,
        "word/document.xml": parts.document(body),
        "word/styles.xml": parts.styles(),
        "word/footnotes.xml": parts.footnotes([(n, _clean(b.text)) for n, b in enumerate(_footnotes(document), 1)]),
        "word/footer1.xml": parts.FOOTER,
        "word/_rels/document.xml.rels": parts.relations({m.sha256: _file(m).name for m in media.values()}),
    }
    entries |= {f"word/media/{_file(m).name}": m.content for m in media.values()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _file(media: Media) -> Media:
    """The same under a name of its own in the package."""
    kind = media.media_type.rsplit("/", 1)[-1]
    return Media(media.sha256, f"{media.sha256[:16]}.{kind}", media.media_type, media.content)


def _footnotes(document: Document) -> list[Footnote]:
    return [block for block in document.blocks if isinstance(block, Footnote)]


def _clean(text: str) -> str:
    return escape(text.translate(_CONTROL).encode("utf-8", "replace").decode())


def _block(block: Block, role: Role, media: Mapping[str, Media], notes: Mapping[str, int]) -> str:
    match block:
        case Footnote():
            return ""
        case Table():
            return _table(block)
        case Image(sha256, alt):
            return _picture(sha256, alt) if sha256 in media else _paragraph(alt, Role.BODY.value, notes)
        case Heading(level, text):
            return _paragraph(text, f"heading{min(level, 9)}", notes)
        case _:
            return _paragraph(text_of(block), role.value, notes)


def _paragraph(text: str, style: str, notes: Mapping[str, int]) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(text, notes)}</w:p>'


def _runs(text: str, notes: Mapping[str, int]) -> str:
    """The words, and a reference wherever a footnote's label stands in brackets."""
    for label, number in notes.items():
        before, mark, after = text.partition(f"[{label}]")
        if mark:
            reference = (
                f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
            )
            return _runs(before, notes) + reference + _runs(after, notes)
    return "".join(
        ("<w:r><w:tab/></w:r>" if number else "") + f'<w:r><w:t xml:space="preserve">{_clean(part)}</w:t></w:r>'
        for number, part in enumerate(text.split("\t"))
    )


def _table(table: Table) -> str:
    slots = grid(table)
    rows = []
    for number, across in enumerate(slots):
        cells, column = [], 0
        while column < len(across):
            slot = across[column]
            width = next((n for n in range(column, len(across)) if across[n] != slot), len(across)) - column
            cells.append(_cell(table, slot, width, begins=slot is None or slot[0] == number))
            column += width
        head = "<w:trPr><w:tblHeader/></w:trPr>" if number < table.header_rows else ""
        rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
    columns = "<w:gridCol/>" * max(map(len, slots), default=1)
    return f"<w:tbl>{parts.TABLE_PROPERTIES}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(table: Table, slot: tuple[int, int] | None, width: int, *, begins: bool) -> str:
    cell = None if slot is None else cell_at(table, slot)
    merge = ""
    if cell is not None and cell.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    text = cell.text if cell is not None and begins else ""
    lines = "".join(_paragraph(line, "cell", {}) for line in text.split("\n"))
    span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{lines}</w:tc>"


def _picture(sha256: str, alt: str) -> str:
    described = quoteattr(alt.translate(_CONTROL))
    return parts.PICTURE.format(width=14 * _EMU, height=9 * _EMU, alt=described, relation=f"m{sha256[:16]}")
