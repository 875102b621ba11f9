"""The pieces of a text that answer best; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from gongkai.backbone.search.engine import Passage

SHORTEST, LONGEST = 12, 400
_ARTICLE = re.compile(r"\s*(第[零〇一二三四五六七八九十百千]{1,9}条(?:之[一二三四五六七八九十]{1,3})?)[\s\u3000]*")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


def best_passages(text: str, words: Sequence[str], *, most: int, weights: Mapping[str, float]) -> tuple[Passage, ...]:
    """The pieces with the most telling of the words, the best first. ``weights``: how much each word tells.

    A piece is an article of a law, or a paragraph; of one that is long, the sentences around the words.
    """
    found = [Passage(quote, article, _worth(quote, words, weights)) for quote, article in pieces(text)]
    worthy = sorted((passage for passage in found if passage.worth), key=lambda passage: -passage.worth)
    return tuple(worthy[:most])


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text with the article each belongs to; every piece stands in the text as it is."""
    article, held = "", ""
    for line in text.split("\n"):
        match = _ARTICLE.match(line)
        if match:
            yield from _cut(held, article)
            article, held = match[1], line
        elif article and held and len(held) + len(line) < LONGEST:
            held += "\n" + line
        else:
            yield from _cut(held, article)
            held = line
    yield from _cut(held, article)


def _cut(piece: str, article: str) -> Iterator[tuple[str, str]]:
    piece = piece.strip()
    if len(piece) <= LONGEST:
        if len(piece) >= SHORTEST:
            yield piece, article
        return
    start = end = 0
    for sentence in _SENTENCE.finditer(piece):
        if end > start and sentence.end() - start > LONGEST:
            yield piece[start:end].strip(), article
            start = end
        end = sentence.end()
    if piece[start:].strip():
        yield piece[start:].strip(), article


def _worth(piece: str, words: Sequence[str], weights: Mapping[str, float]) -> float:
    """The weight of the words it has; each further time a word counts less, and so does a long piece."""
    folded = piece.lower()
    worth = 0.0
    for word in words:
        times = folded.count(word)
        worth += weights.get(word, 1.0) * times / (times + 0.4 + 0.8 * len(piece) / 200) if times else 0.0
    return round(worth, 4)
