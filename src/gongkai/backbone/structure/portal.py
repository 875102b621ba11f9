"""What the structure of the site looks like on its pages."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from gongkai.backbone.structure.models import Banner
from gongkai.backbone.structure.selectors.banners import standing
from gongkai.kernel.portal import banner as above


def markup(banners: Sequence[Banner], language: str) -> bytes:
    """The banners as they stand above a page in this language."""
    with translation.override(language):
        return get_template("structure/banners.html").render({"banners": banners}).strip().encode()


def put_up(now: datetime) -> list[Banner]:
    """Have the banners of this moment stand above every page, and no other; answers them."""
    found = standing(now)
    told = above.Banner(markup(found, "zh-hans"), markup(found, "en")) if found else None
    above.write(settings.PUBLIC, told)
    return found
