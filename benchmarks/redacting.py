"""Redaction: pages a second through painting, searching, burning, packing and proving, beside painting alone."""

import sys
import time

import pypdfium2

from figures import Outcome
from portal import ROOT

sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "src"))

from gongkai.foundations import redaction
from gongkai.foundations.redaction.pdf import DPI
from gongkai.foundations.texts import setting
from support import secret_papers
from support.papers import notice

PLAN = redaction.Plan(
    (redaction.Region(1, 0.1, 0.1, 0.4, 0.2, "D4"),),
    tuple(redaction.Term(words, "D4") for words in ("云川市", "政府", *secret_papers.ONE)),
)
MOST_MILLISECONDS = 500


def run(scale: int) -> Outcome:
    """Redact ``scale`` official papers, and as many small files that hide words in every place."""
    outcome = Outcome("P21", "redact: a page from the file to the proved copy (no target set; the limit here is ours)")
    papers = [setting.to_pdf(notice(seed)) for seed in range(scale)]
    spent, painted, packed, copies = [], [], [], []
    for paper in papers:
        pages, alone = _painted(paper)
        began = time.process_time()
        copy = redaction.redact(paper, PLAN)
        spent.append((time.process_time() - began) * 1000 / pages)
        painted.append(alone)
        copies.append(len(copy.content) / pages / 1024)
    for make in (secret_papers.docx, secret_papers.xlsx):
        for seed in range(scale):
            paper = make(seed)
            began = time.process_time()
            redaction.redact(paper, redaction.Plan((), PLAN.terms))
            packed.append((time.process_time() - began) * 1000)
    whole = outcome.figure("PDF, processor time a page", "ms", spent)
    outcome.figure("peer: the same page painted by PDFium alone", "ms", painted)
    outcome.figure("copy of a PDF, a page", "KiB", copies)
    outcome.figure("DOCX or XLSX, processor time a file", "ms", packed)
    reached = whole.middle
    outcome.judge(f"{reached:.0f} ms a page", f"≤ {MOST_MILLISECONDS} ms", passed=reached <= MOST_MILLISECONDS)
    outcome.notes.append(f"A4 at {DPI} dots an inch; the copy is opened anew and proved within the time.")
    return outcome


def _painted(paper: bytes) -> tuple[int, float]:
    """How many pages, and the milliseconds of processor time that painting one takes."""
    with pypdfium2.PdfDocument(paper) as file:
        began = time.process_time()
        for page in file:
            page.render(scale=DPI / 72).to_pil()
        return len(file), (time.process_time() - began) * 1000 / len(file)
