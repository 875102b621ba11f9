"""What a list is called."""

from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.backbone.organs.models import Organ
from gongkai.foundations import law


def title_of(name: str) -> str | None:
    """The title of a list in the active language, ``None`` when there can be no such list."""
    language = translation.get_language() or "zh-hans"
    if name == "all":
        return _("All information")
    group, _slash, code = name.partition("/")
    books = {"subject": law.subjects(), "kind": law.kinds(), "item": law.statutory_items()}
    if group in books:
        entry = books[group].get(code)
        return None if entry is None else entry.name(language)
    if group == "year":
        return _("Documents of %(year)s") % {"year": code} if code.isdecimal() and len(code) == 4 else None
    if group == "organ":
        return Organ.objects.filter(code=code).values_list("name", flat=True).first()
    return None
