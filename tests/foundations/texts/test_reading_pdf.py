"""PDF with a text layer."""

import base64
import contextlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.document import Paragraph, Table
from support import require
from support.packages import PNG
from support.papers import notice

STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm } body { font-size: 16pt; line-height: 28pt }
p { margin: 0; text-indent: 2em; text-align: justify } .two { columns: 2; column-gap: 10mm; font-size: 12pt }
.title { font-size: 22pt; text-align: center; text-indent: 0; line-height: 36pt } .none { text-indent: 0 }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid }
"""


def _printed(body: str, folder: Path, *options: str) -> texts.Document:
    """The page as the browser prints it."""
    source, target = folder / "a.html", folder / "a.pdf"
    source.write_text(
        f"<!DOCTYPE html><html><head><meta charset=utf-8><style>{STYLE}</style></head><body>{body}</body>"
    )
    subprocess.run(
        [
            *(
                require.chromium(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder / 'profile'}",
            ),
            *(f"--print-to-pdf={target}", *options, str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=90,
    )
    shutil.rmtree(folder / "profile", ignore_errors=True)
    return texts.read(target)


@pytest.mark.browser
def test_a_page_printed_by_a_browser_is_read_in_paragraphs(tmp_path: Path) -> None:
    document = notice(4)
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    title, body = paragraphs[2], paragraphs[9:-2]
    html = f"<p class=title>{title}</p>" + "".join(f"<p>{text}</p>" for text in body)
    again = _printed(html, tmp_path)  # with the browser's own running heads, dates and page numbers
    assert [block.text for block in again.blocks if isinstance(block, Paragraph)] == [title, *body]


@pytest.mark.browser
def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    paragraphs = [f"第{n}段。" + "及时准确公开各类政策文件，做到应公开尽公开。" * 4 for n in range(12)]
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    document = _printed(f"<div class=two>{body}</div>", tmp_path, "--no-pdf-header-footer")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == paragraphs


@pytest.mark.browser
def test_tables_with_merged_cells_are_read(tmp_path: Path) -> None:
    rows = "<tr><th>序号<th>任务<th>单位<tr><td rowspan=2>1<td>目录<td>市政府办公室"
    rows += "<tr><td>指南<td>各部门<tr><td>2<td colspan=2>年报"
    document = _printed(f"<p>前</p><table>{rows}</table><p>后</p>", tmp_path, "--no-pdf-header-footer")
    before, table, after = document.blocks
    assert (before, after) == (Paragraph("前"), Paragraph("后"))
    assert isinstance(table, Table)
    assert [[(c.text, c.colspan, c.rowspan) for c in row] for row in table.rows] == [
        [("序号", 1, 1), ("任务", 1, 1), ("单位", 1, 1)],
        [("1", 1, 2), ("目录", 1, 1), ("市政府办公室", 1, 1)],
        [("指南", 1, 1), ("各部门", 1, 1)],
        [("2", 1, 1), ("年报", 2, 1)],
    ]


@pytest.mark.browser
def test_a_page_of_pictures_only_is_said_to_be_a_scan(tmp_path: Path) -> None:
    picture = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    with pytest.raises(texts.UnreadableFileError) as error:
        _printed(f'<img src="{picture}" width=300 height=300>', tmp_path, "--no-pdf-header-footer")
    assert error.value.code == "no_text_layer"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n", "broken_file"),
        (b"%PDF-1.7\n" + b"\x00" * 5000, "broken_file"),
        (setting.to_pdf(notice(1))[:900], "broken_file"),
    ],
)
def test_a_damaged_file_is_broken(content: bytes, code: str) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(content)
    assert error.value.code == code


def test_characters_outside_the_basic_plane_are_whole() -> None:
    assert texts.read(setting.to_pdf(texts.Document((Paragraph("甲乙丙"),)))).blocks == (Paragraph("甲乙丙"),)


@pytest.mark.parametrize(("size", "matrix", "step"), [(12, "1 0 0 1", -18), (-12, "-1 0 0 -1", 18)])
def test_a_size_below_nothing_on_a_turned_page_is_read_alike(size: int, matrix: str, step: int) -> None:
    drawn = f"BT /F {size} Tf {matrix} 72 700 Tm (Water is saved in the city.) Tj 0 {step} Td (Go on.) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = "".join(f"{number} 0 obj{part} endobj\n" for number, part in enumerate(parts, 1))
    document = texts.read(f"%PDF-1.4\n{body}trailer<</Size 6/Root 1 0 R>>\n%%EOF".encode())
    assert document.blocks == (Paragraph("Water is saved in the city."), Paragraph("Go on."))


def test_random_damage_never_raises_anything_else() -> None:
    good = setting.to_pdf(notice(1))
    noise = random.Random(5)
    for _ in range(200):
        data = bytearray(good)
        for _ in range(noise.randint(1, 10)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        with contextlib.suppress(texts.UnreadableFileError):
            texts.read(bytes(data))
