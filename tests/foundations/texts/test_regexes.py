"""No pattern takes longer than the length of a line warrants, whoever wrote the line."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

from gongkai.foundations import texts

LENGTH = 8_000
SECONDS = 2.0
PIECES = [
    " ",
    "\u3000",
    "0",
    "1",
    "一",
    "（",
    "(",
    "第",
    "自",
    "现将《",
    "2020年1月1日起 ",
    "有效期至",
    "抄送：",
    "附件：",
    "《",
    "a",
    "〔2020〕",
    "云政办发〔2020〕",
    "<!--",
    "<",
    "[",
    "[^1]:",
    "**",
    "data:image/",
    "@",
    ".",
    "-",
    "1.",
    "省",
    "号",
    "13800000000",
]


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in pkgutil.walk_packages(texts.__path__, f"{texts.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            held = value if isinstance(value, tuple | list) else [value]
            for item in held:
                for one in item if isinstance(item, tuple) else [item]:
                    if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                        yield f"{found.name.rsplit('.', 1)[-1]}.{name}", one


PATTERNS = dict(_patterns())


def test_there_are_patterns_to_be_timed() -> None:
    assert len(PATTERNS) > 20


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_quick_on_any_line(name: str) -> None:
    pattern = PATTERNS[name]
    literal = re.sub(r"\\.|[\[\](){}?*+|^$.]", "", pattern.pattern)[:10]
    for piece in [*PIECES, literal]:
        for line in (piece * (LENGTH // max(len(piece), 1)), f"{literal}{piece * 4000}x", f"{piece * 4000}。"):
            begun = time.process_time()
            pattern.search(line)
            pattern.match(line)
            pattern.fullmatch(line)
            assert time.process_time() - begun < SECONDS, f"{name} on {line[:20]!r}"
