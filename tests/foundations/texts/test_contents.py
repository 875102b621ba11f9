"""The list of contents leads to the places of the outline and lets no tag through."""

from gongkai.foundations import texts


def test_each_entry_leads_to_its_place() -> None:
    outline = [{"level": 1, "anchor": "s-1", "number": "一、", "title": "总体要求"}]
    assert texts.to_contents(outline) == '<li class="l1"><a href="#s-1">一、总体要求</a></li>'


def test_a_chapter_stands_apart_from_its_title() -> None:
    outline = [{"level": 1, "anchor": "c-1", "number": "第一章", "title": "总则"}]
    assert texts.to_contents(outline).endswith(">第一章 总则</a></li>")
    assert texts.to_contents([outline[0] | {"title": ""}]).endswith(">第一章</a></li>")


def test_words_and_anchors_are_escaped() -> None:
    outline = [{"level": 2, "anchor": '"><b>', "number": "1.", "title": "<script>"}]
    assert "<script>" not in texts.to_contents(outline)
    assert "<b>" not in texts.to_contents(outline)
