"""Articles of one law support each other: where several answer a question, so may those beside them; pure."""

import re
from collections.abc import Sequence

# So many of the best hits are looked at together.
LOOKED_AT = 200
_SHARE = 0.1
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千]{1,9}条(?:之[一二三四五六七八九十]{1,3})?\Z")
_NOTE = re.compile(r"[（(][^（()）]*[）)]\Z")


def whole(title: str) -> str:
    """The title of the law of which this is an article; empty for the title of anything else."""
    found = _ARTICLE.search(title.strip())
    return title.strip()[: found.start()] if found else ""


def is_law(title: str) -> bool:
    """Whether it is a law, or an article of one, by its name: 某某法, 某某法典, not 某某办法."""
    name = _NOTE.sub("", whole(title) or title.strip())
    return name.endswith(("法", "法典")) and not name.endswith("办法")


def ordered(titles: Sequence[str], scores: Sequence[float]) -> list[tuple[int, float]]:
    """The places of the hits in their new order, each with its score; the scores given must fall.

    A hit gains by what the others of its law stand above the last one; without articles nothing changes.
    """
    wholes = [whole(title) for title in titles]
    if not any(wholes) or scores[0] <= 0:
        return list(enumerate(scores))
    support: dict[str, float] = {}
    for name, score in zip(wholes, scores, strict=True):
        support[name] = support.get(name, 0.0) + score - scores[-1]
    support.pop("", None)
    most = max(support.values()) or 1.0
    best = [
        score + scores[0] * _SHARE * support.get(name, 0.0) / most for name, score in zip(wholes, scores, strict=True)
    ]
    return sorted(enumerate(best), key=lambda each: (-each[1], each[0]))
