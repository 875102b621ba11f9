"""The road from a code to an organ that is to be changed."""

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.selectors import OrganMissingError
from gongkai.foundations.errors import GongkaiError


class OrganRefusedError(GongkaiError):
    """The organ cannot be made or changed in this way."""


def organ_locked(code: str) -> Organ:
    """The organ, its row locked; raises ``OrganMissingError`` when there is none of this code."""
    organ = Organ.objects.select_for_update(of=("self",)).filter(code=code).first()
    if organ is None:
        raise OrganMissingError(code)
    return organ
