"""Reading what editors have told the search.

The platform's own synonyms, those of the city's file, and on top of them the hints in the database. They count at the
next question of every process: each question looks with one small query whether anything was changed.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.db import DatabaseError
from django.db.models import QuerySet

from gongkai.backbone.search.models import Hint, HintKind
from gongkai.backbone.search.synonyms import Synonyms, compiled, synonyms
from gongkai.backbone.search.wording import Wording, key, shipped
from gongkai.backbone.search.words import EMPTY_WORDS
from gongkai.foundations.errors import GongkaiError


class HintMissingError(GongkaiError):
    """There is no such hint."""

    def __init__(self) -> None:
        super().__init__("hint_missing", "没有这一条：请从列表中选择。")


def current() -> Wording:
    """What counts now."""
    token = Hint.objects.order_by("-revision").values_list("token", flat=True).first()
    return shipped() if token is None else _told(token, synonyms())


def at_hand() -> Wording:
    """What counts now; what the platform comes with where no database is prepared, so that measuring needs none."""
    try:
        return current()
    except DatabaseError:
        return shipped()


@lru_cache(maxsize=2)
def _told(token: str, base: Synonyms) -> Wording:
    del token
    return with_hints(base, Hint.objects.filter(active=True).order_by("revision"))


def with_hints(base: Synonyms, told: Iterable[Hint]) -> Wording:
    """These synonyms and these hints; of two recommendations for one query the later counts."""
    by_kind: dict[str, list[Hint]] = {kind: [] for kind in HintKind.values}
    for each in told:
        by_kind[each.kind].append(each)
    groups = [tuple(each.words) for each in by_kind[HintKind.SYNONYMS]]
    return Wording(
        compiled((*base.groups, *groups)) if groups else base,
        EMPTY_WORDS | {word for each in by_kind[HintKind.STOP] for word in each.words},
        {key(word): tuple(each.records) for each in by_kind[HintKind.BEST] for word in each.words},
    )


def hints(*, kind: str = "", state: str = "", text: str = "") -> QuerySet[Hint]:
    """Those of a kind (all without one), in use or not, with this in their words or notes; the newest first."""
    found = Hint.objects.order_by("-id")
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(active=state == "on")
    return found.filter(pk__in=_with(text, found)) if text else found


def hint(number: int) -> Hint:
    """The hint; raises ``HintMissingError``."""
    found = Hint.objects.filter(pk=number).first()
    if found is None:
        raise HintMissingError
    return found


def wording_with(proposed: Hint) -> Wording:
    """What would count if this were told, or told again."""
    others = Hint.objects.filter(active=True).exclude(pk=proposed.pk).order_by("revision")
    return with_hints(synonyms(), [*others, proposed])


def wording_without(proposed: Hint) -> Wording:
    """What would count if this were taken back."""
    return with_hints(synonyms(), Hint.objects.filter(active=True).exclude(pk=proposed.pk).order_by("revision"))


def _with(text: str, found: QuerySet[Hint]) -> list[int]:
    """A few hundred at most: the words are lists, which databases search each in their own way."""
    return [each.pk for each in found if text in "、".join((*each.words, *each.records, each.note))]
