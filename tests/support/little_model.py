"""A model of meaning small enough to be made in a test: real files for the real libraries, with a few ideas in it."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

# Characters on one line mean the same to it; each line is a direction of its own, the last one for all others.
IDEAS = ("房屋宅居", "钱款金资补贴", "犬狗遛", "校学童")
WIDTH = 8


def little_model(folder: Path) -> Path:
    """Write the model into this folder; a text's vector is the mean of those of its characters."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = "".join(IDEAS)
    vocabulary = {"[PAD]": 0, "[UNK]": 1} | {character: place for place, character in enumerate(characters, 2)}
    table = np.zeros((len(vocabulary), WIDTH), np.float32)
    table[1, WIDTH - 1] = 0.05
    for direction, idea in enumerate(IDEAS):
        for character in idea:
            table[vocabulary[character], direction] = 1.0
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.save(str(folder / "little-tokenizer.json"))
    onnx.save(_graph(table), str(folder / "little.onnx"))
    (folder / "question.txt").write_text("问：", "utf-8")
    return folder


def _graph(table: np.ndarray) -> onnx.ModelProto:
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])
    told = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", 1, WIDTH])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["each"]),
        helper.make_node("ReduceSum", ["each", "axis"], ["last_hidden_state"], keepdims=1),
    ]
    axis = numpy_helper.from_array(np.array([1], np.int64), "axis")
    graph = helper.make_graph(nodes, "little", [ids], [told], [numpy_helper.from_array(table, "table"), axis])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
