"""Zip packages of XML, opened with suspicion."""

import codecs
import io
import itertools
import lzma
import posixpath
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from gongkai.foundations.texts.limits import MIB, Limits, UnreadableFileError, too_complex, too_large

_CENTRAL_ENTRY = b"PK\x01\x02"
# What Python's zipfile and its decompressors raise for a package that was cut off or tampered with.
_BROKEN = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    OverflowError,
)


def broken() -> UnreadableFileError:
    """What is said of a package that ends early or holds no XML where it should."""
    return UnreadableFileError("broken_file", "文件不完整或已损坏：请用原来的软件重新保存后再导入。")


def _bomb() -> UnreadableFileError:
    return UnreadableFileError("zip_bomb", "文件展开后异常庞大，已拒绝读取：请用原来的软件重新保存后再导入。")


class Package:
    """A package whose entries have been checked: nothing is unpacked to disk, nothing beyond its declared size.

    Raises ``UnreadableFileError``: ``broken_file``, ``encrypted_file``, ``zip_bomb`` or ``unsafe_path``.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        # Counted before the list is built: fifty megabytes of empty entries fill memory by their names alone.
        if content.count(_CENTRAL_ENTRY) > limits.entries * 2:
            raise _bomb()
        self.limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise broken() from error
        entries = self._archive.infolist()
        _check(entries, limits)
        self.names = frozenset(entry.filename for entry in entries)

    def content(self, name: str, limit: int = 0) -> bytes:
        """The content of an entry, of ``limit`` bytes at most."""
        limit = limit or self.limits.unpacked
        try:
            size = self._archive.getinfo(name).file_size
            if size > limit:
                raise too_large(size, limit)
            with self._archive.open(name) as stream:
                return stream.read(limit)
        except KeyError as error:
            raise broken() from error
        except _BROKEN as error:
            raise broken() from error

    def xml(self, name: str) -> bytes | None:
        """An XML part in UTF-8 without DTD, ready for a parser that is told so; ``None`` when it is not there."""
        return safe_xml(self.content(name, self.limits.part)) if name in self.names else None

    def part(self, name: str) -> Any:
        """The root element of an XML part, ``None`` when there is no such part."""
        content = self.xml(name)
        if content is None:
            return None
        if content.count(b"<") + content.count(b"=") > self.limits.marks:
            raise too_complex()
        try:
            return etree.fromstring(content, etree.XMLParser(**PARSER))
        except etree.XMLSyntaxError as error:
            raise broken() from error


def _check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError("encrypted_file", "文件设有密码：请去掉密码后再导入。")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > limits.unpacked or (unpacked > MIB and unpacked > packed * limits.ratio)
    if len(entries) > limits.entries or swollen:
        raise _bomb()
    # Entries that share bytes are how a small file declares many large ones.
    inorder = sorted(entries, key=lambda entry: entry.header_offset)
    if any(one.header_offset + one.compress_size > two.header_offset for one, two in itertools.pairwise(inorder)):
        raise _bomb()
    if any(".." in entry.filename.replace("\\", "/").split("/") for entry in entries):
        raise UnreadableFileError("unsafe_path", "文件包内的路径指向包外，已拒绝读取。")


# No entities, no DTD, no network; the encoding is ours, whatever the file declares.
PARSER: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "encoding": "utf-8",
    "remove_comments": True,
    "remove_pis": True,
}


def safe_xml(content: bytes) -> bytes:
    """The XML in UTF-8. Raises for any DTD: no office program writes one, and it is how entities are smuggled in.

    Only UTF-8 and UTF-16 are read, so that no other encoding hides one.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in content[:64]:
        encoding = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
    else:
        encoding = ""
    try:
        content = content.decode(encoding).encode("utf-8") if encoding else content.removeprefix(codecs.BOM_UTF8)
    except UnicodeError as error:
        raise broken() from error
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableFileError("external_entity", "文件含有外部实体等不安全的内容，已拒绝读取。")
    return content


def beside(part: str, target: str) -> str:
    """The name in the package of what a part refers to: relative to it, or from the root after a slash."""
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
    return posixpath.normpath(joined).lstrip("/")
