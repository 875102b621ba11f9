"""What changed between two texts: articles aligned, moved ones found, and inside a changed one the very characters."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from gongkai.foundations.texts.document import Block, Document, Image, text_of
from gongkai.foundations.texts.outline import outline


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


class Fate(StrEnum):
    """What became of a block; one that moved is ``LEFT`` where it was and ``MOVED`` where it is."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    LEFT = "left"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and what became of it."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A block of the one text, of the other or of both, by its index in each, with its text in pieces.

    Pieces kept and gone make up the text before, pieces kept and new the text after. A changed block whose pieces
    are all kept is set in another form, such as a heading for a paragraph.
    """

    fate: Fate
    before: int | None
    after: int | None
    spans: tuple[Span, ...]


_ALIKE = 0.5  # of the pairs of neighbouring characters are the same
_ALIKE_WITH_THE_SAME_NUMBER = 0.25
_COMMON = 24  # blocks: a pair of characters that stands in more of them tells nothing
_CANDIDATES = 4
_SHORTEST_TO_MOVE = 8  # characters: of shorter blocks one cannot say that they moved


def compare(before: Document, after: Document) -> tuple[Change, ...]:
    """What changed, block by block, in the order of the text after; what is gone stands where it was."""
    old, new = before.blocks, after.blocks
    pairs = _equal(old, new)
    pairs |= _alike(before, after, pairs)
    staying = _in_order(pairs)
    moved = {j: i for j, i in pairs.items() if j not in staying and len(text_of(new[j])) >= _SHORTEST_TO_MOVE}
    return tuple(_changes(old, new, staying, moved))


def _equal(old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Blocks that are the same in both, by index after and before: unique ones, their neighbours, then the rest."""
    held, wanted = _places(old), _places(new)
    pairs = {at[0]: held[block][0] for block, at in wanted.items() if len(at) == 1 == len(held.get(block, ()))}
    taken = set(pairs.values())
    for step in (1, -1):
        for j, i in sorted(pairs.items(), reverse=step < 0):
            after, before = j + step, i + step
            while (
                0 <= after < len(new)
                and 0 <= before < len(old)
                and after not in pairs
                and before not in taken
                and new[after] == old[before]
            ):
                pairs[after] = before
                taken.add(before)
                after, before = after + step, before + step
    for block, at in wanted.items():
        left = [i for i in held.get(block, ()) if i not in taken]
        pairs.update(zip([j for j in at if j not in pairs], left, strict=False))
    return pairs


def _places(blocks: Sequence[Block]) -> dict[Block, list[int]]:
    places: dict[Block, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        places[block].append(index)
    return places


def _alike(before: Document, after: Document, pairs: dict[int, int]) -> dict[int, int]:
    """Of the blocks still alone, those that are most alike: by their characters, more readily under one number."""
    taken = set(pairs.values())
    old = _Side.of(before, [i for i in range(len(before.blocks)) if i not in taken])
    new = _Side.of(after, [j for j in range(len(after.blocks)) if j not in pairs])
    scored = []
    for j in new.grams:
        following = pairs.get(j - 1, -2) + 1
        candidates = {*old.sharing(new.grams[j]), *old.numbered.get(new.numbers.get(j, ""), ()), following}
        for i in candidates & old.grams.keys():
            one, other = old.grams[i], new.grams[j]
            score = 2 * len(one & other) / (len(one) + len(other) or 1)
            is_numbered_alike = i in old.numbers and old.numbers[i] == new.numbers.get(j)
            if score >= (_ALIKE_WITH_THE_SAME_NUMBER if is_numbered_alike else _ALIKE):
                scored.append((-score - 0.1 * is_numbered_alike, abs(i - j), j, i))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _score, _distance, j, i in sorted(scored):
        if j not in found and i not in used:
            found[j] = i
            used.add(i)
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """The blocks of one text that are still alone: their pairs of characters and their numbers in the outline."""

    grams: dict[int, frozenset[str]]
    numbers: dict[int, str]
    numbered: dict[str, list[int]]
    standing: dict[str, list[int]]

    @classmethod
    def of(cls, document: Document, alone: Sequence[int]) -> "_Side":
        numbers = {entry.block: entry.number for entry in outline(document) if entry.number} if alone else {}
        grams: dict[int, frozenset[str]] = {}
        numbered: dict[str, list[int]] = defaultdict(list)
        standing: dict[str, list[int]] = defaultdict(list)
        for index in alone:
            if isinstance(document.blocks[index], Image):
                continue  # another picture is another one, whatever it is called
            grams[index] = _grams(text_of(document.blocks[index]).removeprefix(numbers.get(index, "")))
            if index in numbers:
                numbered[numbers[index]].append(index)
            for gram in grams[index]:
                standing[gram].append(index)
        return cls(grams, numbers, numbered, standing)

    def sharing(self, grams: frozenset[str]) -> list[int]:
        """The blocks that share the most of the rarer pairs of characters."""
        shared: Counter[int] = Counter()
        for gram in grams:
            held = self.standing.get(gram, ())
            if len(held) <= _COMMON:
                shared.update(held)
        return [index for index, _count in shared.most_common(_CANDIDATES)]


def _grams(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text))) or frozenset(text)


def _in_order(pairs: dict[int, int]) -> dict[int, int]:
    """The most pairs that stand in the same order on both sides; whoever is not among them has moved."""
    ends: list[int] = []
    last: list[int] = []
    link: dict[int, int] = {}
    for j in sorted(pairs):
        place = bisect_left(ends, pairs[j])
        if place:
            link[j] = last[place - 1]
        ends[place : place + 1], last[place : place + 1] = [pairs[j]], [j]
    staying: dict[int, int] = {}
    at = last[-1] if last else None
    while at is not None:
        staying[at] = pairs[at]
        at = link.get(at)
    return staying


def _changes(
    old: Sequence[Block], new: Sequence[Block], staying: dict[int, int], moved: dict[int, int]
) -> Iterator[Change]:
    went = {i: j for j, i in moved.items()}
    cursor = 0
    for j, block in enumerate(new):
        if j in staying:
            yield from (_gone(old, i, went) for i in range(cursor, staying[j]))
            cursor = staying[j] + 1
        before = staying.get(j, moved.get(j))
        if before is None:
            yield Change(Fate.NEW, None, j, _whole(Mark.NEW, text_of(block)))
            continue
        fate = Fate.MOVED if j in moved else Fate.SAME if old[before] == block else Fate.CHANGED
        yield Change(fate, before, j, compare_words(text_of(old[before]), text_of(block)))
    yield from (_gone(old, i, went) for i in range(cursor, len(old)))


def _gone(old: Sequence[Block], index: int, went: dict[int, int]) -> Change:
    fate = Fate.LEFT if index in went else Fate.GONE
    return Change(fate, index, went.get(index), _whole(Mark.GONE, text_of(old[index])))


def _whole(mark: Mark, text: str) -> tuple[Span, ...]:
    return (Span(mark, text),) if text else ()


# A number changes as a whole, whether in digits or in characters; everything else by its character.
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|[零〇一二三四五六七八九十百千万亿]+|[\s\S]")
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]|[^。；\n]+")
_LARGEST = 1_000_000  # tokens before times tokens after; longer texts are compared by sentences first
# What stands between two changed numbers or words is no accident, however short.
_HOLDING = frozenset("年月日时分号条款项章节、，。；：？！（）〔〕《》“”\t\n")


def compare_words(before: str, after: str) -> tuple[Span, ...]:
    """What changed in a line, in pieces that a person would mark: 2026年1月1日 to 2026年7月1日 is 1 to 7."""
    if before == after:
        return _whole(Mark.KEPT, before)
    spans = []
    for kept, gone, new in _grouped(_runs(before, after)):
        spans += [*_whole(Mark.KEPT, kept), *_whole(Mark.GONE, gone), *_whole(Mark.NEW, new)]
    return tuple(spans)


# What is kept, then what is gone and what is new after it.
_Run = tuple[str, str, str]


def _runs(before: str, after: str) -> Iterator[_Run]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) <= _LARGEST:
        return _matched(old, new)
    return _by_sentence(before, after)


def _by_sentence(before: str, after: str) -> Iterator[_Run]:
    for kept, gone, new in _matched(_SENTENCE.findall(before), _SENTENCE.findall(after)):
        yield kept, "", ""
        if gone and new and len(gone) * len(new) <= _LARGEST:
            yield from _matched(_TOKEN.findall(gone), _TOKEN.findall(new))
        else:
            yield "", gone, new


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    kept = ""
    for word, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if word == "equal":
            kept = "".join(old[i:i_end])
        else:
            yield kept, "".join(old[i:i_end]), "".join(new[j:j_end])
            kept = ""
    if kept:
        yield kept, "", ""


def _grouped(runs: Iterator[_Run]) -> list[_Run]:
    """Neighbouring changes as one where only a few characters between them happen to be the same."""
    grouped: list[_Run] = []
    for kept, gone, new in runs:
        if grouped and _is_by_chance(kept, grouped[-1], (gone, new)):
            before = grouped[-1]
            grouped[-1] = before[0], before[1] + kept + gone, before[2] + kept + new
        else:
            grouped.append((kept, gone, new))
    return grouped


def _is_by_chance(kept: str, before: _Run, after: tuple[str, str]) -> bool:
    smaller = min(max(map(len, before[1:])), max(map(len, after)))
    return 2 * len(kept) <= smaller and _HOLDING.isdisjoint(kept)
