from django.db import models
from django.db.models import Q

from gongkai.backbone.organs.models import Organ
from gongkai.kernel.database.plain import PlainEncoder


class State(models.TextChoices):
    """Where a record stands on its way. What readers see of it follows from its editions."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Record(models.Model):
    """Government information: the working copy. What was published stands frozen in its editions."""

    index_number = models.CharField(max_length=40, unique=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)

    title = models.CharField(max_length=500)
    document_number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40)
    genre = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=10)
    item = models.CharField(max_length=10)
    disclosure = models.CharField(max_length=12)
    disclosure_reason = models.TextField(blank=True)
    dated_on = models.DateField(null=True)
    printed_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    summary = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    addressees = models.JSONField(default=list)
    copies = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    document = models.JSONField(default=dict, encoder=PlainEncoder)
    outline = models.JSONField(default=list, encoder=PlainEncoder)
    evidence = models.JSONField(default=dict, encoder=PlainEncoder)
    attachments = models.JSONField(default=list)

    # NULL where there is no file: of those, none is the same as another.
    source_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001 - a unique constraint needs it
    source_name = models.CharField(max_length=255, blank=True)
    drafted_by = models.CharField(max_length=80)
    changed_by = models.JSONField(default=list)
    submitted_by = models.CharField(max_length=80, blank=True)
    review_round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edition = models.PositiveIntegerField(default=0)
    first_published_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # What the newest edition says, for questions asked of many records at once.
    public_title = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    validity = models.CharField(max_length=12, default="in_force")
    urgent_by = models.CharField(max_length=80, blank=True)
    withdrawal = models.CharField(max_length=24, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawal_target = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_record"
        constraints = (
            models.UniqueConstraint(fields=("organ", "source_sha256"), name="record_same_file_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="record_state_known"),
            models.CheckConstraint(
                condition=Q(edition=0) | Q(first_published_at__isnull=False, valid_from__isnull=False),
                name="record_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal="") | ~Q(withdrawal_reason=""), name="record_withdrawn_for_a_reason"
            ),
        )
        indexes = (
            models.Index(fields=("organ", "state", "-id"), name="record_organ_state"),
            models.Index(fields=("document_number",), name="record_document_number"),
            models.Index(fields=("title",), name="record_title"),
            # What waits, and what came back to whom: few among many, asked for with every page of the desk.
            models.Index(fields=("state", "updated_at"), name="record_waiting"),
            models.Index(fields=("drafted_by", "state"), name="record_drafted"),
            models.Index(fields=("urgent_by",), name="record_urgent"),
            # Not a partial index: SQLite finds those only for literals, and its parameters are none.
            models.Index(fields=("validity", "valid_from", "id"), name="record_validity"),
        )

    def __str__(self) -> str:
        return f"{self.index_number} {self.title}"

    @property
    def authors(self) -> frozenset[str]:
        """Whose hands are in the working copy; none of them may pass it."""
        return frozenset({self.drafted_by, *self.changed_by})


class Edition(models.Model):
    """What was published, frozen: canonical JSON and its digest. Triggers refuse to change or delete a row."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    change_note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)
    route = models.CharField(max_length=12)
    seq = models.BigIntegerField(unique=True)

    class Meta:
        db_table = "records_edition"
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="edition_once"),)

    def __str__(self) -> str:
        return f"{self.record_id}.{self.number} {self.digest[:12]}"


class Relation(models.Model):
    """What one record does to another; the other may be known by its words alone.

    ``in_draft`` tells of the working copy, ``in_edition`` of the newest edition: one taken out of the working copy
    stays for readers until the next edition.
    """

    source = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20)
    target = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="related_by")
    target_words = models.CharField(max_length=500, blank=True)
    in_draft = models.BooleanField(default=True)
    in_edition = models.BooleanField(default=False)

    class Meta:
        db_table = "records_relation"
        constraints = (
            models.UniqueConstraint(fields=("source", "kind", "target"), name="relation_once"),
            models.CheckConstraint(condition=Q(target__isnull=False) | ~Q(target_words=""), name="relation_has_target"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="relation_to_another"),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id or self.target_words}"


class Review(models.Model):
    """One decision on the way of a record: who passed or returned it at which step, and why."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField()
    step = models.CharField(max_length=20)
    passed = models.BooleanField()
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "records_review"
        constraints = (
            models.UniqueConstraint(
                fields=("record", "round", "step"), condition=Q(passed=True), name="review_passed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.step} {'passed' if self.passed else 'returned'}"


class Remark(models.Model):
    """What people say to one another about a record on its way. Triggers refuse to change or delete a row."""

    class Kind(models.TextChoices):
        """A comment; an open step handed over to a colleague; a reminder of one."""

        COMMENT = "comment"
        HANDED_OVER = "handed_over"
        REMINDER = "reminder"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=12, choices=Kind)
    round = models.PositiveIntegerField()
    step = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=120)
    to = models.CharField(max_length=80, blank=True, db_index=True)
    to_label = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        db_table = "records_remark"
        constraints = (
            models.CheckConstraint(condition=~Q(kind="comment") | ~Q(text=""), name="remark_comment_says_something"),
            models.CheckConstraint(condition=~Q(kind="handed_over") | ~Q(to=""), name="remark_handed_to_someone"),
            models.UniqueConstraint(
                fields=("record", "round", "step", "day"),
                condition=Q(kind="reminder"),
                name="remark_reminder_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind} {self.by_label}"


class Intake(models.Model):
    """A file handed in at the console: what became of it. Those handed in together are a batch."""

    class State(models.TextChoices):
        """Where the file stands. One that is being read while no worker reads it was broken off and is read again."""

        WAITING = "waiting"
        READING = "reading"
        READ = "read"
        FAILED = "failed"

    batch = models.UUIDField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    error_facts = models.JSONField(default=dict)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="intakes")
    fresh = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_intake"
        constraints = (
            models.CheckConstraint(condition=~Q(state="read") | Q(record__isnull=False), name="intake_read_has_record"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error_message=""), name="intake_failed_says_why"),
        )
        indexes = (
            models.Index(fields=("batch", "id"), name="intake_batch"),
            models.Index(fields=("organ", "-id"), name="intake_organ"),
            models.Index(fields=("id",), condition=Q(state__in=("waiting", "reading")), name="intake_to_be_read"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Finding(models.Model):
    """Something a person should look at before the record is published, and how it was settled."""

    class Resolution(models.TextChoices):
        """How it was settled: not yet, right as it stands, or by a change."""

        OPEN = ""
        RIGHT = "right"
        CORRECTED = "corrected"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField(max_length=32)
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    fix = models.TextField()
    blocking = models.BooleanField()
    block = models.PositiveIntegerField(null=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField()
    resolution = models.CharField(max_length=12, blank=True, choices=Resolution)
    words = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=80, blank=True)
    by_label = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_finding"
        constraints = (
            models.UniqueConstraint(fields=("record", "key"), name="finding_once"),
            models.CheckConstraint(condition=Q(resolution="") | ~Q(by=""), name="finding_settled_by_someone"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.code} {self.field}"


class EditHold(models.Model):
    """Who is changing a record's working copy now. It lapses unless it is renewed; another may take it over."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="hold")
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=120)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "records_edit_hold"

    def __str__(self) -> str:
        return f"{self.record_id} {self.by}"


class Unsaved(models.Model):
    """What a person typed into the form of a record and did not keep yet: theirs alone."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    values = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "records_unsaved"
        constraints = (models.UniqueConstraint(fields=("record", "by"), name="unsaved_once"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.by}"
