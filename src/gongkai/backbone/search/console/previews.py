"""What a change of wording does, as the console shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.backbone.search.effects import Effect, Look, effect, looks
from gongkai.backbone.search.engine import SearchUnavailableError
from gongkai.backbone.search.wording import Wording

_MOST_LOOKS = 6


@dataclass(frozen=True, slots=True)
class Preview:
    """What it does to the judged questions, and in the public index; ``looks`` is None while that cannot be read."""

    effect: Effect
    looks: list[Look] | None

    @property
    def measures(self) -> list[tuple[str, float, float]]:
        """Each measure with its value before and after."""
        before, after = self.effect.before, self.effect.after
        names = {"recall@10": "recall", "MRR@10": "mrr", "nDCG@10": "ndcg"}
        return [(name, getattr(before, field), getattr(after, field)) for name, field in names.items()]


def preview(words: Sequence[str], before: Wording, after: Wording) -> Preview:
    """Look what the change would do."""
    try:
        seen = looks(words[:_MOST_LOOKS], before, after)
    except SearchUnavailableError:
        seen = None
    return Preview(effect(before, after), seen)
