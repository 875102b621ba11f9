from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HintKind(models.TextChoices):
    """What an editor tells the search."""

    SYNONYMS = "synonyms", _("Synonyms")
    BEST = "best", _("Recommended")
    STOP = "stop", _("Stop word")


class Hint(models.Model):
    """One thing an editor tells the search. Never deleted or rewritten: one that is not ``active`` counts for nothing.

    ``words`` mean the same, are the queries of a recommendation, or are the one word that says nothing; ``records``
    are the index numbers put first. The ``token`` of the highest ``revision`` changes with every change, so that
    processes see at a glance whether what they hold is still true.
    """

    kind = models.CharField(max_length=10, choices=HintKind)
    words = models.JSONField(default=list)
    records = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    changed_by_label = models.CharField(max_length=120)
    changed_at = models.DateTimeField()
    revision = models.PositiveBigIntegerField(unique=True)
    token = models.CharField(max_length=32)

    class Meta:
        db_table = "search_hint"
        constraints = (models.CheckConstraint(condition=Q(kind__in=HintKind.values), name="search_hint_kind_known"),)

    def __str__(self) -> str:
        return "、".join(self.words)


class Tally(models.Model):
    """How often these words were sought on a day; nobody's address, name or order of queries.

    ``empty``: how often nothing was found; ``clicks``: how often a hit was opened, ``places`` their places added up.
    ``words`` are empty for all that is counted without its words.
    """

    day = models.DateField()
    words = models.CharField(max_length=60)
    asked = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "search_tally"
        constraints = (models.UniqueConstraint(fields=("day", "words"), name="search_tally_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
