"""Canonical JSON: the bytes of RFC 8785, however quickly they are written."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations.canonical import canonical, digest

_numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_leaves = st.none() | st.booleans() | _numbers | st.text()
_names = st.text() | st.text(st.characters(max_codepoint=127), max_size=4)
_values = st.recursive(_leaves, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_names, inner, max_size=5))


def outcome(write: Any, data: Any) -> bytes | None:
    """What it writes; ``None`` when it refuses the data."""
    try:
        return bytes(write(data))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return None


@given(st.dictionaries(_names, _values, max_size=5))
def test_whatever_the_data_the_bytes_are_those_of_the_standard(data: dict[str, Any]) -> None:
    assert outcome(canonical, data) == outcome(rfc8785.dumps, data)


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (
            {"b": [1, True, None], "a": '供暖\n\u2028\x7f\x1f/"\\'},
            '{"a":"供暖\\n\u2028\x7f\\u001f/\\"\\\\","b":[1,true,null]}',
        ),
        ({"x": 1e21, "y": 1.0, "z": 0.1}, '{"x":1e+21,"y":1,"z":0.1}'),
        # By UTF-16, as the standard has it, and not by code points.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
    ],
)
def test_its_form(data: dict[str, Any], written: str) -> None:
    assert canonical(data).decode() == written


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", float("nan"), {1: 2}, {"a": object()}])
def test_what_has_no_exact_form_is_refused(value: Any) -> None:
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        canonical({"value": value})


def test_it_comes_back_as_it_went_in_and_has_one_digest() -> None:
    data = {"标题": "办法", "blocks": ["第一条", {"type": "heading", "level": 1}]}
    assert json.loads(canonical(data)) == data
    assert digest(canonical(data)) == digest(canonical(dict(reversed(data.items()))))
