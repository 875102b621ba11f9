"""Telling the search something, and taking it back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.backbone.records.selectors import published
from gongkai.backbone.search.hints import HintMissingError
from gongkai.backbone.search.models import Hint, HintKind
from gongkai.backbone.search.rules import MOST_RECORDS, MOST_WORDS, HintRefusedError, refuse_malformed
from gongkai.backbone.search.words import EMPTY_WORDS, cut_words
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.numbers.services import issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told; see ``Hint``."""

    kind: str
    words: tuple[str, ...]
    records: tuple[str, ...] = ()
    note: str = ""

    def hint(self) -> Hint:
        """As a hint that is not kept, for looking what it would do."""
        return Hint(kind=self.kind, words=list(self.words), records=list(self.records), note=self.note)


def refuse_wrong(told: Told) -> None:
    """Raise ``HintRefusedError`` for what would be useless or harmful."""
    match told.kind:
        case HintKind.SYNONYMS:
            refuse_malformed(told.words, least=2, most=MOST_WORDS)
        case HintKind.BEST:
            refuse_malformed(told.words, least=1, most=MOST_WORDS)
            _refuse_unfindable(told.records)
        case HintKind.STOP:
            refuse_malformed(told.words, least=1, most=1)
            _refuse_idle(told.words[0])
        case _:
            raise HintRefusedError("hint_kind_unknown", "请选择同义词、推荐结果或者停用词。")


def hint_tell(told: Told, *, actor: Actor, now: datetime) -> Hint:
    """Tell the search this; it counts at the next question of every process."""
    check(actor, Ability.SEARCH_TUNE)
    refuse_wrong(told)
    with transaction.atomic():
        hint = told.hint()
        _keep(hint, actor, now)
        write(Fact("search.told", f"search-hint:{hint.pk}", after=_facts(hint)), actor=actor, now=now)
    return hint


def hint_switch(number: int, *, active: bool, actor: Actor, now: datetime) -> Hint:
    """Have it count for nothing, or count again."""
    check(actor, Ability.SEARCH_TUNE)
    with transaction.atomic():
        hint = Hint.objects.select_for_update().filter(pk=number).first()
        if hint is None:
            raise HintMissingError
        if hint.active is not active:
            hint.active = active
            _keep(hint, actor, now)
            action = "search.told_again" if active else "search.taken_back"
            write(Fact(action, f"search-hint:{hint.pk}", after=_facts(hint)), actor=actor, now=now)
    return hint


def _keep(hint: Hint, actor: Actor, now: datetime) -> None:
    (hint.revision,) = issue("search-hint")
    hint.token = uuid.uuid4().hex
    hint.changed_by_label, hint.changed_at = actor.label, now
    hint.save()


def _facts(hint: Hint) -> dict[str, object]:
    return {"kind": hint.kind, "words": hint.words, "records": hint.records, "note": hint.note}


def _refuse_unfindable(numbers: Sequence[str]) -> None:
    if not 1 <= len(numbers) <= MOST_RECORDS:
        raise HintRefusedError("hint_records", f"请写 1 至 {MOST_RECORDS} 个索引号。", most=MOST_RECORDS)
    records = published(numbers)
    wrong = next((n for n in numbers if n not in records or not records[n].findable), None)
    if wrong is not None:
        raise HintRefusedError(
            "hint_record_unfindable", f"没有公开的、可检索的信息 {wrong[:60]}：请核对索引号。", number=wrong[:60]
        )


def _refuse_idle(word: str) -> None:
    """A stop word must be one word to the search, or it would never be met."""
    if word in EMPTY_WORDS:
        raise HintRefusedError("hint_stop_already", f"“{word}”已是停用词。", word=word)
    parts = cut_words(word).split()
    if parts != [word]:
        raise HintRefusedError(
            "hint_stop_cut", f"检索把“{word}”分作“{' '.join(parts)}”，不是一个词：请写其中一个。",
            word=word, parts=" ".join(parts),
        )  # fmt: skip
