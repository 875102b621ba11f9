"""OFD, the real files first."""

import contextlib
import random
import zipfile

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.document import Image, Table
from support import require
from support.packages import package
from support.papers import notice

SHOWN = {
    "AddAttachment": ("这是一个带有附件的OFD文件",),
    "AddWatermarkAnnot": ("拿来主义", "鲁迅", "一", "中华民国十五年三月二十五日"),
    "DigitalSign": ("你好呀，OFD Reader&Writer！",),
    "SESV4SignDoc": ("你好呀，OFD Reader&Writer！",),
    "SplitParagraph": ("报告：", "“超长文档“裁切测试", "第一段：", "第二段：", "第三段：", "第四段："),
    "allprotected": ("你好呀，OFD Reader&Writer！",),
    "ano": ("可信安全浏览器", "Web应用开发指南", "（常用手册）"),
    "chineseDir": ("你好呀，OFD Reader&Writer！",),
    "hello": ("鲁迅", "拿来主义", "中国一向是所谓“闭关主义”", "但我们没有人根据了"),
    "hello-integrity": ("鲁迅", "拿来主义", "中国一向是所谓“闭关主义”", "但我们没有人根据了"),
    "helloworld_with_pageblock": ("你好呀，OFD Reader&Writer！",),
    "multiKeywordInTextCode": ("打发打发",),
    "namespace_no_std": ("你好呀，OFD Reader&Writer！",),
    "path_unstd": ("测试数据var-gaj", "立案决定书", "测试数据WSH", "根据《中华人民共和国刑事诉讼法》第"),
    "z": ("11.4字型变换", "名称", "字型的索引跟具体的字型文件紧密相关", "字符编码到字型之间主要包括"),
}
PAGES = {"AddWatermarkAnnot": 6, "ano": 2, "hello": 2, "hello-integrity": 2, "path_unstd": 2, "z": 4}


def _read(name: str) -> texts.Document:
    return texts.read(require.shared(f"inputs/ofd/{name}.ofd"))


@pytest.mark.parametrize("name", SHOWN)
def test_the_words_of_a_real_file_come_in_the_order_its_page_shows(name: str) -> None:
    document = _read(name)
    lines = [texts.to_text(texts.Document((block,))) for block in document.blocks]
    assert [line[: len(begin)] for line, begin in zip(lines, SHOWN[name], strict=False)] == list(SHOWN[name])
    assert document.places[-1].page == PAGES.get(name, 1)


def test_the_empty_file_is_refused() -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        _read("helloworld")
    assert error.value.code == "empty_file"


def test_attachments_are_found() -> None:
    (attachment,) = _read("AddAttachment").attachments
    assert (attachment.name, attachment.media_type, attachment.content[:2]) == ("Gao", "image/jpeg", b"\xff\xd8")


@pytest.mark.parametrize(
    ("name", "kind", "pages"),
    [("DigitalSign", "sign", ()), ("SESV4SignDoc", "seal", (1,)), ("allprotected", "seal", (1,))],
)
def test_signatures_are_found_and_cover_what_they_say(name: str, kind: str, pages: tuple[int, ...]) -> None:
    (signature,) = _read(name).signatures
    assert (signature.kind, signature.pages, signature.intact) == (kind, pages, True)
    assert signature.signed_at.startswith("20")
    assert signature.method == "1.2.156.10197.1.501"


def test_a_signed_file_that_was_changed_is_not_intact() -> None:
    with zipfile.ZipFile(require.shared("inputs/ofd/SESV4SignDoc.ofd")) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    page = "Doc_0/Pages/Page_0/Content.xml"
    changed = entries | {page: entries[page].replace("你好".encode(), "您好".encode())}
    (signature,) = texts.read(package({**changed})).signatures
    assert signature.intact is False


def test_watermarks_are_reported_and_never_become_text() -> None:
    document = _read("ano")
    assert "保密资料" not in texts.to_text(document)
    said = {notice.code: notice.message for notice in document.notices}
    assert "保密资料" in said["annotations"]
    assert "乱码" in said["unreadable_letters"]
    assert "annotations" in {notice.code for notice in _read("AddWatermarkAnnot").notices}


def test_tables_and_pictures_stand_where_they_are() -> None:
    blocks = _read("z").blocks
    table = next(block for block in blocks if isinstance(block, Table))
    assert [cell.text for cell in table.rows[0]][:3] == ["名称", "类型", "说明"]
    assert sum(isinstance(block, Image) for block in blocks) == 3


@pytest.mark.parametrize(
    "entries",
    [
        {"OFD.xml": "<x/>"},
        {"OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"},
        {"OFD.xml": "<OFD><DocRoot>a.xml</DocRoot></OFD>", "a.xml": '<D><Pages><Page BaseLoc="b.xml"/></Pages></D>'},
        {"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"},
    ],
)
def test_a_file_without_its_parts_is_broken(entries: dict[str, bytes | str]) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(package(entries))
    assert error.value.code == "broken_file"


def test_a_page_without_words_is_empty() -> None:
    drawn = '<TextObject Boundary="x" Size="0"><TextCode X="q">  </TextCode></TextObject>'
    page = f"<P><Content><Layer>{drawn}</Layer></Content></P>"
    entries: dict[str, bytes | str] = {
        "OFD.xml": "<OFD><DocRoot>a.xml</DocRoot></OFD>",
        "a.xml": '<D><Pages><Page BaseLoc="b.xml"/></Pages></D>',
        "b.xml": page,
    }
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(package(entries))
    assert error.value.code == "empty_file"


@pytest.mark.parametrize(("size", "whole"), [("-5", True), ("0.04", False), ("0", False)])
def test_words_in_a_strange_size_are_read_all_the_same(size: str, whole: bool) -> None:
    page = (
        '<P><Content><Layer><TextObject Boundary="20 20 100 10" '
        f'Size="{size}"><TextCode X="0" Y="5" DeltaX="5 5 5">节约用水</TextCode></TextObject></Layer></Content></P>'
    )
    entries: dict[str, bytes | str] = {
        "OFD.xml": "<OFD><DocRoot>a.xml</DocRoot></OFD>",
        "a.xml": '<D><Pages><Page BaseLoc="b.xml"/></Pages></D>',
        "b.xml": page,
    }
    words = [texts.to_text(texts.Document((block,))).strip() for block in texts.read(package(entries)).blocks]
    assert "".join("".join(words).split()) == "节约用水"
    assert (words == ["节约用水"]) is whole


def test_random_damage_never_raises_anything_else() -> None:
    good = setting.to_ofd(notice(1))
    noise = random.Random(5)
    for _ in range(300):
        data = bytearray(good)
        for _ in range(noise.randint(1, 8)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        with contextlib.suppress(texts.UnreadableFileError):
            texts.read(bytes(data))
