"""Files that hold words to be withheld in every place a file has for words, seen and unseen; by seed."""

import io
import random
import zlib
from collections.abc import Sequence

from support.packages import NAMESPACES, PNG, package

# A name and a number, invented; the numbers fail the check of ID numbers.
Secrets = tuple[str, str]
ONE: Secrets = ("欧阳测试", "110101199001010000")
OTHER: Secrets = ("上官样本", "320102198512120000")
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun-UniGB-UTF16-H /Encoding /UniGB-UTF16-H"
    b" /DescendantFonts [<< /Type"
    b" /Font /Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4"
    b" >> /DW 1000 /W [1 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 6"
    b" /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>] >>"
)
_WIDTH, _HEIGHT = 420, 300


def pdf(seed: int, secrets: Secrets = ONE) -> bytes:
    """A PDF of one to three pages, each turned, cropped or neither, with what else ``seed`` puts into it."""
    name, number = secrets
    chance = random.Random(seed)
    pages = [_Page(chance, secrets) for _ in range(chance.randint(1, 3))]
    objects: dict[int, bytes] = {3: _FONT}
    kids, fields = [], []
    for page in pages:
        first = max(objects) + 1
        objects[first + 1] = _stream(page.drawn())
        objects[first + 2] = _stream(f"BT /F 14 Tf 1 0 0 1 2 5 Tm <{_coded(name)}> Tj ET".encode(), page.box_of_form())
        objects[first + 3] = (
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{first}) /V <feff{_coded(name)}> /Rect [60 60 200 80] /F 4 "
            f"/AP << /N {first + 2} 0 R >> >>"
        ).encode()
        objects[first + 4] = (
            f"<< /Type /Annot /Subtype /Text /Contents <feff{_coded(number)}> /Rect [5 5 20 20] >>".encode()
        )
        objects[first] = page.object(first, with_field=chance.random() < 0.5)
        kids.append(f"{first} 0 R")
        fields.append(f"{first + 3} 0 R")
    attached, layer, catalogue = max(objects) + 1, max(objects) + 2, 1
    objects[attached] = _stream(f"{name} {number}".encode(), "/Type /EmbeddedFile")
    objects[layer] = f"<< /Type /OCG /Name <feff{_coded(name)}> >>".encode()
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects[catalogue] = (
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{' '.join(fields)}] >> "
        f"/OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >> "
        f"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) /EF << /F {attached} 0 R >> >>] >> >> "
        f"/Outlines << /Type /Outlines >> /Metadata {attached} 0 R >>"
    ).encode()
    info = max(objects) + 1
    objects[info] = f"<< /Author <feff{_coded(name)}> /Title <feff{_coded(number)}> >>".encode()
    whole = _written(objects, info)
    # What was changed later stands behind the first writing, which stays in the file.
    return _saved_again(whole, objects, info) if chance.random() < 0.5 else whole


# Where ``outlines`` draws, in fractions of the page from its upper left.
OUTLINED = (0.1, 0.3, 0.9, 0.5)


def outlines(secrets: Secrets = ONE) -> bytes:
    """A PDF of one page on which the words are drawn as strokes, as programs do that turn letters into outlines."""
    left, top, right, bottom = OUTLINED
    strokes, across = [], 0.0
    for code in "".join(secrets).encode():
        x = (left + 0.02 + across) * _WIDTH
        for bit in range(8):
            y = _HEIGHT * (1 - bottom + 0.02 + (bottom - top - 0.04) * bit / 8)
            strokes.append(f"{x:.1f} {y:.1f} {2 + (code >> bit) % 2 * 3} 2 re f")
        across += (right - left - 0.04) / 40
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents 4 0 R >>".encode(),
        4: _stream("\n".join(strokes).encode()),
        5: b"<< /Producer (nobody) >>",
    }
    return _written(objects, 5)


class _Page:
    def __init__(self, chance: random.Random, secrets: Secrets) -> None:
        self.name, self.number = secrets
        self.turn = chance.choice((0, 90, 180, 270))
        self.crop = chance.choice(("", f"/CropBox [30 20 {_WIDTH - 10} {_HEIGHT - 15}]"))
        self.size = chance.randint(10, 22)
        self.slanted = chance.random() < 0.2
        self.spaced = chance.random() < 0.3
        self.scattered = chance.random() < 0.3

    def drawn(self) -> bytes:
        """Words in text, letter by letter or spaced out, slanted, in white and clipped away; and others between."""
        out = [f"BT /F {self.size} Tf {self._matrix(60, 200)} <{_coded('姓名：')}> Tj"]
        words = "　".join(self.name) if self.spaced else self.name
        pieces: Sequence[str] = list(words) if self.scattered else (words,)
        out += [f"<{_coded(piece)}> Tj" for piece in pieces]
        out.append(f"<{_coded('，男')}> Tj ET")
        out.append(f"BT /F 12 Tf 1 0 0 1 60 120 Tm <{_coded('身份证号' + self.number)}> Tj ET")
        out.append(f"1 1 1 rg BT /F 9 Tf 1 0 0 1 60 100 Tm <{_coded(self.name)}> Tj ET 0 0 0 rg")
        out.append(f"q 0 0 1 1 re W n BT /F 9 Tf 1 0 0 1 60 90 Tm <{_coded(self.number)}> Tj ET Q")
        out.append(f"BT /F 12 Tf 1 0 0 1 60 240 Tm <{_coded('云川市教育局答复')}> Tj ET")
        return "\n".join(out).encode()

    def _matrix(self, x: int, y: int) -> str:
        return f"0.966 0.259 -0.259 0.966 {x} {y} Tm" if self.slanted else f"1 0 0 1 {x} {y} Tm"

    @staticmethod
    def box_of_form() -> str:
        return "/Type /XObject /Subtype /Form /BBox [0 0 140 20] /Resources << /Font << /F 3 0 R >> >>"

    def object(self, number: int, *, with_field: bool) -> bytes:
        notes = f"{number + 3} 0 R {number + 4} 0 R" if with_field else f"{number + 4} 0 R"
        return (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] {self.crop} /Rotate {self.turn} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {number + 1} 0 R /Annots [{notes}] >>"
        ).encode()


def _coded(words: str) -> str:
    return words.encode("utf-16-be").hex()


def _stream(content: bytes, more: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {more} >>\nstream\n".encode() + packed + b"\nendstream"


def _written(objects: dict[int, bytes], info: int) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{places[number]:010d} 00000 n \n".encode() for number in range(1, size))
    out += f"trailer\n<< /Size {size} /Root 1 0 R /Info {info} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _saved_again(whole: bytes, objects: dict[int, bytes], info: int) -> bytes:
    before = whole.rindex(b"startxref\n") + 10
    earlier = int(whole[before:].split()[0])
    out = bytearray(whole)
    place = len(out)
    out += f"{info} 0 obj\n<< /Author (nobody) >>\nendobj\n".encode()
    start = len(out)
    out += f"xref\n{info} 1\n{place:010d} 00000 n \ntrailer\n<< /Size {max(objects) + 1} /Root 1 0 R ".encode()
    out += f"/Info {info} 0 R /Prev {earlier} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _paragraphs(name: str, number: str, cut: int) -> list[str]:
    def run(words: str, how: str = "") -> str:
        return f"<w:r>{how}<w:t>{words}</w:t></w:r>"

    def paragraph(*inner: str) -> str:
        return f"<w:p>{''.join(inner)}</w:p>"

    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    box = f"<w:txbxContent>{paragraph(run(f'框{name}'))}</w:txbxContent>"
    blip = '<a:graphic><a:graphicData><a:blip r:embed="pic"/></a:graphicData></a:graphic>'
    picture = f'<wp:extent cx="90000" cy="90000"/><wp:docPr id="1" name="{name}" descr="{number}"/>{blip}'
    deleted = f'<w:del w:id="1" w:author="{name}"><w:r><w:delText>{name}</w:delText></w:r></w:del>'
    control = f'<w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{number}"/></w:sdtPr>'
    return [
        paragraph(run(f"申请人{name[:cut]}"), run(name[cut:], "<w:rPr><w:b/></w:rPr>")),
        paragraph(run(f"证件号{number[:6]} {number[6:14]} {number[14:]}。")),
        f"<w:tbl><w:tr><w:tc>{paragraph(run(name))}</w:tc></w:tr></w:tbl>",
        paragraph(deleted, f'<w:ins w:id="2" w:author="{name}">{run(f"由{name}插入")}</w:ins>'),
        paragraph(run(number, "<w:rPr><w:vanish/></w:rPr>"), run("没有藏")),
        paragraph(
            f'<w:bookmarkStart w:id="3" w:name="{name}"/>', f'<w:hyperlink r:id="out">{run("链接")}</w:hyperlink>'
        ),
        paragraph(
            field("begin"),
            f"<w:r><w:instrText>MERGEFIELD {name}</w:instrText></w:r>",
            field("separate"),
            run(f"域{name}"),
            field("end"),
        ),
        f"<w:sdt>{control}<w:sdtContent>{paragraph(run(f'控件{name}'))}</w:sdtContent></w:sdt>",
        paragraph(
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        paragraph(f"<w:r><w:drawing><wp:inline>{picture}</wp:inline></w:drawing></w:r>"),
        paragraph(run("见注"), '<w:r><w:footnoteReference w:id="5"/></w:r>'),
        paragraph(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:commentRangeStart w:id="0"/>', run("有批注")),
    ]


def docx(seed: int, secrets: Secrets = ONE) -> bytes:
    """A DOCX with the words in runs, tables, boxes, notes, headers, fields, changes, comments, properties and more."""
    name, number = secrets
    chance = random.Random(seed)
    cut = chance.randint(1, len(name) - 1)
    body = "".join(chance.sample(_paragraphs(name, number, cut), k=12))
    section = '<w:sectPr><w:headerReference w:type="default" r:id="head"/></w:sectPr>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "".join(
        f'<Relationship Id="{relation}" Type="{office}/{kind}" Target="{target}"{more}/>'
        for relation, kind, target, more in (
            ("out", "hyperlink", f"https://a.example/{number}", ' TargetMode="External"'),
            ("pic", "image", "media/a.png", ""),
            ("head", "header", "header1.xml", ""),
        )
    )
    space = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    note = f"<w:p><w:r><w:t>注{name}</w:t></w:r></w:p>"
    style = f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
    comment = f'<w:comment w:author="{name}"><w:p><w:r><w:t>{number}</w:t></w:r></w:p></w:comment>'
    return package(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{space}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="a/b"/>'
                f'<Default Extension="rels" ContentType="{space.replace("http://schemas", "application/vnd")}"/>'
                f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>'
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{space}/relationships"><Relationship Id="r" Type="{office}/officeDocument" '
                'Target="word/document.xml"/></Relationships>'
            ),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}/relationships">{related}</Relationships>',
            "word/header1.xml": f"<w:hdr {NAMESPACES}><w:p><w:r><w:t>页眉{name}</w:t></w:r></w:p></w:hdr>",
            "word/footnotes.xml": (f'<w:footnotes {NAMESPACES}><w:footnote w:id="5">{note}</w:footnote></w:footnotes>'),
            "word/comments.xml": f"<w:comments {NAMESPACES}>{comment}</w:comments>",
            "word/styles.xml": f"<w:styles {NAMESPACES}>{style}</w:styles>",
            "word/media/a.png": PNG,
            "word/embeddings/a.bin": f"{name}{number}",
            "word/vbaProject.bin": name,
            "docProps/core.xml": f"<cp><creator>{name}</creator></cp>",
            "customXml/item1.xml": f"<a>{number}</a>",
        }
    )


def xlsx(seed: int, secrets: Secrets = ONE) -> bytes:
    """An XLSX by openpyxl with the words in cells, a formula, hidden sheets, rows, columns, comments and names."""
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.workbook.defined_name import DefinedName

    name, number = secrets
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"名册{name}"
    for row in range(1, chance.randint(4, 8)):
        sheet.append([row, f"第{row}人{name}", chance.choice((number, f"{number[:6]} {number[6:]}")), "公开"])
    sheet["E1"] = f'="{name}"&A1'
    sheet["A1"].comment = Comment(number, name)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = chance.random() < 0.5
    sheet.merge_cells("A9:B9")
    sheet["A9"] = name
    hidden = book.create_sheet("内部")
    hidden["A1"] = number
    hidden.sheet_state = chance.choice(("hidden", "veryHidden"))
    book.defined_names["x"] = DefinedName("x", attr_text=f'"{number}"')
    book.properties.creator = name
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
