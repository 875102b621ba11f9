from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backbone.records.making import draft, fresh, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.mentions import mentions
from gongkai.backbone.records.services.ingesting import ingest
from gongkai.backbone.records.validity import validity_of
from gongkai.kernel.actors import SYSTEM


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲办法》（云政发〔2015〕12号）同时废止。", [("repeals", "甲办法", "云政发〔2015〕12号")]),
        ("现决定废止《甲办法》(云政发[2015]12号)。", [("repeals", "甲办法", "云政发〔2015〕12号")]),
        ("关于废止《甲办法》的决定", [("repeals", "甲办法", "")]),
        (
            "《甲办法》和《乙办法》（云政发〔2016〕3号）同时废止",
            [("repeals", "甲办法", ""), ("repeals", "乙办法", "云政发〔2016〕3号")],
        ),
        ("《甲办法》自本办法施行之日起予以废止", [("repeals", "甲办法", "")]),
        ("对《甲办法》（云政发〔2015〕12号）作如下修改：", [("amends", "甲办法", "云政发〔2015〕12号")]),
        ("关于修改《甲办法》的决定", [("amends", "甲办法", "")]),
        ("根据《甲条例》，制定本办法。", [("implements", "甲条例", "")]),
        (
            "根据《甲条例》、《乙条例》等规定，制定本办法。",
            [("implements", "甲条例", ""), ("implements", "乙条例", "")],
        ),
        (
            "根据《甲条例》制定本办法，《乙办法》（云政发〔2016〕3号）同时废止",
            [("implements", "甲条例", ""), ("repeals", "乙办法", "云政发〔2016〕3号")],
        ),
        ("根据《甲条例》制定本办法。《乙办法》同时废止。", [("implements", "甲条例", ""), ("repeals", "乙办法", "")]),
        ("贯彻落实《甲规划》", [("implements", "甲规划", "")]),
        ("各单位要认真学习《甲条例》。", []),
        ("废止文件的程序另行规定。", []),
        ("", []),
    ],
)
def test_what_a_sentence_does_to_the_documents_it_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(m.kind, m.words, m.document_number) for m in mentions([text])] == expected


def test_a_number_makes_a_mention_surer() -> None:
    (plain,) = mentions(["《甲办法》同时废止"])
    (numbered,) = mentions(["《甲办法》（云政发〔2015〕12号）同时废止"])
    assert plain.confidence < numbered.confidence <= 100


@given(st.lists(st.text(alphabet="《甲乙》（）云政发〔2015〕12号同时废止。根据修改，、 ", max_size=60), max_size=4))
def test_a_mention_points_at_its_words_in_any_text(blocks: list[str]) -> None:
    for mention in mentions(blocks):
        assert mention.words in blocks[mention.block][mention.start : mention.end]
        assert 0 < mention.confidence <= 100


def test_headings_are_read_and_pictures_passed_over() -> None:
    blocks = [
        {"type": "heading", "level": 1, "text": "关于废止《甲办法》的决定"},
        {"type": "image", "sha256": "0" * 64},
    ]
    assert [m.words for m in mentions(blocks)] == ["甲办法"]


@pytest.mark.django_db
def test_a_known_number_becomes_a_relation_and_the_rest_stays_a_proposal(
    city: Organ, now: datetime, public: Path, tmp_path: Path
) -> None:
    (old,) = imported(
        city, now, draft("云川市供暖办法", document_number="云政发〔2015〕12号", dated_on=date(2015, 3, 1))
    )
    file = tmp_path / "new.txt"
    file.write_text(
        "云川市人民政府关于印发供暖管理办法的通知\n\n根据《热力条例》，制定本办法。\n\n"
        "本办法自印发之日起施行，《云川市供暖办法》（云政发〔2015〕12号）同时废止。\n",
        "utf-8",
    )
    done = ingest(file, organ_code=city.code, publish_now=True, actor=SYSTEM, now=now)
    found = selectors.published_one(done.record.index_number)
    assert found is not None
    assert found.data["relations"] == [{"kind": "repeals", "index_number": old, "title": "云川市供暖办法"}]
    proposed = done.record.evidence["relations"]["found"]
    assert [(p["kind"], p["words"], p["index_number"]) for p in proposed] == [
        ("implements", "热力条例", None),
        ("repeals", "云川市供暖办法", old),
    ]
    assert fresh(old).validity == "repealed"
    assert validity_of(old, date(2020, 1, 1)) == "in_force"


@pytest.mark.django_db
def test_a_number_borne_by_two_or_by_a_draft_is_not_guessed(
    city: Organ, now: datetime, public: Path, tmp_path: Path
) -> None:
    imported(
        city, now, draft("甲", document_number="云政发〔2015〕1号"), draft("乙", document_number="云政发〔2015〕1号")
    )
    services.draft_many([draft("丙", document_number="云政发〔2015〕2号")], organ=city, actor=SYSTEM, now=now)
    file = tmp_path / "new.txt"
    file.write_text(
        "关于清理文件的决定\n\n废止《甲办法》（云政发〔2015〕1号）、《丙办法》（云政发〔2015〕2号）。\n", "utf-8"
    )
    record = ingest(file, organ_code=city.code, actor=SYSTEM, now=now).record
    assert record.relations.count() == 0
    assert len(record.evidence["relations"]["found"]) == 2
