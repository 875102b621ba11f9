"""The rules. Each takes a line of text, or the document, and says what it finds."""

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.foundations.texts.checking.files import of_file, of_pictures
from gongkai.foundations.texts.checking.links import links_in, of_links
from gongkai.foundations.texts.checking.remarks import Remark, Severity
from gongkai.foundations.texts.dates import DATE, from_match
from gongkai.foundations.texts.docnumbers import DOCUMENT_NUMBER, spell
from gongkai.foundations.texts.document import Document, text_of
from gongkai.foundations.texts.numbering import numbering_gaps
from gongkai.foundations.texts.official import OfficialDocument, parse_official
from gongkai.foundations.texts.outline import outline

Known = Callable[[str], bool]

_DATE = re.compile(DATE)
_NUMBER = re.compile(DOCUMENT_NUMBER)
_DOUBLED = re.compile(r"([，。；：、！？])\1+")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("〔", "〕"))
_REFORM = date(2019, 4, 1)


def check_document(document: Document, *, known: Known | None = None, size: int = 0) -> list[Remark]:
    """All remarks. ``known`` tells whether a document number is that of a record; ``size`` is that of the file."""
    official = parse_official(document)
    remarks = [
        *_of_fields(official),
        *_of_document(document, official),
        *of_file(document, size),
        *of_pictures(document),
        *of_links(document),
    ]
    for index, block in enumerate(document.blocks):
        text = text_of(block)
        for rule in (_dates, _numbers, _slips, _marks, links_in):
            remarks += rule(text, index)
        if known is not None:
            remarks += _unknown(text, index, known)
        if official.dated_on is not None and official.dated_on.value >= _REFORM:
            remarks += _organs(text, index)
    return remarks


def _of_fields(official: OfficialDocument[Any]) -> Iterator[Remark]:
    mark, dated, printed, effect = (
        official.classification, official.dated_on, official.printed_on, official.effective_on,
    )  # fmt: skip
    if mark is not None:
        yield Remark(
            "classified",
            Severity.STOP,
            f"文件标有“{mark.value}”。",
            "不得公开；请按保密规定处理。",
            mark.block,
            mark.start,
            mark.end,
        )
    if official.internal is not None:
        found = official.internal
        reason = f"文件标有“{found.value}”。"
        yield Remark("internal", Severity.STOP, reason, "请核对可否公开。", found.block, found.start, found.end)
    if official.disclosure is not None and official.disclosure.value != "proactive":
        found = official.disclosure
        yield Remark(
            "not_proactive",
            Severity.STOP,
            "附注写明不主动公开。",
            "请核对公开属性。",
            found.block,
            found.start,
            found.end,
        )
    if dated is not None and printed is not None and printed.value < dated.value:
        yield Remark(
            "printed_early",
            Severity.ERROR,
            "印发日期早于成文日期。",
            "请核对两个日期。",
            printed.block,
            printed.start,
            printed.end,
        )
    if dated is not None and effect is not None and effect.value < dated.value:
        yield Remark(
            "effect_early",
            Severity.LOOK,
            "施行日期早于成文日期。",
            "请核对是否溯及既往。",
            effect.block,
            effect.start,
            effect.end,
        )


def _of_document(document: Document, official: OfficialDocument[Any]) -> Iterator[Remark]:
    for gap in numbering_gaps(outline(document)):
        yield Remark("numbering_gap", Severity.ERROR, gap.message, "请补全或更正序号。", gap.block)
    if official.title is None:
        yield Remark("title_missing", Severity.ERROR, "没有找到标题。", "请补上标题。")


def _dates(text: str, block: int) -> Iterator[Remark]:
    for match in _DATE.finditer(text):
        if from_match(match) is None:
            yield Remark(
                "date_impossible", Severity.ERROR, f"没有{match.group()}这一天。", "请更正日期。", block, *match.span()
            )


def _numbers(text: str, block: int) -> Iterator[Remark]:
    for match in _NUMBER.finditer(text):
        right = spell(match)
        if match.group() != right and not match.group().endswith(right):
            reason = f"文号“{match.group()}”的写法不合 GB/T 9704。"
            yield Remark("number_spelling", Severity.ERROR, reason, f"请写成“{right}”。", block, *match.span())


def _unknown(text: str, block: int, known: Known) -> Iterator[Remark]:
    for match in _NUMBER.finditer(text):
        # The words before the number run into the agency word; whichever ending is known will do.
        agency, rest = match.group(1), spell(match)[len(match.group(1)) :]
        if not any(known(agency[cut:] + rest) for cut in range(len(agency) - 1)):
            yield Remark(
                "number_unknown",
                Severity.LOOK,
                f"没有找到文号为“{match.group()}”的文件。",
                "请核对文号。",
                block,
                *match.span(),
            )


def _slips(text: str, block: int) -> Iterator[Remark]:
    for wrong, right in _words()["slips"].items():
        for match in re.finditer(wrong, text):
            yield Remark("slip", Severity.ERROR, f"“{wrong}”是错别字。", f"请写成“{right}”。", block, *match.span())


def _organs(text: str, block: int) -> Iterator[Remark]:
    for old, new in _words()["organs"].items():
        for match in re.finditer(old, text):
            if (
                text[match.end() : match.end() + 1] not in {"原", "）"}
                and text[max(0, match.start() - 4) : match.start()].find("原") < 0
            ):
                yield Remark(
                    "organ_outdated",
                    Severity.LOOK,
                    f"“{old}”在机构改革后已不再使用。",
                    f"请核对是否应为“{new}”。",
                    block,
                    *match.span(),
                )


def _marks(text: str, block: int) -> Iterator[Remark]:
    for match in _DOUBLED.finditer(text):
        yield Remark(
            "mark_doubled",
            Severity.ERROR,
            f"标点重复：“{match.group()[:5]}”。",
            "请删去多余的标点。",
            block,
            *match.span(),
        )
    for match in _HALF_WIDTH.finditer(text):
        yield Remark(
            "mark_half_width",
            Severity.LOOK,
            f"中文之间用了半角标点“{match.group()}”。",
            "请改为全角。",
            block,
            *match.span(),
        )
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            yield Remark(
                "mark_unpaired", Severity.LOOK, f"“{opening}”和“{closing}”不成对。", "请补全。", block, 0, len(text)
            )


@cache
def _words() -> dict[str, dict[str, str]]:
    content = files("gongkai.foundations.texts.checking").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(content)
