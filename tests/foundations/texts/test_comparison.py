"""Two texts compared: articles aligned, moved ones found, the very characters marked; always the whole of both."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.foundations.texts import Document
from gongkai.foundations.texts.comparison import Change, Fate, Mark, compare, compare_words
from gongkai.foundations.texts.document import Block, Heading, Image, Paragraph, text_of

DIGITS = "零一二三四五六七八九"


def document(*lines: str) -> Document:
    return Document(tuple(Paragraph(line) for line in lines))


def marked(before: str, after: str) -> str:
    """The difference with [-what is gone-] and {+what is new+}."""
    signs = {Mark.KEPT: "{}", Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}"}
    return "".join(signs[span.mark].format(span.text) for span in compare_words(before, after))


def fates(changes: Sequence[Change]) -> list[tuple[Fate, int | None, int | None]]:
    return [(change.fate, change.before, change.after) for change in changes if change.fate is not Fate.SAME]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("自2026年1月1日起施行。", "自2026年7月1日起施行。", "自2026年[-1-]{+7+}月1日起施行。"),
        ("2026年10月12日", "2027年11月13日", "[-2026-]{+2027+}年[-10-]{+11+}月[-12-]{+13+}日"),
        ("处二百元罚款", "处五百元罚款", "处[-二百-]{+五百+}元罚款"),
        ("由县级人民政府负责。", "由县级以上人民政府负责。", "由县级{+以上+}人民政府负责。"),
        ("应当及时公开。", "应当公开。", "应当[-及时-]公开。"),
        ("每平方米1.5元", "每平方米1.8元", "每平方米[-1.5-]{+1.8+}元"),
        ("一样", "一样", "一样"),
        ("", "新的", "{+新的+}"),
    ],
)
def test_only_what_changed_is_marked_and_numbers_as_a_whole(before: str, after: str, told: str) -> None:
    assert marked(before, after) == told


def test_words_that_happen_to_be_the_same_do_not_cut_a_new_sentence_to_pieces() -> None:
    told = marked("提交书面申请材料的个人住房贷款合同", "携带身份证件前往的街道服务窗口登记")
    assert told.count("[-") == 1


def test_an_inserted_article_leaves_the_others_as_they_were_but_for_their_numbers() -> None:
    before = document("第一条 为了规范校车管理。", "第二条 校车应当定期检验。", "第三条 本办法自公布之日起施行。")
    after = document(
        "第一条 为了规范校车管理。",
        "第二条 学校应当建立台账。",
        "第三条 校车应当定期检验。",
        "第四条 本办法自公布之日起施行。",
    )
    changes = compare(before, after)
    assert fates(changes) == [(Fate.NEW, None, 1), (Fate.CHANGED, 1, 2), (Fate.CHANGED, 2, 3)]
    assert [span.text for span in changes[2].spans if span.mark is Mark.NEW] == ["三"]


def test_a_rewritten_article_is_set_against_the_one_of_its_number() -> None:
    before = document("第一条 总则。", "第二条 申请人应当提交身份证明和住房证明。", "第三条 附则。")
    after = document("第一条 总则。", "第二条 申请人凭身份证明办理，不再提交其他。", "第三条 附则。")
    assert fates(compare(before, after)) == [(Fate.CHANGED, 1, 1)]


def test_a_moved_paragraph_is_told_where_it_was_and_where_it_is() -> None:
    lines = [
        "甲：各区人民政府负责组织实施。",
        "乙：教育部门负责监督检查。",
        "丙：财政部门安排专项资金。",
        "丁：公安机关维护秩序。",
    ]
    changes = compare(document(*lines), document(lines[3], *lines[:3]))
    assert fates(changes) == [(Fate.MOVED, 3, 0), (Fate.LEFT, 3, 0)]


def test_another_picture_is_new_and_another_form_is_changed() -> None:
    before = Document((Image("a" * 64, "图"), Paragraph("总体要求和工作目标")))
    after = Document((Image("b" * 64, "图"), Heading(1, "总体要求和工作目标")))
    changes = compare(before, after)
    assert fates(changes) == [(Fate.NEW, None, 0), (Fate.GONE, 0, None), (Fate.CHANGED, 1, 1)]
    assert {span.mark for span in changes[2].spans} == {Mark.KEPT}


def parted(change: Change, *marks: Mark) -> str:
    return "".join(span.text for span in change.spans if span.mark in marks)


def applied(old: Sequence[Block], changes: Sequence[Change]) -> list[str]:
    """The text after, made of the text before and the difference alone."""
    after = []
    for change in changes:
        if change.fate in {Fate.GONE, Fate.LEFT}:
            continue
        left = "" if change.before is None else text_of(old[change.before])
        made = ""
        for span in change.spans:
            if span.mark is not Mark.NEW:
                assert left.startswith(span.text)
                left = left.removeprefix(span.text)
            if span.mark is not Mark.GONE:
                made += span.text
        assert left == ""
        after.append(made)
    return after


WORDS = st.text(alphabet="甲乙丙丁第一二条 。，12年月", max_size=30)
LINES = st.lists(WORDS, max_size=12)


@settings(deadline=None)
@given(before=LINES, after=LINES)
def test_applying_the_difference_gives_the_text_after(before: list[str], after: list[str]) -> None:
    old, new = document(*before), document(*after)
    changes = compare(old, new)
    assert applied(old.blocks, changes) == after
    assert [c.after for c in changes if c.fate not in {Fate.GONE, Fate.LEFT}] == list(range(len(after)))
    told = [c for c in changes if c.fate not in {Fate.NEW, Fate.MOVED}]
    assert [c.before for c in told] == list(range(len(before)))
    assert [parted(c, Mark.KEPT, Mark.GONE) for c in told] == before


@settings(deadline=None)
@given(lines=LINES, data=st.data())
def test_shuffled_lines_lose_nothing(lines: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(lines))
    old = document(*lines)
    assert applied(old.blocks, compare(old, document(*shuffled))) == shuffled


@settings(deadline=None)
@given(before=WORDS, after=WORDS)
def test_pieces_make_up_both_lines(before: str, after: str) -> None:
    change = Change(Fate.CHANGED, 0, 0, compare_words(before, after))
    assert parted(change, Mark.KEPT, Mark.GONE) == before
    assert parted(change, Mark.KEPT, Mark.NEW) == after


def numeral(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def long_law(revised: bool) -> Document:
    """A law of some 50,000 characters; revised, each ninth article says something else and two were added."""
    lines = []
    for number in range(500):
        words = "".join(
            f"{numeral(number * 7919 + part * 104729 + 13)}项所列事务由主管部门依照规定办理，" for part in range(4)
        )
        if revised and number % 9 == 0:
            words = words.replace("主管部门", "有关机关", 1).replace("依照", "按照", 1) + "并报告情况。"
        if revised and number in {100, 300}:
            lines.append(f"第{numeral(number)}条之一 新设的事项{numeral(number)}另行规定。")
        lines.append(f"第{numeral(number + 1)}条 {words}")
    return document(*lines)


def test_a_law_of_fifty_thousand_characters_is_compared_within_a_tenth_of_a_second() -> None:
    before, after = long_law(revised=False), long_law(revised=True)
    assert sum(len(text_of(block)) for block in before.blocks) >= 45_000
    spent = []
    for _ in range(4):
        begun = time.process_time()
        changes = compare(before, after)
        spent.append(time.process_time() - begun)
    assert sum(change.fate is Fate.CHANGED for change in changes) == 56
    assert sum(change.fate is Fate.NEW for change in changes) == 2
    assert min(spent) <= 0.1, spent


def test_a_paragraph_too_long_for_its_characters_is_compared_by_sentences() -> None:
    sentences = [f"其{numeral(n * 7919)}，由主管部门负责落实并按期报告。" for n in range(200)]
    changed = [*sentences[:150], "新增的一句。", *sentences[150:]]
    assert marked("".join(sentences), "".join(changed)).count("{+新增的一句。+}") == 1
