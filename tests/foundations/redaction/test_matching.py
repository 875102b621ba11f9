"""Words are found as a reader would find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations.redaction.matching import MASK, hits, plain, spans, without
from gongkai.foundations.redaction.plan import Term

NAME = Term("欧阳测试", "D4")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("申请人欧阳测试，男", f"申请人{MASK}，男"),
        ("欧 阳　测\n试", MASK),
        ("欧阳\u200b测\u00ad试", MASK),
        ("欧阳测试欧阳测试", MASK),
        ("欧阳测试和欧阳测试", f"{MASK}和{MASK}"),
        ("欧阳测 验", "欧阳测 验"),
    ],
)
def test_spaces_and_unseen_marks_make_no_difference(text: str, left: str) -> None:
    assert without(text, hits(text, [NAME])) == left


@pytest.mark.parametrize("text", ["ab-12", "ＡＢ-１２", "Ab-1 2", "AB－12"])
def test_width_and_case_of_letters_make_no_difference(text: str) -> None:
    assert without(text, hits(text, [Term("aB-12", "D4")])) == MASK


def test_words_that_overlap_are_withheld_together() -> None:
    found = hits("北京市海淀区学院路", [Term("北京市海淀", "D4"), Term("海淀区", "D2")])
    assert spans(found) == [(0, 6)]
    assert {hit.term.ground for hit in found} == {"D4", "D2"}


def test_the_mask_tells_nothing_of_the_length() -> None:
    long = Term("很长很长很长很长的名称", "D4")
    assert without(long.words, hits(long.words, [long])) == without(NAME.words, hits(NAME.words, [NAME]))


@given(st.lists(st.text("欧阳测试甲乙 ", max_size=12), min_size=1, max_size=5))
def test_pieces_of_a_text_are_masked_as_the_whole_is(pieces: list[str]) -> None:
    whole = "".join(pieces)
    found, at, kept = hits(whole, [NAME]), 0, []
    for piece in pieces:
        kept.append(without(piece, found, at=at))
        at += len(piece)
    assert "".join(kept) == without(whole, found)


@given(st.text(), st.text(), st.text("欧阳测试甲乙ABＣ１ ", min_size=2, max_size=9))
def test_nothing_is_left_of_words_that_were_found(before: str, after: str, words: str) -> None:
    term = Term(words, "D4")
    if plain(words):
        text = f"{before}{words}{after}"
        assert hits(text, [term])
        # The mask parts what stood around the words, so that nothing new comes together.
        assert not hits(without(text, hits(text, [term])), [term])
