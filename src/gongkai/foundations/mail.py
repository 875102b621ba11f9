"""An e-mail as it lies in a file (RFC 5322), opened with suspicion: words, sender, day, and what is enclosed.

Nothing in it is fetched, run or shown as markup; messages within the message stay closed.
"""

import email.policy
import re
from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.texts.document import text_of
from gongkai.foundations.texts.formats import html
from gongkai.foundations.texts.limits import DEFAULT, MIB, UnreadableFileError

MOST_BYTES = 20 * MIB
MOST_PARTS, MOST_ENCLOSURES = 100, 20
LONGEST_LINE, LONGEST_TEXT = 300, 20_000  # characters
_MULTIPART = re.compile(rb"^content-type:\s{0,9}multipart/", re.IGNORECASE | re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError)


class UnreadableMailError(GongkaiError):
    """The file is no e-mail that can be read."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says: who sent it, as they call themselves and by address, when, about what, and its words."""

    sender: str
    address: str
    sent_on: date | None
    subject: str
    text: str
    enclosures: tuple[Enclosure, ...]


def read_mail(content: bytes) -> Mail:
    """Read an ``.eml`` file.

    Raises ``UnreadableMailError``: ``mail_too_large``, ``mail_too_deep`` or ``mail_broken``.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableMailError("mail_too_large", f"邮件超过 {MOST_BYTES // MIB} MB：请另存附件后再录入。")
    if len(_MULTIPART.findall(content)) > MOST_PARTS:
        raise UnreadableMailError("mail_too_deep", "邮件的层次多得异常，已拒绝读取：请把正文另存后再录入。")
    try:
        message = BytesParser(policy=email.policy.default).parsebytes(content)
        if not message["from"] and not message["subject"]:
            raise _broken()
        return _mail(message)
    except _BROKEN as error:
        raise _broken() from error


def _mail(message: EmailMessage) -> Mail:
    name, address = parseaddr(_line(message["from"]))
    return Mail(
        name or address,
        address,
        _day(_line(message["date"])),
        _line(message["subject"]),
        _text(message),
        tuple(_enclosures(message))[:MOST_ENCLOSURES],
    )


def _broken() -> UnreadableMailError:
    return UnreadableMailError("mail_broken", "这不是邮件文件或者已损坏：请从邮箱里另存为 .eml 文件后再试。")


def _line(value: Any) -> str:
    return _CONTROL.sub("", " ".join(str(value or "").split()))[:LONGEST_LINE]


def _day(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except _BROKEN:
        return None


def _text(message: EmailMessage) -> str:
    """The words of the plain part; of a mail that has only markup the words in it."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    words = _decoded(body)
    if body.get_content_subtype() == "html":
        try:
            words = "\n".join(text_of(block) for block in html.parse(words[: DEFAULT.text], DEFAULT).blocks)
        except UnreadableFileError:
            words = ""
    return _CONTROL.sub("", words.replace("\r\n", "\n")).strip()[:LONGEST_TEXT]


def _decoded(part: Any) -> str:
    """In the encoding it names; in UTF-8 or GB18030 when it names none that there is."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("gb18030", "replace")


def _enclosures(message: EmailMessage) -> list[Enclosure]:
    found = []
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            name = _line(part.get_filename()).replace("/", "_").replace("\\", "_")
            found.append(Enclosure(name or "附件", payload))
    return found
