"""Every error a person may read is said in Chinese where it is raised and in English in foundations/errors.toml."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from gongkai.backbone.records.rules import PUBLICATION_RULES
from gongkai.foundations.errors import GongkaiError

SOURCE = Path(__file__).resolve().parents[2] / "src/gongkai"
CATALOGUE: dict[str, str] = tomllib.loads((SOURCE / "foundations/errors.toml").read_text("utf-8"))
CODE = re.compile(r"[a-z][a-z_0-9]+")
# Its sentences are those of its reasons.
COMPOSED = {"not_publishable", "request_refused"}


def _raised() -> Iterator[tuple[str, str, set[str], str]]:
    """File, code, names of the facts and Chinese text of each error made in the source."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=made, args=[ast.Constant(value=str(code)), message, *_], keywords=facts) if (
                    _makes_an_error(made) and CODE.fullmatch(code)
                ):
                    yield file.name, code, {fact.arg or "" for fact in facts}, ast.unparse(message)


def _makes_an_error(made: ast.expr) -> bool:
    text = ast.unparse(made)
    return text.endswith("Error") or text in {"super().__init__", "Reason"}


RAISED = list(_raised())
CODES = {code for _, code, _, _ in RAISED} | {code for code, _, _ in PUBLICATION_RULES}


def test_every_error_is_said_in_english() -> None:
    assert CODES - COMPOSED - set(CATALOGUE) == set(), "add a sentence to src/gongkai/foundations/errors.toml"


def test_no_sentence_outlives_its_error() -> None:
    assert set(CATALOGUE) - CODES == set()


def test_what_a_sentence_names_is_given_wherever_the_error_is_raised() -> None:
    named = {code: {name for _, name, _, _ in Formatter().parse(text) if name} for code, text in CATALOGUE.items()}
    missing = [(file, code, named[code] - facts) for file, code, facts, _ in RAISED if named.get(code, set()) - facts]
    assert missing == []


def test_the_message_where_it_is_raised_is_chinese() -> None:
    literal = [(file, code, text) for file, code, _, text in RAISED if text.startswith(("'", 'f"', "f'", '"'))]
    foreign = [one for one in literal if not re.search(r"[\u4e00-\u9fff]", one[2])]
    assert [one for one in foreign if one[1] not in COMPOSED] == []


def test_sentences_are_english_and_in_order() -> None:
    assert [text for text in CATALOGUE.values() if re.search(r"[\u4e00-\u9fff]", text)] == []
    assert list(CATALOGUE) == sorted(CATALOGUE)


def test_an_error_speaks_both_languages() -> None:
    error = GongkaiError("locked", "请在 3 分钟后再试。", minutes=3)
    assert error.said_in("zh-hans") == error.said_in("zh_CN.UTF-8") == "请在 3 分钟后再试。"
    assert error.said_in("en") == error.said_in("C.UTF-8") == "Too many tries: try again in 3 min."


def test_an_error_without_a_sentence_says_what_it_has() -> None:
    assert GongkaiError("of_a_plug_in", "已被使用。").said_in("en") == "已被使用。"
