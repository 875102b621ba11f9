"""A model that turns texts into vectors which lie near each other when the texts mean alike; on the processor, offline.

Its libraries are the extra of ``requirements/semantic.txt``. Vectors are of length one, kept in a byte a number.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.foundations.errors import GongkaiError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.int8]

LONGEST_TOKENS = 512
# So many texts at once: more keeps the processor no busier, and the worker's other steps waiting.
BATCH = 16
# Words the model wants before a question stand in a file of this name beside it; without any, BGE found more.
QUESTION_FILE = "question.txt"
# How questions are turned, a file for each model it was learned for.
TURNS = Path(__file__).with_name("turns")
_WHOLE = 127
# Of bge-small-zh-v1.5: what fits short questions lies above, the nearest to words without sense mostly below.
_LEAST = 0.55
_NOTHING = 1e-9


class ModelUnusableError(GongkaiError):
    """The model of ``GONGKAI_SEARCH_MODEL`` cannot be used; search goes on by words alone."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a question's vector is turned: what it has in a few directions (``inwards``) moves it (``outwards``)."""

    inwards: "NDArray[np.float32]"
    outwards: "NDArray[np.float32]"
    least: float


class Encoder:
    """A model in a folder: one ``*.onnx`` and one ``*tokenizer.json``; the first token's vector stands for the text."""

    def __init__(self, folder: Path) -> None:
        """Loads the model. Raises ``ModelUnusableError``."""
        self._model, self._words = _only(folder, "*.onnx"), _only(folder, "*tokenizer.json")
        named = folder / QUESTION_FILE
        self._before = named.read_text("utf-8").strip() if named.exists() else ""
        try:
            import onnxruntime
            import usearch.index  # noqa: F401 - seeks among the vectors later: without it the model is of no use
            from tokenizers import Tokenizer

            options = onnxruntime.SessionOptions()
            # Not more than half of the machine: web servers and the worker each have a model of their own.
            options.intra_op_num_threads = max(1, (os.cpu_count() or 1) // 2)
            self._session = onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(self._words))
            self._tokenizer.enable_truncation(LONGEST_TOKENS)
            self._tokenizer.enable_padding()
        except ImportError as error:
            raise _unusable("没有安装 requirements/semantic.txt 中的组件") from error
        except Exception as error:  # the libraries raise kinds of their own for each thing a file can lack
            raise _unusable(str(error).splitlines()[0][:200]) from error
        self._inputs = {each.name for each in self._session.get_inputs()}

    @cached_property
    def name(self) -> str:
        """What tells this model from any other: vectors of two models never meet."""
        digest = hashlib.sha256()
        for file in (self._model, self._words):
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()[:16]

    def passages(self, texts: Sequence[str]) -> "Vectors":
        """The vectors of texts to be found, one row each."""
        return in_bytes(self.floats(texts))

    def question(self, text: str) -> "Vectors":
        """The vector of what is asked, turned towards what answers where it is known how."""
        asked = self.floats([self._before + text])
        if self._turn is not None:
            asked += asked @ self._turn.inwards @ self._turn.outwards
        vector: Vectors = in_bytes(asked)[0]
        return vector

    def floats(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """The vectors as the model gives them, one row each."""
        import numpy as np

        # Of one length together: in a batch the shorter ones are filled up to the longest.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        parts = [
            self._encoded([texts[at] for at in order[begin : begin + BATCH]]) for begin in range(0, len(order), BATCH)
        ]
        found = np.concatenate(parts, dtype=np.float32)
        found[order] = found.copy()
        return found

    @property
    def least(self) -> float:
        """The least similarity of what may be shown to somebody whose words are in no record."""
        return _LEAST if self._turn is None else self._turn.least

    @cached_property
    def _turn(self) -> "Turn | None":
        """What ``benchmarks/turning.py`` learned of questions for just this model."""
        import numpy as np

        learned = TURNS / f"{self.name}.npz"
        if not learned.exists():
            return None
        with np.load(learned, allow_pickle=False) as held:
            inwards, outwards = held["inwards"].astype(np.float32), held["outwards"].astype(np.float32)
            return Turn(inwards, outwards, float(held["least"]))

    def _encoded(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        given = {
            "input_ids": np.array([each.ids for each in encoded], np.int64),
            "attention_mask": np.array([each.attention_mask for each in encoded], np.int64),
            "token_type_ids": np.array([each.type_ids for each in encoded], np.int64),
        }
        told: Any = self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[0]
        first: NDArray[np.float32] = told[:, 0] if told.ndim > 2 else told
        return of_length_one(first)


def of_length_one(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The same directions; only direction tells of meaning."""
    import numpy as np

    lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _NOTHING)
    return vectors / lengths


def in_bytes(vectors: "NDArray[np.float32]") -> "Vectors":
    """The same directions in whole numbers of a byte."""
    import numpy as np

    whole: Vectors = np.round(of_length_one(vectors) * _WHOLE).astype(np.int8)
    return whole


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern)) if folder.is_dir() else []
    if len(found) != 1:
        raise _unusable(f"{folder} 中应当恰有一个 {pattern}，现有 {len(found)} 个")
    return found[0]


def _unusable(why: str) -> ModelUnusableError:
    return ModelUnusableError("model_unusable", f"语义模型不能使用：{why}。检索仍按词语进行。", why=why)
