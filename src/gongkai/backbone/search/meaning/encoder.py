"""A model that turns texts into vectors which lie near each other when the texts mean alike; on the processor, offline.

Its libraries are the extra of ``requirements/semantic.txt``. Vectors are of length one, kept in a byte a number.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.foundations.errors import GongkaiError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.int8]

LONGEST_TOKENS = 384
# So many texts at once: more keeps the processor no busier, and the worker's other steps waiting.
BATCH = 16
# What models of the family BGE want before a question; a file of this name beside the model says another.
QUESTION_FILE = "question.txt"
_BEFORE_A_QUESTION = "为这个句子生成表示以用于检索相关文章："
_WHOLE = 127


class ModelUnusableError(GongkaiError):
    """The model of ``GONGKAI_SEARCH_MODEL`` cannot be used; search goes on by words alone."""


class Encoder:
    """A model in a folder: one ``*.onnx`` and one ``*tokenizer.json``; the first token's vector stands for the text."""

    def __init__(self, folder: Path) -> None:
        """Loads the model. Raises ``ModelUnusableError``."""
        self._model, self._words = _only(folder, "*.onnx"), _only(folder, "*tokenizer.json")
        named = folder / QUESTION_FILE
        self._before = named.read_text("utf-8").strip() if named.exists() else _BEFORE_A_QUESTION
        try:
            import onnxruntime
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
        import numpy as np

        parts = [self._encoded(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(parts, dtype=np.int8)

    def question(self, text: str) -> "Vectors":
        """The vector of what is asked."""
        vector: Vectors = self.passages([self._before + text])[0]
        return vector

    def _encoded(self, texts: Sequence[str]) -> "Vectors":
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        given = {
            "input_ids": np.array([each.ids for each in encoded], np.int64),
            "attention_mask": np.array([each.attention_mask for each in encoded], np.int64),
            "token_type_ids": np.array([each.type_ids for each in encoded], np.int64),
        }
        told: Any = self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[0]
        first = told[:, 0] if told.ndim > 2 else told
        length = np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
        vectors: Vectors = np.round(first / length * _WHOLE).astype(np.int8)
        return vectors


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern)) if folder.is_dir() else []
    if len(found) != 1:
        raise _unusable(f"{folder} 中应当恰有一个 {pattern}，现有 {len(found)} 个")
    return found[0]


def _unusable(why: str) -> ModelUnusableError:
    return ModelUnusableError("model_unusable", f"语义模型不能使用：{why}。检索仍按词语进行。", why=why)
