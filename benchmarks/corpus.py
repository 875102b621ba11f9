"""Chinese documents and questions to search with, drawn from real articles with a fixed seed."""

import json
import lzma
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from portal import ROOT

if TYPE_CHECKING:
    from gongkai.backbone.search.engine import Entry

SHARED = ROOT.parent / "shared/data"
ARTICLES = SHARED / "statute_articles.jsonl.xz"
SENTENCES = 10
QUESTIONS = 300


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of all articles."""
    found = []
    with lzma.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            body = str(json.loads(line)["body"])
            found += [sentence.strip() for sentence in body.replace("\n", "。").split("。") if len(sentence) > 8]
    return tuple(found)


def documents(count: int) -> Iterator[tuple[int, str, str]]:
    """Number, title and text of each document."""
    chance, known = random.Random(4), sentences()
    for number in range(1, count + 1):
        drawn = chance.choices(known, k=SENTENCES)
        yield number, f"关于{drawn[0][:18]}的通知", "。\n".join(drawn) + "。"


def questions() -> list[str]:
    """One to three neighbouring words of some sentence each."""
    from gongkai.backbone.search.words import words_of

    chance, known = random.Random(5), sentences()
    asked: list[str] = []
    while len(asked) < QUESTIONS:
        words = [word for word in words_of(chance.choice(known)) if len(word) > 1]
        if len(words) > 4:
            start = chance.randrange(len(words) - 3)
            asked.append(" ".join(words[start : start + chance.randint(1, 3)]))
    return asked


def entry(number: int, title: str, body: str) -> "Entry":
    """A document as the platform's index takes it; kinds, organs, years and validity take turns."""
    from gongkai.backbone.search.engine import Entry

    return Entry(
        index_number=f"{number:09d}",
        seq=number,
        title=title,
        url=f"/info/{number}",
        document_number=f"云办〔{2017 + number % 9}〕{number % 900 + 1}号",
        issuer="云川市人民政府办公室",
        organ=f"organ-{number % 40}",
        kind=f"kind-{number % 15}",
        subject=f"{number % 22 + 1:02d}",
        year=str(2017 + number % 9),
        validity="repealed" if number % 10 == 0 else "in_force",
        dated_on=date(2017 + number % 9, 1 + number % 12, 1 + number % 28),
        published_at=datetime(2017 + number % 9, 1, 1, tzinfo=UTC),
        body=body,
    )
