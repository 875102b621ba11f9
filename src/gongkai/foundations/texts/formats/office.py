"""What DOCX and XLSX have in common: properties of the file, macros, and files embedded in it."""

from collections.abc import Iterator

from gongkai.foundations.texts.document import Hidden, Media, Notice
from gongkai.foundations.texts.formats import images
from gongkai.foundations.texts.formats.packages import Package

# Of the properties those that may name a person or an organ; dates and counts of words harm nobody.
_TELLING = frozenset({
    "creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "Company", "Manager",
    "property", "HyperlinkBase",
})  # fmt: skip
_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_MOST = 50


def properties(package: Package) -> Iterator[Hidden]:
    """What the file says of itself, of its author and of who changed it last."""
    for part in _PARTS:
        root = package.part(part)
        for item in () if root is None else root.iterchildren("{*}*"):
            if item.tag.rpartition("}")[2] in _TELLING and (words := "".join(item.itertext()).strip()):
                yield Hidden("property", words)


def macros(package: Package) -> Iterator[Notice]:
    """That there are programs in it, which are never run here."""
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield Notice("macros", "文件含有宏，宏没有导入。")


def embedded(package: Package) -> Iterator[Media]:
    """The files embedded in it, such as the workbook behind a chart."""
    for name in sorted(name for name in package.names if "/embeddings/" in name and not name.endswith("/"))[:_MOST]:
        content = package.content(name)
        yield images.other(content, name.rpartition("/")[2])
