"""Mine which words of statutes go with which words of people: ``related.py``; writes the table the search ships.

From the questions at even places of the judged set (0, 2, 4, …) alone, with their answers and the articles judged
right; those at odd places are left for measuring (``questions.py`` asks only them). What is kept of each pair of
words is one number: how much oftener the second stands in what answers a question with the first than elsewhere.
"""

import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

from corpus import ARTICLES, SHARED

TABLE = Path(__file__).parents[1] / "src/gongkai/backbone/search/related.txt"
# A word seen with few questions tells little: so many more without the second are imagined.
DOUBT = 1.5
LEAST_TIMES = 2
HELP = 0.15
# In thousandths; what weighs less moves nothing.
LEAST_WEIGHT = 20
_RAREST = 8.0
_PLACES = 2


def main() -> None:
    """Read, count, write."""
    from gongkai.backbone.search.words import EMPTY_WORDS, words_of

    articles = {row["id"]: row["body"] for row in rows(ARTICLES)}
    idf = _rarity(articles.values())
    judged = defaultdict(list)
    for line in (SHARED / "statute_qrels.tsv").read_text("utf-8").splitlines():
        question, _, article, worth = line.split()
        if int(worth) > 0:
            judged[question].append(article)
    asked: Counter[str] = Counter()
    answering: Counter[str] = Counter()
    both: dict[str, Counter[str]] = defaultdict(Counter)
    known = [row for place, row in enumerate(rows(SHARED / "statute_queries.jsonl.xz")) if place % _PLACES == 0]
    for row in known:
        texts = (row["answer"], *(articles[article] for article in judged[row["id"]]))
        told = {word for text in texts for word in words_of(text) if len(word) > 1 and word not in EMPTY_WORDS}
        answering.update(told)
        for word in words_of(row["text"]):
            asked[word] += 1
            both[word].update(told)
    lines = []
    for word in sorted(both):
        found = {}
        for other, times in both[word].items():
            share = answering[other] / len(known)
            gain = log((times + DOUBT * share) / (asked[word] + DOUBT) / share)
            if times >= LEAST_TIMES and gain > 0 and other != word:
                found[other] = gain * times / (times + 1) * idf.get(word, _RAREST) / _RAREST * HELP
        best = sorted(found.items(), key=lambda each: (-each[1], each[0]))
        kept = [f"{other}:{round(weight * 1000)}" for other, weight in best if round(weight * 1000) >= LEAST_WEIGHT]
        if kept:
            lines.append(" ".join((word, *kept)))
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(
        f"{len(known)} questions, {len(lines)} words, {sum(line.count(':') for line in lines)} pairs", file=sys.stderr
    )


def rows(file: Path) -> Iterator[dict[str, str]]:
    """The JSON lines of a compressed file."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _rarity(texts: Iterable[str]) -> dict[str, float]:
    from gongkai.backbone.search.words import cut_words

    held: Counter[str] = Counter()
    count = 0
    for text in texts:
        held.update(set(cut_words(text).split()))
        count += 1
    return {word: log(1 + (count - times + 0.5) / (times + 0.5)) for word, times in held.items()}


if __name__ == "__main__":
    main()
