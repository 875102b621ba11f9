"""P20: reading official documents: the same structure from every format, pages a second, memory."""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import pypdfium2
from lxml import html

from figures import Outcome
from portal import ROOT

sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "src"))

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.document import Block, Document, Paragraph, Table
from gongkai.foundations.texts.formats import recognition
from gongkai.foundations.texts.setting.typesetting import typeset
from support.papers import notice
from support.scanning import as_pdf, same_characters
from support.scanning import scans as scanned

Write = Callable[[Document], bytes]
GOALS = {"PDF": 0.99, "PDF, original": 0.99}  # of equal paragraphs and fields; 1 for every other format
SCANNED = 0.97  # of the characters of scans at 300 dots an inch
PAGES, LONG = 100, 1_000
ENOUGH = {"DOCX": 200, "HTML": 200, "PDF": 50}  # pages a second on one core
MEGABYTES = 300


def run(scale: int) -> Outcome:
    """Write ``scale`` generated documents in every format and read them; then time long ones."""
    outcome = Outcome("P20", "read official documents: structure, pages a second, memory")
    _equal(outcome, scale)
    _scans(outcome, max(scale // 4, 1))
    _speed(outcome)
    _memory(outcome, LONG if scale > 2 else 20)
    outcome.notes.append(
        "Documents are made by seed; the peer gives the text alone, without paragraphs, tables or places on paper."
    )
    return outcome


def _writers() -> dict[str, tuple[str, Write]]:
    """For each way of writing the name of the file and the writer."""
    return {
        "DOCX": ("a.docx", setting.to_docx),
        "DOCX of python-docx": ("a.docx", _by_python_docx),
        "OFD": ("a.ofd", setting.to_ofd),
        "HTML": ("a.html", _page),
        "HTML of a government site": ("a.html", _site_page),
        "TXT in UTF-8": ("a.txt", lambda d: texts.to_text(d).encode()),
        "TXT in GB18030": ("a.txt", lambda d: texts.to_text(d).encode("gb18030")),
        "TXT in UTF-16": ("a.txt", lambda d: texts.to_text(d).encode("utf-16")),
        "Markdown": ("a.md", lambda d: texts.to_markdown(d).encode()),
        "PDF": ("a.pdf", setting.to_pdf),
        "PDF, original": ("a.pdf", lambda d: setting.to_pdf(d, original=True)),
    }


def _equal(outcome: Outcome, scale: int) -> None:
    for name, (file, write) in _writers().items():
        # Plain text and Markdown know no merged cells.
        plain = file.endswith((".txt", ".md"))
        same = total = 0
        for seed in range(scale):
            document = notice(seed, with_table=not plain)
            again = texts.read(write(document), name=file)
            pairs = [*zip(document.blocks, again.blocks, strict=False), *_fields(document, again)]
            same += sum(one == two for one, two in pairs)
            total += max(len(document.blocks), len(again.blocks)) + len(_fields(document, document))
        share = same / total
        outcome.figure(f"{name}: equal paragraphs and fields", "%", [share * 100])
        goal = GOALS.get(name, 1.0)
        outcome.judge(f"{name} {share:.2%}", f"≥ {goal:.0%}", passed=share >= goal)


def _scans(outcome: Outcome, scale: int) -> None:
    if not recognition.is_installed():
        outcome.notes.append("Scans were not measured: the extra of `requirements/ocr.txt` is not installed.")
        return
    shares = []
    for seed in range(scale):
        document = notice(seed, with_table=False)
        shares.append(same_characters(document, texts.read(as_pdf(scanned(document, seed)))))
    share = sum(shares) / len(shares)
    outcome.figure(f"{scale} scans of 300 dpi: characters recognised", "%", [each * 100 for each in shares])
    outcome.judge(f"scans {share:.2%} of characters", f"≥ {SCANNED:.0%}", passed=share >= SCANNED)


def _fields(one: Document, two: Document) -> list[tuple[object, object]]:
    first, second = texts.parse_official(one), texts.parse_official(two)
    names = [name for name in first.__slots__ if getattr(first, name) is not None]
    return [(getattr(first, name).value, getattr(getattr(second, name), "value", None)) for name in names]


def _by_python_docx(document: Document) -> bytes:
    made = docx.Document()
    for block in document.blocks:
        if isinstance(block, Table):
            table = made.add_table(len(block.rows), 3)
            for row, cells in zip(table.rows, block.rows, strict=True):
                column = 0
                for cell in cells:
                    merged = row.cells[column].merge(row.cells[column + cell.colspan - 1])
                    merged.text = cell.text
                    column += cell.colspan
        elif isinstance(block, Paragraph):
            made.add_paragraph(block.text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _page(document: Document) -> bytes:
    return f"<!DOCTYPE html><html><body>{texts.to_html(document)}</body></html>".encode()


def _site_page(document: Document) -> bytes:
    around = "<div class=top><a href=/>首页</a></div><div>当前位置：首页 &gt; 政策</div>"
    return (
        f"<!DOCTYPE html><html><head><title>x</title><script>var a=1</script></head><body>{around}<div class="
        f"'view TRS_UEDITOR trs_paper_default'>{texts.to_html(document)}</div><div>打印本页</div></body></html>"
    ).encode()


def _long(pages: int) -> Document:
    """A document of at least so many pages."""
    blocks: list[Block] = []
    seed = length = 0
    while length < pages:
        more = notice(seed)
        blocks += more.blocks
        length += len(typeset(more))
        seed += 1
    return Document(tuple(blocks))


def _speed(outcome: Outcome) -> None:
    document = _long(PAGES)
    pages = len(typeset(document))
    peers: dict[str, tuple[str, Write, str, Callable[[bytes], object]]] = {
        "DOCX": ("a.docx", setting.to_docx, "python-docx", _text_of_docx),
        "HTML": ("a.html", _page, "lxml", _text_of_html),
        "PDF": ("a.pdf", setting.to_pdf, "pypdfium2", _text_of_pdf),
    }
    for name, (file, write, peer, read_by_peer) in peers.items():
        content = write(document)
        ours = _rate(partial(texts.read, content, name=file), pages)
        theirs = _rate(partial(read_by_peer, content), pages)
        figure = outcome.figure(f"{name}: read", "pages/s/core", ours)
        outcome.figure(f"{name}: text alone by {peer}", "pages/s/core", theirs)
        outcome.judge(
            f"{name} {figure.middle:.0f} pages/s/core", f"≥ {ENOUGH[name]}", passed=figure.middle >= ENOUGH[name]
        )


def _rate(work: Callable[[], object], pages: int) -> list[float]:
    rates = []
    for _ in range(3):
        began = time.process_time()
        work()
        rates.append(pages / max(time.process_time() - began, 1e-6))
    return rates


def _text_of_html(content: bytes) -> object:
    return list(html.document_fromstring(content).itertext())


def _text_of_docx(content: bytes) -> object:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def _text_of_pdf(content: bytes) -> object:
    file = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range() for page in file]


def _memory(outcome: Outcome, pages: int) -> None:
    document = _long(pages)
    program = (
        "import sys; from pathlib import Path; from gongkai.foundations import texts; "
        "texts.read(Path(sys.argv[1]), name=sys.argv[1]); "
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (
            ("docx", setting.to_docx),
            ("pdf", setting.to_pdf),
            ("ofd", setting.to_ofd),
            ("html", _page),
        ):
            path = Path(folder) / f"a.{name}"
            path.write_bytes(write(document))
            command = [sys.executable, "-c", program, str(path)]
            said = subprocess.run(
                command, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True
            ).stdout
            peak = int(said) / 1024
            outcome.figure(f"{name}, {pages} pages: peak memory", "MB", [peak])
            outcome.judge(f"{name} {peak:.0f} MB", f"≤ {MEGABYTES} MB", passed=peak <= MEGABYTES)
