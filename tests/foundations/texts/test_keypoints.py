"""A real notice as it was issued comes out complete."""

from datetime import date
from typing import Any

import pytest

from gongkai.foundations import texts
from support import require

FIELDS = {
    "letterhead": "南京市人民政府办公厅",
    "issuer": "南京市人民政府办公厅",
    "document_number": "宁政办发〔2020〕38号",
    "title": "市政府办公厅关于印发当前政务公开工作要点的通知",
    "kind": "通知",
    "addressees": ("各区人民政府", "市府各委办局", "市各直属单位"),
    "signature": "南京市人民政府办公厅",
    "dated_on": date(2020, 8, 25),
    "note": "此件公开发布",
    "disclosure": "proactive",
    "copies": ("市委各部门", "市人大常委会办公厅", "市政协办公厅", "市法院", "市检察院", "南京警备区"),
    "printed_by": "南京市人民政府办公厅",
    "printed_on": date(2020, 8, 26),
    "enclosed_title": "当前政务公开工作要点",
}
ABSENT = ("attachments", "effective_on", "expires_on", "classification")
CHAPTERS = ("聚焦政策发布解读回应", "推进政务运行全过程公开", "加强制度化规范化建设", "强化工作保障")


@pytest.fixture(scope="module")
def document() -> texts.Document:
    return texts.read(require.shared("inputs/keypoints-2020.txt"))


@pytest.fixture(scope="module")
def official(document: texts.Document) -> texts.OfficialDocument[Any]:
    return texts.parse_official(document)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_found(name: str, official: texts.OfficialDocument[Any]) -> None:
    assert getattr(official, name).value == FIELDS[name]


@pytest.mark.parametrize("name", ABSENT)
def test_nothing_is_found_that_is_not_there(name: str, official: texts.OfficialDocument[Any]) -> None:
    assert getattr(official, name) is None


def test_every_field_says_where_it_stands_and_how_sure_it_is(
    document: texts.Document, official: texts.OfficialDocument[Any]
) -> None:
    evidence = official.evidence()
    assert set(evidence) == set(FIELDS)
    for name, place in evidence.items():
        words = texts.to_text(texts.Document((document.blocks[place["block"]],)))[place["start"] : place["end"]]
        assert words, name
        assert place["confidence"] >= 85, name
    number = evidence["document_number"]
    assert "38号" in texts.to_text(document).splitlines()[number["block"]]


def test_four_chapters_with_sixteen_numbered_sections(document: texts.Document) -> None:
    entries = texts.outline(document)
    assert [entry.level for entry in entries].count(1) == 4
    assert [entry.level for entry in entries].count(2) == 16
    assert len(entries) == 20
    chapters = [entry.title for entry in entries if entry.level == 1]
    assert all(title.startswith(begin) for title, begin in zip(chapters, CHAPTERS, strict=True))
    assert [e.number for e in entries if e.anchor.startswith("s-3-")] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_it_is_the_same_in_every_encoding(document: texts.Document, encoding: str) -> None:
    assert texts.read(texts.to_text(document).encode(encoding)) == document
