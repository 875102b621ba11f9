"""Reading organs."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from gongkai.backbone.organs.models import Organ, OrganName
from gongkai.foundations.errors import GongkaiError


class OrganMissingError(GongkaiError):
    """No organ has this code."""

    def __init__(self, code: str) -> None:
        super().__init__("organ_missing", f"没有代码为 {code} 的机构：请用 gongkai organ list 查看。", code=code)


def organ_by_code(code: str) -> Organ:
    """The organ; raises ``OrganMissingError`` when there is none of this code."""
    organ = Organ.objects.select_related("parent").filter(code=code).first()
    if organ is None:
        raise OrganMissingError(code)
    return organ


def organ_by_name(name: str) -> Organ | None:
    """The organ that bears or bore this name."""
    row = OrganName.objects.filter(name=name).select_related("organ").order_by("-valid_from").first()
    return None if row is None else row.organ


def root() -> Organ | None:
    """The city government itself: the first organ without one above it."""
    return Organ.objects.filter(parent=None).first()


def all_organs() -> list[Organ]:
    """Every organ in the order of the register, those above before those below."""
    organs = list(Organ.objects.select_related("parent", "successor"))
    below: dict[int | None, list[Organ]] = {}
    for organ in organs:
        below.setdefault(organ.parent_id, []).append(organ)
    ordered: list[Organ] = []
    stack = list(reversed(below.get(None, [])))
    while stack:
        organ = stack.pop()
        ordered.append(organ)
        stack += reversed(below.get(organ.pk, []))
    return ordered


def organ_within(code: str, organs: frozenset[str] | None) -> Organ:
    """The organ with its relatives, if it is among these; raises ``OrganMissingError``. ``None`` is for all."""
    found = with_relatives([code]) if organs is None or code in organs else []
    if not found:
        raise OrganMissingError(code)
    return found[0]


def listing(organs: frozenset[str] | None, *, text: str = "", kind: str = "", state: str = "") -> list[Organ]:
    """Those of these organs that fit, in the order of the register; ``text`` is part of a name or a code.

    ``state`` is ``standing``, ``abolished``, or ``incomplete`` for those whose contact lacks something.
    """
    found = [organ for organ in all_organs() if organs is None or organ.code in organs]
    if text:
        named = set(OrganName.objects.filter(name__contains=text).values_list("organ_id", flat=True))
        found = [organ for organ in found if organ.pk in named or text.lower() in organ.code]
    if kind:
        found = [organ for organ in found if organ.kind == kind]
    fits = {
        "standing": lambda organ: organ.abolished_on is None,
        "abolished": lambda organ: organ.abolished_on is not None,
        "incomplete": lambda organ: organ.abolished_on is None and bool(lacking(organ)),
    }.get(state)
    return found if fits is None else [organ for organ in found if fits(organ)]


def lacking(organ: Organ) -> list[str]:
    """The fields of the contact that 条例第十二条 wants told and that are empty."""
    wanted = ("leader", "office_name", "office_address", "office_hours", "telephone", "email")
    return [name for name in wanted if not getattr(organ, name)]


def with_relatives(codes: Sequence[str]) -> list[Organ]:
    """These organs, each with the organ above, those below and its names at hand."""
    return list(
        Organ.objects.filter(code__in=codes).select_related("parent", "successor").prefetch_related("children", "names")
    )


def name_on(code: str, day: date) -> str | None:
    """The name the organ bore on a day."""
    held = OrganName.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), organ__code=code, valid_from__lte=day)
    return held.values_list("name", flat=True).first()
