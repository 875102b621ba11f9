"""Register numbers without gaps, per organ and year, and the secrets of receipts."""

import secrets
from datetime import datetime

from django.utils import timezone

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.sealing import secret_digest
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.numbers.services import issue

# No letter or digit that is taken for another one when it is read from paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def unnumbered(organ: Organ, *, now: datetime) -> DisclosureRequest:
    """A new row with its register number; it is not saved. Inside a transaction only."""
    year = timezone.localtime(now).year
    (serial,) = issue(f"request:{organ.code}:{year}")
    number = f"{organ.code}-{year}-{serial:05d}"
    return DisclosureRequest(number=number, organ=organ, year=year, serial=serial, state="filed", filed_at=now)


def secret_made() -> tuple[str, str]:
    """A secret for a receipt, as people read it (``ABCD-EFGH-JKMN``), and its digest."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in range(0, 12, 4)), secret_digest(letters)
