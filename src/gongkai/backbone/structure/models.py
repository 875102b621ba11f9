from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.backbone.organs.models import Organ


class Level(models.TextChoices):
    """How loud a banner is."""

    NOTICE = "notice", _("Notice")
    EMERGENCY = "emergency", _("Emergency")


class Banner(models.Model):
    """Words above every page of the site from a moment to another, set by an organ. Never deleted: taken down early,
    its end is that moment.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    chinese = models.CharField(max_length=200)
    english = models.CharField(max_length=400, blank=True)
    link = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    set_by_label = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "structure_banner"
        constraints = (
            models.CheckConstraint(condition=Q(starts_at__lte=F("ends_at")), name="banner_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="banner_level_known"),
        )
        indexes = (models.Index(fields=("ends_at",), name="banner_end"),)

    def __str__(self) -> str:
        return self.chinese


class ShortAddress(models.Model):
    """An address that is easily told and leads to another. Never deleted: one that is not ``active`` leads nowhere."""

    path = models.CharField(max_length=130, unique=True)
    target = models.CharField(max_length=300)
    permanent = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    changed_by_label = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "structure_short_address"

    def __str__(self) -> str:
        return f"{self.path} → {self.target}"


class AllowedHost(models.Model):
    """Another site that short addresses may lead to, as the administrator allowed; ``active`` until taken back."""

    name = models.CharField(max_length=120, unique=True)
    active = models.BooleanField(default=True)
    changed_by_label = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "structure_allowed_host"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """A column of the site: a list under a name of its own, kept by an organ and owed something new every so many days.

    ``every`` is the most calendar days between two updates; without it nothing is owed. Never deleted: one that is not
    ``active`` has no page and owes nothing.
    """

    code = models.CharField(max_length=40, unique=True)
    chinese = models.CharField(max_length=60)
    english = models.CharField(max_length=120)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=80)
    every = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)
    changed_by_label = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "structure_column"
        ordering = ("code",)
        indexes = (models.Index(fields=("list",), condition=Q(active=True), name="column_of_list"),)

    def __str__(self) -> str:
        return self.chinese

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/columns/{self.code}"

    def name(self, language: str) -> str:
        """The name in the language of this code: Chinese unless it begins with ``en``."""
        return self.english if language.startswith("en") else self.chinese


class Menu(models.Model):
    """The main navigation as it was set once; the newest stands. Never changed and never deleted.

    ``entries`` is a list of ``chinese``, ``english`` and ``link``, in the order in which they are shown.
    """

    entries = models.JSONField()
    set_by_label = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "structure_menu"

    def __str__(self) -> str:
        return " ".join(str(entry["chinese"]) for entry in self.entries)
