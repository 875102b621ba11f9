"""Text is kept as it is, and comes back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.database.plain import PlainEncoder

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def written(value: Any) -> str:
    return json.dumps(value, cls=PlainEncoder)


def test_chinese_takes_three_bytes_a_character() -> None:
    assert written({"text": "公开"}) == '{"text": "公开"}'


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\U0001f600", "\x00", "\u2028"])
def test_every_text_can_be_written_down_and_read_again(text: str) -> None:
    assert json.loads(written([text]).encode()) == [text]


@given(_VALUES)
def test_whatever_is_written_is_read_again(value: Any) -> None:
    assert json.loads(written(value).encode()) == value
