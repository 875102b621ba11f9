"""What the world sees of a record; long texts are read as others, but not kept in memory."""

from datetime import datetime

import pytest

from backbone.records.making import draft, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors

pytestmark = pytest.mark.django_db

SHORT = ["各单位：", "请按时供暖。"]
LONG = ["请按时供暖。" * 20_000, "特此通知。"]


def kept() -> int:
    return sum(cache.cache_info().currsize for cache in (selectors._said, selectors._document, selectors._text))


@pytest.mark.parametrize(("blocks", "counts"), [(SHORT, 3), (LONG, 0)])
def test_a_text_is_read_once_for_all_and_a_long_one_each_time(
    education: Organ, now: datetime, blocks: list[str], counts: int
) -> None:
    (number,) = imported(education, now, draft(document={"blocks": blocks, "format": "txt"}))
    for cache in (selectors._said, selectors._document, selectors._text):
        cache.cache_clear()
    for _again in range(2):
        record = selectors.published([number])[number]
        assert record.text == "\n".join(blocks)
        assert [block.text for block in record.document.blocks] == blocks  # type: ignore[union-attr]
        assert record.organ_name == education.name
    assert kept() == counts


def test_what_was_never_published_is_not_there(education: Organ, now: datetime) -> None:
    (number,) = imported(education, now)
    assert list(selectors.published([number, "nothing/2026-00001"])) == [number]
