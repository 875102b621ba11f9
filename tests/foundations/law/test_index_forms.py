"""Index numbers: what is issued, what is only understood, what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations import law

USCC = "11320100MB1234567X"
ISSUED = ("000014349/2017-00110", "01404053X/2021-00490", f"{USCC}/2021-03844", "11370322004222241N/2021-5135380")
ONLY_UNDERSTOOD = ("0142768-8/2022-00185",)
NONE = (
    "",
    "000014349/2017-110",
    "000014349/17-00110",
    "00001434/2017-00110",
    "000014349-2017-00110",
    "000014349/2017-00110 ",
    "000014349/2017-00110\n",
    "000014349/1817-00110",
    "０00014349/2017-00110",
)


@pytest.mark.parametrize("number", ISSUED)
def test_an_issued_form_is_an_index_number(number: str) -> None:
    assert law.is_index_number(number)


@pytest.mark.parametrize("number", ONLY_UNDERSTOOD)
def test_a_form_from_elsewhere_is_understood_on_import_alone(number: str) -> None:
    assert (law.is_index_number(number), law.is_index_number(number, imported=True)) == (False, True)


@pytest.mark.parametrize("number", NONE)
def test_anything_else_is_none(number: str) -> None:
    assert not law.is_index_number(number, imported=True)


@given(serial=st.integers(1, 9_999_999), year=st.integers(1949, 2099), prefix=st.sampled_from(["000014349", USCC]))
def test_what_is_issued_is_always_an_index_number(prefix: str, year: int, serial: int) -> None:
    number = law.index_number(prefix, year, serial)
    assert law.is_index_number(number)
    assert number.endswith(f"/{year}-{serial:05d}")


@pytest.mark.parametrize(
    ("prefix", "year", "serial"),
    [("000014349", 2020, 0), ("000014349", 2020, -1), ("000014349", 2020, 10_000_000), ("short", 2020, 1)],
)
def test_no_number_is_made_of_what_cannot_be_one(prefix: str, year: int, serial: int) -> None:
    with pytest.raises(law.MalformedIndexNumberError) as refusal:
        law.index_number(prefix, year, serial)
    assert refusal.value.code == "index_number_malformed"


def test_an_organ_may_bear_a_code_of_nine_or_eighteen_characters() -> None:
    assert [law.is_index_prefix(text) for text in ("000014349", USCC, "0142768-8", "云川")] == [
        True,
        True,
        False,
        False,
    ]
