"""The outline of a text: chapters, sections and articles with their numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gongkai.foundations.texts.document import Block, Document, Heading, Paragraph
from gongkai.foundations.texts.numerals import to_int

_N = "[0-9零〇一二三四五六七八九十百千两－—]"  # dashes are how scans write 一
_LAW = re.compile(rf"第({_N}{{1,8}})\s?(编|分编|章|节|条)(?:之({_N}{{1,3}}))?(\s{{0,20}})")
# 第五条第二款规定的……, 第七条修改为……: a sentence that begins with the name of an article is none.
_REFERENCE = re.compile(r"第.{1,5}[款项]|规定|之规定|以及|和|、|，|至|到|或者|修改|改为|中的|增加|删除|删去|所称|所列")
# By the first character: the pattern and the rank of what it marks.
_OFFICIAL: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("一二三四五六七八九十", re.compile(r"([一二三四五六七八九十]{1,3})、\s{0,20}"), 20),
    ("（(", re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]\s{0,20}"), 21),
    ("0123456789", re.compile(r"(\d{1,2})[.．、](?!\d)\s{0,20}"), 22),
    ("（(", re.compile(r"[（(](\d{1,2})[）)]\s{0,20}"), 23),
)
_LAW_RANKS = {"编": 10, "分编": 11, "章": 12, "节": 13, "条": 14}
_ARTICLE = _LAW_RANKS["条"]
_FIRST = frozenset("第（(0123456789一二三四五六七八九十")
_LONGEST_TITLE = 100
_ARTICLES_OF_A_LAW = 2
_CONTENTS_WITHIN = 200  # blocks from the beginning


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A place in the text: ``level`` from 1, ``number`` as written, ``title``, the block it begins with, and the
    ``anchor`` that stays its address.
    """

    level: int
    number: str
    title: str
    block: int
    anchor: str

    def to_data(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "level": self.level,
            "number": self.number,
            "title": self.title,
            "block": self.block,
            "anchor": self.anchor,
        }


@dataclass(frozen=True, slots=True)
class _Mark:
    rank: int
    number: str
    title: str
    block: int
    value: int


def outline(document: Document) -> tuple[OutlineEntry, ...]:
    """The outline: 一、（一）1.（1） and headings, or 编章节条 where the text has articles. Never raises."""
    marks = list(_marks(document.blocks))
    articles = [mark for mark in marks if mark.rank == _ARTICLE]
    if len(articles) >= _ARTICLES_OF_A_LAW:
        # In a law （一） counts the items of an article; they are no places of the outline.
        arabic = sum(map(_is_arabic, articles)) * 2 > len(articles)
        # A text numbers its articles in one way; the other is of something it quotes.
        marks = [m for m in marks if m.rank < _ARTICLE or (m.rank == _ARTICLE and _is_arabic(m) is arabic)]
    else:
        marks = [mark for mark in marks if mark.rank != _ARTICLE]
    return tuple(_entries(_without_contents(document.blocks, marks)))


def _is_arabic(article: _Mark) -> bool:
    """Whether it is numbered 第1条."""
    return article.number[1].isascii()


def _marks(blocks: Sequence[Block]) -> Iterator[_Mark]:
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            mark = _mark(block.text, index) if block.text[:1] in _FIRST else None
            if mark is not None:
                yield mark
        elif isinstance(block, Heading) and (text := block.text.strip()):
            yield _mark(text, index) or _Mark(block.level, "", " ".join(text.split()), index, 0)


def _mark(text: str, block: int) -> _Mark | None:
    if text[0] == "第":
        return _mark_of_law(text, block)
    for first, pattern, rank in _OFFICIAL:
        if text[0] in first and (match := pattern.match(text)):
            title = text[match.end() : match.end() + _LONGEST_TITLE].split("。", 1)[0]
            return _Mark(rank, match.group().strip(), title, block, _value(match.group(1))) if title else None
    return None


def _mark_of_law(text: str, block: int) -> _Mark | None:
    match = _LAW.match(text)
    if match is None:
        return None
    rank = _LAW_RANKS[match.group(2)]
    rest = text[match.end() : match.end() + 100]
    if rank == _ARTICLE:
        if not match.group(4) and _REFERENCE.match(rest):
            return None
        title = ""
    else:
        # 第二章的规定…… is a sentence, not the heading of a chapter.
        if len(rest) > 40 or rest.endswith("。") or not rest:
            return None
        title = "".join(rest.split())
    return _Mark(rank, "".join(match.group().split()), title, block, _value(match.group(1)))


@lru_cache(maxsize=4096)  # texts number their parts alike
def _value(numeral: str) -> int:
    try:
        return to_int(numeral.replace("－", "一").replace("—", "一"))
    except ValueError:
        return 0


def _without_contents(blocks: Sequence[Block], marks: list[_Mark]) -> list[_Mark]:
    """Without the lines of a table of contents, each of which comes again as the real heading."""
    contents = next(
        (
            index
            for index, block in enumerate(blocks[:_CONTENTS_WITHIN])
            if isinstance(block, Paragraph | Heading)
            and len(block.text) <= 10
            and "".join(block.text.split()) in {"目录", "目次"}
        ),
        None,
    )
    if contents is None:
        return marks
    left = Counter((mark.number, mark.title) for mark in marks if mark.rank < _ARTICLE)
    kept = []
    for mark in marks:
        key = (mark.number, mark.title)
        if "".join(mark.title.split()) in {"目录", "目次"}:
            continue
        if mark.rank < _ARTICLE and mark.block > contents and left[key] > 1:
            left[key] -= 1
            continue
        kept.append(mark)
    return kept


def _entries(marks: Sequence[_Mark]) -> Iterator[OutlineEntry]:
    levels = {rank: level for level, rank in enumerate(sorted({mark.rank for mark in marks}), 1)}
    counts = [0] * (len(levels) + 1)
    again: Counter[str] = Counter()
    for mark in marks:
        level = levels[mark.rank]
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(levels) - level)
        if mark.rank == _ARTICLE:
            anchor = _article_anchor(mark)
        else:
            anchor = "s-" + "-".join(str(count) for count in counts[1 : level + 1])
        again[anchor] += 1
        if again[anchor] > 1:
            anchor = f"{anchor}.{again[anchor]}"
        yield OutlineEntry(level, mark.number, mark.title, mark.block, anchor)


def _article_anchor(mark: _Mark) -> str:
    """``art-120-1`` for 第一百二十条之一: the articles after it keep their own."""
    _, _, inserted = mark.number.partition("条之")
    return f"art-{mark.value}-{_value(inserted)}" if inserted else f"art-{mark.value}"
