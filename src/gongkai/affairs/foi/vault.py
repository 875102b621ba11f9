"""Files of a case that name people or are not public: encrypted, each under a key of its own, sealed in its slot.

So a file is erased by erasing its slot, whatever copies of the encrypted bytes there are, and new keys of the city seal
the small keys anew without touching the files.
"""

import base64
import io
import os
from dataclasses import dataclass
from functools import partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from gongkai.affairs.foi.models import DisclosureRequest, Sealed
from gongkai.affairs.foi.sealing import SealBrokenError, seal, unseal
from gongkai.kernel.files.storage import storage

MOST_BYTES = 50 * 1024 * 1024
_KEY_BITS, _NONCE_BYTES, _TAG_BYTES = 256, 12, 16


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: what it was called and what it is."""

    name: str
    media_type: str
    content: bytes


def keep(request: DisclosureRequest, slot: str, file: Kept) -> None:
    """Keep a file in a slot of the request; what was in the slot is forgotten. Within the caller's transaction.

    The bytes are safe before the row says so: a crash in between leaves encrypted bytes that nobody can read.
    """
    forget(request, slot)
    key, nonce = AESGCM.generate_key(_KEY_BITS), os.urandom(_NONCE_BYTES)
    place = f"{request.number} {slot}"
    hidden = nonce + AESGCM(key).encrypt(nonce, file.content, place.encode())
    stored = storage().put(io.BytesIO(hidden), limit=MOST_BYTES + _NONCE_BYTES + _TAG_BYTES)
    told = {"name": file.name, "media_type": file.media_type, "sha256": stored.sha256, "key": _text(key)}
    Sealed.objects.create(request=request, slot=slot, token=seal(place, told), is_file=True)


def read(request: DisclosureRequest, slot: str) -> Kept | None:
    """The file in a slot; ``None`` when there is none, or it was erased.

    Raises ``SealBrokenError`` when no key opens it or the bytes are not those that were kept.
    """
    held = Sealed.objects.filter(request=request, slot=slot).first()
    if held is None:
        return None
    place = f"{request.number} {slot}"
    told = unseal(place, held.token)
    hidden = b"".join(storage().chunks(told["sha256"]))
    try:
        content = AESGCM(_bytes(told["key"])).decrypt(hidden[:_NONCE_BYTES], hidden[_NONCE_BYTES:], place.encode())
    except InvalidTag as error:
        raise SealBrokenError("seal_broken", "加密的文件无法打开：请检查案件密钥的设置和文件存储。") from error
    return Kept(told["name"], told["media_type"], content)


def name_of(request: DisclosureRequest, slot: str) -> str:
    """What the file in a slot is called; empty when there is none."""
    held = Sealed.objects.filter(request=request, slot=slot).first()
    return "" if held is None else str(unseal(f"{request.number} {slot}", held.token)["name"])


def forget(request: DisclosureRequest, slot: str = "") -> None:
    """Forget the file in a slot, or every file of the request; the encrypted bytes go when the transaction ends."""
    rows = Sealed.objects.filter(request=request, is_file=True)
    for row in rows.filter(slot=slot) if slot else rows:
        digest = unseal(f"{request.number} {row.slot}", row.token)["sha256"]
        transaction.on_commit(partial(storage().discard, digest))
        row.delete()


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
