"""Files damaged by chance: bytes of any file, and the XML inside a package."""

import copy
import io
import random
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

_WORDS = (
    *(b"<", b">", b"&", b"\x00", b"\xff", b"]]>", b"<!DOCTYPE", b"9" * 20, b"-1", b"0", b'"', b"/", b"..", b"1e309"),
    *(b"PK\x03\x04", b"%PDF-", b"endobj", b"stream", b"<w:tbl>", b"<table>", b"colspan=9999999"),
    *("第".encode(), "\u3000".encode()),
)


_VALUES = (
    "",
    "0",
    "-1",
    "1",
    "99999999999",
    "1e309",
    "NaN",
    "true",
    "x",
    "../../a",
    "g 9999999 1",
    "第一条",
    "{http://a}b",
    "A1:XFD9",
)
_STREAM = re.compile(rb"(<<[^>]{0,400}>>\s{0,2}stream\r?\n)(.*?)(?=\s{0,2}endstream)", re.DOTALL)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The file with one to eight changes, of its bytes or of what it is made of."""
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return _damaged_package(content, chance)
    if content.startswith(b"%PDF-") and chance.random() < 0.5:
        return _damaged_streams(content, chance)
    return _changed(content, chance)


def _changed(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))):
        at = chance.randrange(len(data) + 1)
        length = min(chance.choice((1, 2, 8, 64, 1024)), len(data) - at)
        match chance.randrange(6):
            case 0:
                data[at : at + length] = chance.randbytes(length)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = chance.choice(_WORDS) * chance.choice((1, 1, 1, 3, 50))
            case 3:
                data[at:at] = data[at : at + length] * chance.choice((1, 2, 20))
            case 4:
                other = chance.randrange(len(data) + 1)
                data[at : at + length] = data[other : other + length]
            case _:
                if at < len(data):
                    data[at] ^= 1 << chance.randrange(8)
        if not data:
            data += b"x"
    return bytes(data)


def _damaged_package(content: bytes, chance: random.Random) -> bytes:
    """The same package with a part changed, swapped or missing; it is a good package still."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), k=min(len(parts), chance.randint(1, 2))):
        match chance.randrange(5):
            case 0:
                del parts[name]
            case 1:
                parts[name] = parts[chance.choice(sorted(parts))]
            case 2:
                parts[name] = _changed(parts[name], chance)
            case _:
                parts[name] = _other_tree(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _other_tree(part: bytes, chance: random.Random) -> bytes:
    """XML that is well-formed still, with elements, values or words where they do not belong."""
    try:
        root: Any = etree.fromstring(part)
    except etree.XMLSyntaxError:
        return _changed(part, chance)
    for _ in range(chance.randint(1, 6)):
        elements = list(root.iter("*"))
        one, two = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0 if one is not root:
                one.getparent().remove(one)
            case 1:
                two.append(copy.deepcopy(one))
            case 2:
                one.tag = two.tag
            case 3 if one.attrib:
                one.set(chance.choice(sorted(one.attrib)), chance.choice(_VALUES))
            case 4:
                one.text = chance.choice(_VALUES) * chance.choice((1, 1, 40))
            case _ if two.attrib:
                name = chance.choice(sorted(two.attrib))
                one.set(name, two.get(name))
    return etree.tostring(root)


def _damaged_streams(content: bytes, chance: random.Random) -> bytes:
    """A PDF whose packed streams unpack to something else."""

    def other(match: re.Match[bytes]) -> bytes:
        try:
            packed = zlib.compress(_changed(zlib.decompress(match[2]), chance))
        except zlib.error:
            return match[0]
        return re.sub(rb"/Length \d+", b"/Length %d" % len(packed), match[1]) + packed

    return _STREAM.sub(other, content)
