"""Pictures inside files: what they are by their first bytes, and their place among a document's media."""

import hashlib

from gongkai.foundations.texts.document import Media

_MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


def media_type(content: bytes) -> str | None:
    """The media type of a picture that browsers show; ``None`` for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def media(content: bytes, name: str) -> Media | None:
    """The picture as media; ``None`` when it is none that browsers show."""
    kind = media_type(content)
    return None if kind is None else Media(hashlib.sha256(content).hexdigest(), name, kind, content)


def other(content: bytes, name: str) -> Media:
    """Any other file as media."""
    return Media(hashlib.sha256(content).hexdigest(), name, "application/octet-stream", content)
