"""What a change of wording does to the judged questions, told before it is made.

Measured with the embedded engine on the judged set of the city (``GONGKAI_DATA/judged``, three files as ``search-eval``
takes them) or, without one, on that of the demo city.
"""

import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import fmean

from django.conf import settings

from gongkai.backbone.search.best import put_first
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import IN_FORCE, Query, Results
from gongkai.backbone.search.engines import with_wording
from gongkai.backbone.search.measuring import DEPTH, ask, fill, judged_questions, score
from gongkai.backbone.search.wording import Wording

JUDGED = Path(__file__).with_name("judged")
_TEXTS, _QUESTIONS, _JUDGEMENTS = "texts.jsonl", "questions.jsonl", "judgements.tsv"
# Asked twice while a person waits: at a few milliseconds each, two seconds.
MOST_QUESTIONS = 200
_filling = threading.Lock()


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over the judged questions, at ten."""

    recall: float
    mrr: float
    ndcg: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose first right text moved. Ranks count from 1; 0 is not among the first ten."""

    question: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the judged questions."""

    questions: int
    before: Measures
    after: Measures
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the public index finds for one of the words, before and after the change."""

    words: str
    before: Results
    after: Results


def effect(before: Wording, after: Wording) -> Effect:
    """What the change does to each judged question. Raises ``BadJudgementsError`` for files that cannot be read."""
    folder = _judged()
    index = _index(folder, (folder / _TEXTS).stat().st_mtime_ns)
    judged = list(islice(judged_questions(folder / _QUESTIONS, folder / _JUDGEMENTS), MOST_QUESTIONS))
    ways = [[_asked(index, wording, question) for question, _ in judged] for wording in (before, after)]
    moved = [
        (_gain(new, relevant) - _gain(old, relevant), Moved(question, _first(old, relevant), _first(new, relevant)))
        for (question, relevant), old, new in zip(judged, *ways, strict=True)
    ]
    relevants = [relevant for _, relevant in judged]
    return Effect(
        len(judged),
        _measures(ways[0], relevants),
        _measures(ways[1], relevants),
        tuple(each for gain, each in moved if gain > 0),
        tuple(each for gain, each in moved if gain < 0),
    )


def looks(words: Sequence[str], before: Wording, after: Wording) -> list[Look]:
    """What readers find in the public index for each of these. Raises ``SearchUnavailableError``."""
    queries = [(each, Query(text=each, size=3, validity=IN_FORCE)) for each in words]
    old, new = ([_found(wording, query) for _, query in queries] for wording in (before, after))
    return [Look(each, *both) for (each, _), *both in zip(queries, old, new, strict=True)]


def _found(wording: Wording, query: Query) -> Results:
    return put_first(with_wording(wording).search(query), query, wording)


def _judged() -> Path:
    own = Path(settings.DATA) / "judged"
    return own if (own / _TEXTS).is_file() else JUDGED


def _index(folder: Path, changed: int) -> Path:
    """An index of these texts, made once by each process."""
    with _filling:
        return Path(_made(folder, changed).name) / "search"


@cache
def _made(folder: Path, changed: int) -> "tempfile.TemporaryDirectory[str]":
    del changed
    made = tempfile.TemporaryDirectory(prefix="gongkai-judged-")
    engine = EmbeddedEngine(Path(made.name) / "search")
    fill(engine, folder / _TEXTS, lambda _: None)
    engine.close()
    return made


def _asked(index: Path, wording: Wording, question: str) -> Sequence[str]:
    best = wording.recommended(question)
    found = ask(EmbeddedEngine(index, wording=lambda: wording), question)
    return (*best, *(name for name in found if name not in best))


def _measures(found: Sequence[Sequence[str]], relevants: Sequence[Mapping[str, int]]) -> Measures:
    scores = (score(names, relevant) for names, relevant in zip(found, relevants, strict=True))
    return Measures(*(round(fmean(column), 4) for column in zip(*scores, strict=True)))


def _gain(names: Sequence[str], relevant: Mapping[str, int]) -> float:
    return sum(score(names, relevant))


def _first(names: Sequence[str], relevant: Mapping[str, int]) -> int:
    return next((rank for rank, name in enumerate(names[:DEPTH], 1) if relevant.get(name, 0) > 0), 0)
