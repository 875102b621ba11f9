"""Encrypting what names people, under a ring of keys: the first seals, all of them open.

A token says which request and which slot it is for, so that one put in another's place does not open there.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from gongkai.foundations.errors import GongkaiError


class SealBrokenError(GongkaiError):
    """No key opens this, or it was put in another's place."""


def ring() -> MultiFernet:
    """The keys of this platform."""
    return MultiFernet([Fernet(key) for key in settings.CASE_KEYS])


def seal(place: str, values: Mapping[str, Any]) -> str:
    """The values, encrypted for this place (the request's number and a slot)."""
    return ring().encrypt(json.dumps({"place": place, "values": values}, ensure_ascii=False).encode()).decode()


def unseal(place: str, token: str) -> dict[str, Any]:
    """The values again; raises ``SealBrokenError``."""
    try:
        found = json.loads(ring().decrypt(token.encode()))
    except InvalidToken as error:
        raise SealBrokenError("seal_broken", "加密的个人信息无法打开：请检查案件密钥的设置。") from error
    if found["place"] != place:
        raise SealBrokenError("seal_misplaced", "加密的个人信息不属于这件申请：请联系管理员。")
    values: dict[str, Any] = found["values"]
    return values


def rotated(token: str) -> str:
    """The same under the first key."""
    return ring().rotate(token.encode()).decode()


def senders(identity: str) -> list[str]:
    """A keyed digest of who applies, under each key, the first key's first: equal for equal people, telling nothing."""
    return [hmac.new(key.encode(), identity.encode(), hashlib.sha256).hexdigest() for key in settings.CASE_KEYS]


def secret_digest(secret: str) -> str:
    """What is kept of the secret on a receipt. It holds 60 random bits, so that nobody guesses it from the digest."""
    return hashlib.sha256(f"receipt:{secret}".encode()).hexdigest()
