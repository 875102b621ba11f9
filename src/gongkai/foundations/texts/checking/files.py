"""What to look at in a file besides its words: pictures, size, and what it holds unseen."""

from collections.abc import Iterator

from gongkai.foundations.texts.checking.remarks import Remark, Severity
from gongkai.foundations.texts.document import Document, Image, Media
from gongkai.foundations.texts.formats import raster
from gongkai.foundations.texts.limits import MIB, UnreadableFileError

_HEAVY = 10 * MIB  # bytes: more than a phone should be asked to fetch
# WCAG 2.2, 1.4.3 and 1.4.5: text, and pictures of text, stand out at least so much; below the lesser value even
# large letters do not.
_ENOUGH, _UNIFORM = 4.5, 1.1
# Named by a rule or a notice of their own, or harmless.
_ELSEWHERE = frozenset({"property", "markup_comment", "annotation"})
_SPECKS = 0.005  # of a picture's dots: what may be dirt
_LARGEST = 600  # dots a side that are looked at


def of_file(document: Document, size: int) -> Iterator[Remark]:
    """The file of ``size`` bytes as a whole."""
    if size > _HEAVY:
        reason = f"文件有 {size // MIB} MB，手机打开费时费流量。"
        yield Remark("file_heavy", Severity.LOOK, reason, "请压缩图片或拆分文件。")
    if any(notice.code == "macros" for notice in document.notices):
        reason = "文件含有宏，公众打开有风险，多数单位的电脑也会拦截。"
        yield Remark("macros", Severity.ERROR, reason, "公开前请另存为不含宏的文件。")
    if any(notice.code == "mislabelled" for notice in document.notices):
        yield Remark("mislabelled", Severity.ERROR, "文件名的后缀与内容不符，公众可能打不开。", "请改正后缀。")
    kinds = {item.kind for item in document.hidden}
    if kinds - _ELSEWHERE:
        yield Remark(
            "hidden_content",
            Severity.ERROR,
            "文件含有看不见的内容（批注、修订、隐藏的文字或单元格、内嵌的文件）。",
            "公开原文件前请清除。",
        )
    if "property" in kinds:
        reason = "文件属性里写有作者、单位等信息。"
        yield Remark("hidden_properties", Severity.LOOK, reason, "公开原文件前请核对或清除。")


def of_pictures(document: Document) -> Iterator[Remark]:
    """Every picture: whether it is described, and whether what is written in it can be made out."""
    media = {medium.sha256: medium for medium in document.media}
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Image):
            continue
        if not block.alt.strip():
            reason = "图片没有文字说明，读屏软件读不出。"
            yield Remark("image_undescribed", Severity.ERROR, reason, "请写一句说明。", index)
        if block.sha256 in media:
            yield from _faint(media[block.sha256], index)


def _faint(medium: Media, index: int) -> Iterator[Remark]:
    fix = "请换成对比更分明的图片，或把文字写在正文里。"
    for line in medium.lines:
        if line.contrast < _ENOUGH:
            reason = f"图片里的文字“{line.text[:20]}”与底色的对比只有 {line.contrast:.1f}∶1，不足 {_ENOUGH}∶1。"
            yield Remark("image_contrast", Severity.LOOK, reason, fix, index)
            return
    # Without the words: where nothing in a picture stands out, no words do.
    if not medium.lines and _UNIFORM < (most := _most(medium)) < _ENOUGH:
        reason = f"整幅图片的明暗对比只有 {most:.1f}∶1，其中若有文字则看不清。"
        yield Remark("image_contrast", Severity.LOOK, reason, fix, index)


def _most(medium: Media) -> float:
    """The greatest contrast in the picture; 1 for what cannot be opened."""
    try:
        picture = raster.opened(medium.content)
    except UnreadableFileError:
        return 1.0
    picture.thumbnail((_LARGEST, _LARGEST))
    return raster.contrast(picture, _SPECKS)
