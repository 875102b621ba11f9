"""Learn how a model's questions are turned towards the articles that answer them: ``turning.py MODEL [KEPT]``.

From the questions at even places of the judged set (0, 2, 4, …) alone, with their answers; those at odd places are left
for measuring, as in ``related.py``. A question q becomes q + q·inwards·outwards: a few directions, learned so that of
all articles those judged right come nearest (cross entropy over the judged, the hardest and some drawn at random).
Written beside the code of the search under the name of the model. ``KEPT`` is a file that keeps the vectors of the
articles, which take many minutes.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus import ARTICLES, SHARED
from related import rows

if TYPE_CHECKING:
    from gongkai.backbone.search.meaning.encoder import Encoder

Floats = NDArray[np.float32]

DIRECTIONS = 64
TIMES = 3
STEPS = 60
RATE = 3e-3
SHARPNESS = 0.04
HELD_BACK = 2e-2
NOISE = 0.03
HARDEST = 60
DRAWN = 16_000
LEAST = 0.37
_PLACES = 2
_PORTION = 1600


def main() -> None:
    """Encode, learn, write."""
    from gongkai.backbone.search.meaning.encoder import TURNS, Encoder

    encoder = Encoder(Path(sys.argv[1]))
    names, articles = _articles(encoder, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    asked, right = judged(encoder, names)
    inwards, outwards = _joined([learn(asked, right, articles, seed=seed) for seed in range(TIMES)])
    TURNS.mkdir(exist_ok=True)
    file = TURNS / f"{encoder.name}.npz"
    np.savez(file, inwards=inwards.astype(np.float16), outwards=outwards.astype(np.float16), least=np.float32(LEAST))
    print(f"{len(asked)} questions and answers, {file.stat().st_size} bytes: {file.name}", file=sys.stderr)


def _joined(turns: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """The mean of turns learned from different beginnings, in the directions that tell most."""
    mean = np.mean([inwards @ outwards for inwards, outwards in turns], axis=0)
    left, strength, right = np.linalg.svd(mean)
    return left[:, :DIRECTIONS] * strength[:DIRECTIONS], right[:DIRECTIONS]


def learn(asked: Floats, right: Sequence[NDArray[np.intp]], articles: Floats, *, seed: int) -> tuple[Floats, Floats]:
    """The two halves of a turn, by Adam."""
    chance = np.random.default_rng(seed)
    hard = np.unique(np.argpartition(-(asked @ articles.T), HARDEST, axis=1)[:, :HARDEST])
    always = np.union1d(np.concatenate(right), hard)
    width = asked.shape[1]
    halves = [
        chance.normal(0, 0.02, (width, DIRECTIONS)).astype(np.float32),
        np.zeros((DIRECTIONS, width), np.float32),
    ]
    drift = [np.zeros_like(half) for half in halves]
    spread = [np.zeros_like(half) for half in halves]
    for step in range(1, STEPS + 1):
        among = np.union1d(always, chance.integers(0, len(articles), DRAWN))
        wanted = np.zeros((len(asked), len(among)), np.float32)
        for place, good in enumerate(right):
            wanted[place, np.searchsorted(among, good)] = 1 / len(good)
        blurred = asked + chance.normal(0, NOISE, asked.shape).astype(np.float32)
        for place, slope in enumerate(_slopes(blurred, halves, articles[among], wanted)):
            drift[place] = 0.9 * drift[place] + 0.1 * slope
            spread[place] = 0.99 * spread[place] + 0.01 * slope**2
            pace = np.sqrt(spread[place] / (1 - 0.99**step)) + 1e-8
            halves[place] -= RATE * drift[place] / (1 - 0.9**step) / pace
    return halves[0], halves[1]


def _slopes(asked: Floats, halves: Sequence[Floats], among: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Which way each half makes the error grow."""
    inwards, outwards = halves
    parts = asked @ inwards
    turned = asked + parts @ outwards
    length = np.linalg.norm(turned, axis=1, keepdims=True)
    unit = turned / length
    near = unit @ among.T / SHARPNESS
    share = np.exp(near - near.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    pull = (share - wanted) @ among / (len(asked) * SHARPNESS)
    pull = (pull - unit * (pull * unit).sum(axis=1, keepdims=True)) / length
    return asked.T @ (pull @ outwards.T) + HELD_BACK * inwards, parts.T @ pull + HELD_BACK * outwards


def judged(encoder: "Encoder", names: Sequence[str]) -> tuple[Floats, list[NDArray[np.intp]]]:
    """The vectors of questions and of their answers, each with the places of what was judged right."""
    from gongkai.backbone.search.measuring import read_judgements

    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        places[name].append(place)
    judgements = read_judgements(SHARED / "statute_qrels.tsv")
    right = {
        question: [place for article, worth in articles.items() if worth > 0 for place in places[article]]
        for question, articles in judgements.items()
    }
    known = [row for place, row in enumerate(rows(SHARED / "statute_queries.jsonl.xz")) if place % _PLACES == 0]
    texts = [(text, right.get(row["id"], [])) for row in known for text in (row["text"], row["answer"]) if text.strip()]
    texts = [(text, good) for text, good in texts if good]
    return encoder.floats([text for text, _ in texts]), [np.array(good) for _, good in texts]


def _articles(encoder: "Encoder", kept: Path | None) -> tuple[list[str], Floats]:
    from gongkai.backbone.search.meaning.configured import texts_of

    names: list[str] = []
    texts: list[str] = []
    for row in rows(ARTICLES):
        for text in texts_of(row["title"], row["body"]):
            names.append(row["id"])
            texts.append(text)
    if kept is not None and kept.exists():
        return names, np.load(kept)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found = np.zeros((len(texts), 0), np.float32)
    for begin in range(0, len(order), _PORTION):
        places = order[begin : begin + _PORTION]
        vectors = encoder.floats([texts[place] for place in places])
        if not begin:
            found = np.zeros((len(texts), vectors.shape[1]), np.float32)
        found[places] = vectors
        print(f"{begin + len(places)} of {len(texts)}", file=sys.stderr)
    if kept is not None:
        np.save(kept, found)
    return names, found


if __name__ == "__main__":
    main()
