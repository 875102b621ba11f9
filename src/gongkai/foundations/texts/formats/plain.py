"""Plain text."""

import codecs
import re

from gongkai.foundations.texts.document import Block, Document, Heading, Paragraph
from gongkai.foundations.texts.limits import Limits, UnreadableFileError, empty, too_many_blocks

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
# One at a time: a list of all lines of a large file would be larger than the file.
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
# What is left in texts that once were Markdown.
_COMMENT = re.compile(r"<!--[^<>]{0,200}-->|#{1,6}")
_BOLD = re.compile(r"^\*\*([^*]{1,40})\*\*")
_BLANK = " \t\u3000\u00a0\ufeff"


def decode(content: bytes) -> str:
    """The text of the bytes: UTF-8, UTF-16 with its mark, else GB18030.

    Raises ``UnreadableFileError``: ``binary_as_text`` for what holds control characters, ``unknown_encoding`` for
    what is none of the three, or only seems to be GB18030.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        if b"\x00" in content[:65536]:
            raise _binary()
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text[:65536])) > len(text[:65536]) // 200:
            raise _binary()
        if encoding == "gb18030" and not _looks_chinese(text):
            break
        return _CONTROL.sub("", text)
    raise UnreadableFileError(
        "unknown_encoding", "文字编码无法识别（支持 UTF-8、GB18030、带标记的 UTF-16）：请另存为 UTF-8 后再导入。"
    )


def _binary() -> UnreadableFileError:
    return UnreadableFileError("binary_as_text", "文件不是文字，而是程序或其他数据：请核对是否选错了文件。")


def _looks_chinese(text: str) -> bool:
    """GB18030 decodes nearly anything; real text is mostly common characters, noise is mostly rare ones."""
    sample = [c for c in text[:20000] if ord(c) > 0x7F]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in sample)
    strange = len(_PRIVATE.findall("".join(sample)))
    level_one = sum(_is_common(c) for c in sample)
    return common * 10 >= len(sample) * 8 and strange * 50 <= len(sample) and level_one * 2 >= len(sample)


def _is_common(character: str) -> bool:
    """Whether it stands among GB 2312's punctuation and its 3,755 characters of the first level."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xA1 <= code[0] <= 0xD7


def parse(text: str, limits: Limits) -> Document:
    """Every line is a paragraph; a line of ``#`` and a space is a heading, as laws are often kept."""
    blocks: list[Block] = []
    for line in _LINE.finditer(text):
        stripped = line.group().strip(_BLANK)
        if not stripped or (stripped[0] in "<#" and _COMMENT.fullmatch(stripped)):
            continue
        if stripped[0] == "*":
            stripped = _BOLD.sub(r"\1", stripped)
        if stripped[0] == "#" and (mark := stripped.split(" ", 1))[0] == "#" * len(mark[0]) and len(mark) == 2:
            blocks.append(Heading(min(len(mark[0]), 6), mark[1].strip(_BLANK)))
        elif stripped.strip("-—=_*"):
            blocks.append(Paragraph(stripped))
        if len(blocks) > limits.blocks:
            raise too_many_blocks(limits)
    if not blocks:
        raise empty()
    return Document(tuple(blocks), format="txt")
