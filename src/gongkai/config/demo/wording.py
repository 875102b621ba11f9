"""The words of the demo city's generated documents, from its own lists; pure."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from gongkai.foundations import texts

_FOLDER = Path(__file__).parent
_COUNTING = "一二三四五六七八九"
_ARTICLES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")

Slots = Mapping[str, str]


@cache
def words(name: str) -> Mapping[str, Any]:
    """One of the lists: ``organs``, ``themes``, ``phrases``, ``requests``; ``city`` is the small city."""
    path = _FOLDER / "city.toml" if name == "city" else _FOLDER / "words" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def dated_on(file: str) -> date:
    """The day a document written by hand bears, else that of the middle of the year in its name."""
    path = _FOLDER / "documents" / file
    found = texts.parse_official(texts.read(path, name=file)).dated_on
    return found.value if found is not None else date(int(file[:4]), 7, 1)


def day_in_words(day: date) -> str:
    """As official documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def general(chance: Random, slots: Slots, *, number: str, day: date, to: str, table: bool) -> tuple[str, ...]:
    """A document of two to four parts, each of two or three measures."""
    phrases = words("phrases")
    count = chance.randint(2, 4)
    measures = chance.sample(phrases["measures"], count * 2 + 1)
    heads = chance.sample(phrases["heads"], count)
    lines = [*_head(slots, number, to), _fill(chance.choice(phrases["openings"]), slots)]
    for place, head in enumerate(heads):
        lines.append(f"{_COUNTING[place]}、{head}")
        some = measures[place * 2 : place * 2 + (3 if place == count - 1 else 2)]
        lines += [f"（{_COUNTING[n]}）{_fill(text, slots)}" for n, text in enumerate(some)]
    if table:
        lines += _table(chance, ("办结事项（件）", "抽查单位（家）", "发现问题（个）", "完成整改（个）"))
    lines.append(phrases["telephone"].format(serial=chance.randint(100, 999)))
    lines.append(chance.choice(phrases["closings"]))
    return (*lines, *_foot(slots, day))


def figures(chance: Random, slots: Slots, *, day: date, rows: Sequence[str]) -> tuple[str, ...]:
    """A report whose middle is a table."""
    lead = f"现将{slots['title'].removeprefix(slots['issuer'])}予以公布，数据以年底核定数为准。"
    lines = [*_head(slots, "", ""), lead, "一、主要数据", *_table(chance, rows)]
    lines += ["二、说明", "表中数据均为初步统计数，口径与上年一致；比上年增减按同口径计算。"]
    return (*lines, *_foot(slots, day))


def rule(chance: Random, slots: Slots, *, number: str, day: date, to: str, replaced: str) -> tuple[str, ...]:
    """A notice with the normative document it issues; the last article says from when and how long it holds."""
    wording = words("phrases")["rule"]
    articles = [*wording["first"], *sorted(chance.sample(wording["duties"], 6), key=wording["duties"].index)]
    also = f"同时废止{replaced}。" if replaced else ""
    articles.append(f"本办法自{slots['effective']}起施行，有效期至{slots['expires']}。{also}")
    text = [f"第{_ARTICLES[n]}条 {_fill(article, slots)}" for n, article in enumerate(articles)]
    chapters = [slots["title"], "第一章 总则", *text[:3], "第二章 管理与服务", *text[3:9], "第三章 附则", text[9]]
    notice = f"现将《{slots['title']}》印发给你们，请遵照执行。"
    return (*_head({**slots, "title": slots["notice"]}, number, to), notice, *_foot(slots, day), *chapters)


def amendment(chance: Random, slots: Slots, *, number: str, day: date, to: str, reference: str) -> tuple[str, ...]:
    """A decision that changes a normative document."""
    changes = chance.sample(words("phrases")["rule"]["amended"], 2)
    lines = [f"决定对{reference}作如下修改："]
    lines += [f"{_COUNTING[place]}、{change}" for place, change in enumerate(changes)]
    return (*_head(slots, number, to), *lines, f"本决定自{slots['effective']}起施行。", *_foot(slots, day))


def interpretation(slots: Slots, *, day: date) -> tuple[str, ...]:
    """Questions and answers about a normative document."""
    wording = words("phrases")["rule"]
    lines = [slots["title"]]
    for place, (asked, answered) in enumerate(zip(wording["asked"], wording["answered"], strict=True)):
        lines += [f"{_COUNTING[place]}、{asked}", _fill(answered, slots)]
    return (*lines, *_foot(slots, day))


def _head(slots: Slots, number: str, to: str) -> list[str]:
    head = [f"{slots['issuer']}文件", number] if number else []
    return [*head, slots["title"], *([f"{to}："] if to else [])]


def _foot(slots: Slots, day: date) -> tuple[str, ...]:
    return slots["issuer"], day_in_words(day), "（此件公开发布）"


def _table(chance: Random, rows: Sequence[str]) -> list[str]:
    lines = ["", "| 指标 | 数值 | 比上年增减 |", "| --- | --- | --- |"]
    lines += [f"| {row} | {chance.randint(20, 980)} | {chance.uniform(-6, 12):+.1f}% |" for row in rows]
    return [*lines, ""]


def _fill(text: str, slots: Slots) -> str:
    return text.format_map(slots)
