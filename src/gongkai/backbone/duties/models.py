from django.db import models
from django.db.models import Q

from gongkai.backbone.organs.models import Organ


class State(models.TextChoices):
    """Where a duty stands."""

    OPEN = "open"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    EXCUSED = "excused"


PENDING = (State.OPEN, State.SUSPENDED, State.OVERDUE)
# The same for queries that read many: its words hold no parameter, so that SQLite, too, uses the indexes made for it.
OWED = Q(closed_at__isnull=True)


class Duty(models.Model):
    """What an organ must do by a day: the clock, what happened to it, and what fulfilled it.

    ``number`` is its public name, counted within the year (``2026-000001``).
    ``subject`` names the thing it is about (``record:…/2026-00001``). ``due_at`` is the end of the day ``due_on``, or
    the very moment for limits in hours; both are empty while the clock stands. ``version`` and ``calendar`` say under
    which rule and calendar the day was found.
    """

    number = models.CharField(max_length=20, unique=True)
    rule = models.CharField(max_length=40)
    version = models.CharField(max_length=60)
    calendar = models.CharField(max_length=40, blank=True)
    # Its index is among those below.
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=500)
    address = models.CharField(max_length=200, blank=True)
    public = models.BooleanField(default=False)

    started_on = models.DateField()
    started_at = models.TimeField(null=True)
    restarted_on = models.DateField(null=True)
    suspensions = models.JSONField(default=list)
    extension = models.PositiveSmallIntegerField(default=0)
    extended_by = models.CharField(max_length=120, blank=True)
    case = models.CharField(max_length=60, blank=True)
    length = models.PositiveSmallIntegerField(null=True)

    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    escalated_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duties_duty"
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "subject"), condition=Q(state__in=PENDING), name="duty_pending_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="duty_state_known"),
            models.CheckConstraint(condition=~Q(state=State.EXCUSED) | ~Q(reason=""), name="duty_excused_for_a_reason"),
            models.CheckConstraint(
                condition=Q(state__in=PENDING, closed_at__isnull=True)
                | Q(~Q(state__in=PENDING), closed_at__isnull=False),
                name="duty_closed_has_time",
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=OWED, name="duty_due"),
            models.Index(fields=("warn_at",), condition=OWED, name="duty_warned"),
            models.Index(fields=("organ", "due_at", "warn_at"), condition=OWED, name="duty_of_organ"),
            models.Index(fields=("person", "due_at"), condition=OWED, name="duty_of_person"),
            models.Index(fields=("subject",), name="duty_subject"),
            models.Index(fields=("rule", "started_on"), condition=OWED, name="duty_clock"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.rule} {self.subject}"


class Assistance(models.Model):
    """Another organ that helps with a duty, by when, and what it answered."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="assistance")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "duties_assistance"
        constraints = (models.UniqueConstraint(fields=("duty", "organ"), name="assistance_once"),)

    def __str__(self) -> str:
        return f"{self.duty_id} {self.organ_id}"


class Reminder(models.Model):
    """A word to those who owe something: before, on or after its day, or to those above them."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField(max_length=12)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duties_reminder"
        constraints = (models.UniqueConstraint(fields=("duty", "stage", "at"), name="reminder_once"),)
        indexes = (models.Index(fields=("organ", "read_at", "-at"), name="reminder_organ"),)

    def __str__(self) -> str:
        return f"{self.stage} {self.duty_id}"


class Move(models.Model):
    """A duty that got another day because the law or its calendar changed. The database refuses to change a row."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="moves")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    calendar = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)

    class Meta:
        db_table = "duties_move"
        indexes = (models.Index(fields=("at", "organ"), name="move_by_organ"),)

    def __str__(self) -> str:
        return f"{self.duty_id} {self.before} {self.after}"


class CalendarAddress(models.Model):
    """By which secret a person's telephone reads what they owe; ``key`` finds the row, of the rest a digest is kept."""

    person = models.CharField(max_length=80, unique=True)
    key = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "duties_calendar_address"

    def __str__(self) -> str:
        return self.person


class EnteredNotice(models.Model):
    """A year's notice of holidays that was entered here, as its TOML; it takes the place of the rule book's."""

    year = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    entered_by = models.CharField(max_length=80)
    entered_by_label = models.CharField(max_length=120)
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "duties_entered_notice"
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)
