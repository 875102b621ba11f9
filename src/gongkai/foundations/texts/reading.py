"""From a file to a document. What a file is, is decided by its content, never by its name."""

import re
import stat
from dataclasses import replace
from pathlib import Path

from gongkai.foundations.texts.document import Document, Notice
from gongkai.foundations.texts.formats import (
    csv_table,
    docx,
    enclosures,
    html,
    legacy,
    markdown,
    ofd,
    pdf,
    plain,
    scans,
    xlsx,
)
from gongkai.foundations.texts.formats.packages import Package
from gongkai.foundations.texts.limits import DEFAULT, Limits, UnreadableFileError, too_large

# What a file begins with, when it is something that is not read here.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "GIF 图片"),
    (b"\x1f\x8b", "GZIP 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90", "程序"),
)
# What a file of this name holds, where nothing else is expected in it. Old files become new ones before they are read.
_SUFFIXES = {
    "docx": {"docx"}, "docm": {"docx"}, "pdf": {"pdf"}, "ofd": {"ofd"}, "xlsx": {"xlsx"}, "xlsm": {"xlsx"},
    "png": {"scan"}, "jpg": {"scan"}, "jpeg": {"scan"}, "tif": {"scan"}, "tiff": {"scan"},
}  # fmt: skip
_HTML = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,8})?(?:<!--.{0,2000}?-->\s{0,8})?<(?:!doctype\s{1,60}html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(source: Path | bytes, *, name: str = "", limits: Limits = DEFAULT) -> Document:
    """Read TXT (UTF-8, UTF-16 with mark, GB18030), Markdown, HTML, DOCX, PDF, OFD, XLSX or CSV; DOC, WPS, XLS and RTF
    where LibreOffice is installed, scanned PDF, PNG, JPEG and TIFF where the extra for recognising words is.

    ``name`` only tells Markdown and CSV from plain text, which no content can. Raises ``UnreadableFileError``; nothing
    beyond ``limits.size`` bytes is ever loaded.
    """
    content = _load(source, limits)
    named = name or (str(source) if isinstance(source, Path) else "")
    document = _named(_read(content, named.lower(), limits), named.lower())
    # What a file within the file holds in turn is not looked into.
    return enclosures.looked_into(document, lambda inner: _read(_load(inner, limits), "", limits))


def _named(document: Document, name: str) -> Document:
    """The document, with a notice when its name says that it is something else."""
    suffix = name.rpartition(".")[2]
    if document.format in _SUFFIXES.get(suffix, {document.format}):
        return document
    said = f"文件名的后缀是 .{suffix}，内容却是 {document.format.upper()}：请改正后缀，否则别人可能打不开。"
    return replace(document, notices=(*document.notices, Notice("mislabelled", said)))


def _read(content: bytes, name: str, limits: Limits) -> Document:
    if legacy.is_legacy(content):
        content = legacy.converted(content, limits)
    if content.startswith(b"PK\x03\x04"):
        return _read_package(content, limits)
    if b"%PDF-" in content[:1024]:
        return pdf.parse(content, limits)
    if scans.is_picture(content):
        return scans.parse(content, limits)
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise _unsupported(what)
    return _read_text(content, name, limits)


def _read_text(content: bytes, name: str, limits: Limits) -> Document:
    if len(content) > limits.text:
        raise too_large(len(content), limits.text)
    text = plain.decode(content)
    if _HTML.match(text[:4096]):
        return html.parse(text, limits)
    if name.endswith((".md", ".markdown")):
        return markdown.parse(text, limits)
    if name.endswith((".csv", ".tsv")):
        return csv_table.parse(text, limits)
    return plain.parse(text, limits)


def _load(source: Path | bytes, limits: Limits) -> bytes:
    content = source if isinstance(source, bytes) else _bytes_of(source, limits)
    if len(content) > limits.size:
        raise too_large(len(content), limits.size)
    if not content.strip():
        raise UnreadableFileError("empty_file", "文件是空的：请核对是否选错了文件。")
    return content


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError("cannot_open", "这不是文件：请核对路径。")
        if status.st_size > limits.size:
            raise too_large(status.st_size, limits.size)
        with path.open("rb") as stream:
            return stream.read(limits.size + 1)  # one more, so that a file that grew meanwhile is noticed
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableFileError("cannot_open", f"文件打不开（{reason}）：请核对路径和权限。") from error


def _read_package(content: bytes, limits: Limits) -> Document:
    package = Package(content, limits)
    if "word/document.xml" in package.names:
        return docx.parse(package)
    if ofd.ENTRY in package.names:
        return ofd.parse(package)
    if xlsx.ENTRY in package.names:
        return xlsx.parse(package)
    raise _unsupported("压缩包")


def _unsupported(what: str) -> UnreadableFileError:
    return UnreadableFileError(
        "unsupported_type", f"这是{what}文件，目前不能读取：请转换为 DOCX、HTML 或 TXT 后再导入。"
    )
