from hypothesis import given
from hypothesis import strategies as st

from gongkai.backbone.search.engine import Fragment
from gongkai.backbone.search.excerpt import LENGTH, excerpt, marked


def test_neighbouring_words_become_one_mark() -> None:
    fragments = marked("关于住房保障的通知", ["住房", "保障"])
    assert fragments == (
        Fragment("关于", marked=False),
        Fragment("住房保障", marked=True),
        Fragment("的通知", marked=False),
    )


def test_marks_do_not_mind_the_case() -> None:
    assert marked("无线WiFi", ["wifi"])[1] == Fragment("WiFi", marked=True)


def test_the_excerpt_comes_from_where_most_words_stand_together() -> None:
    text = "住房" + "无关的话。" * 100 + "住房保障对象可以申请。" + "无关的话。" * 100
    shown = "".join(fragment.text for fragment in excerpt(text, ["住房", "保障", "申请"]))
    assert "住房保障对象可以申请" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert excerpt("第一段。第二段。", ["没有"]) == (Fragment("第一段。第二段。", marked=False),)


@given(st.text(max_size=400), st.lists(st.text(max_size=5), max_size=5))
def test_fragments_joined_are_the_text(text: str, words: list[str]) -> None:
    assert "".join(fragment.text for fragment in marked(text, words)) == text
    assert sum(len(fragment.text) for fragment in excerpt(text, words)) <= LENGTH + 2
