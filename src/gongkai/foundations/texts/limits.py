"""How much a file may ask of the machine, and what is said when it asks for more."""

from dataclasses import dataclass

from gongkai.foundations.errors import GongkaiError

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file, so that reading it stays within some 300 MB.

    ``size`` of any file and ``text`` of one that is all text; ``unpacked`` a package and ``part`` one XML part of it;
    ``ratio`` how often the packed size the unpacked one may be; ``entries`` of a package; ``marks`` the tags and
    attributes in memory at once; ``blocks`` of the document.
    """

    size: int = 50 * MIB
    text: int = 20 * MIB
    unpacked: int = 200 * MIB
    part: int = 64 * MIB
    ratio: int = 200
    entries: int = 5_000
    marks: int = 1_200_000
    blocks: int = 100_000


DEFAULT = Limits()


class UnreadableFileError(GongkaiError):
    """The file cannot be read; ``code`` says why, ``message`` what to do about it."""


def empty() -> UnreadableFileError:
    """What is said of a file without words."""
    return UnreadableFileError("empty_file", "文件里没有文字：请核对是否选错了文件。")


def too_many_blocks(limits: Limits) -> UnreadableFileError:
    """What is said of a file of more paragraphs and tables than anyone reads."""
    return UnreadableFileError("too_many_blocks", f"文件超过 {limits.blocks} 段：请拆分后再导入。")


def too_complex() -> UnreadableFileError:
    """What is said of a file that consists of marks rather than words."""
    return UnreadableFileError("too_complex", "文件里的标记多得异常，已拒绝读取：请另存为新文件或拆分后再导入。")


def too_large(size: int, limit: int) -> UnreadableFileError:
    """What is said of a file over the limit, both in bytes."""
    return UnreadableFileError(
        "too_large",
        f"文件有 {size // MIB} MB，超过 {limit // MIB} MB 的上限：请拆分，或把图片压缩后再导入。",
        limit=limit // MIB,
    )
