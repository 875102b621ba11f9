"""The meta tags of a page by the rule book."""

import pytest

from gongkai.foundations import law
from gongkai.kernel.portal import meta

ARTICLE = {"ArticleTitle": "通知", "PubDate": "2026-11-26 09:30", "ContentSource": "云川市教育局"}


def test_a_column_tells_everything_the_law_wants_of_it() -> None:
    told = dict(meta.tags(meta.column("法定主动公开内容", "信息公开目录")))
    assert set(told) == {code for code, tag in law.meta_tags().items() if tag.required and tag.level == "column"}


def test_the_tags_stand_in_the_order_of_the_table() -> None:
    names = [name for name, _ in meta.tags(ARTICLE | meta.column("通知", "政策文件") | {"Keywords": "校车"})]
    assert names == [name for name in law.meta_tags() if name in names]


def test_an_optional_tag_without_words_is_left_out() -> None:
    assert "Keywords" not in dict(meta.tags(ARTICLE | {"Keywords": ""}))


@pytest.mark.parametrize("lacking", sorted(ARTICLE))
def test_a_page_of_content_without_a_required_tag_is_refused(lacking: str) -> None:
    with pytest.raises(meta.MissingMetaTagError, match=lacking):
        meta.tags(ARTICLE | {lacking: ""})


def test_a_type_of_column_the_law_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        meta.column("栏目", "别的类型")
