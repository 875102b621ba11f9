"""Everything that changes a record. Each service owns its transaction; audit and events are written inside it."""

from gongkai.backbone.records.services.drafting import draft_many, register
from gongkai.backbone.records.services.findings import FindingRefusedError, reopen_finding, settle
from gongkai.backbone.records.services.publishing import (
    NotPublishableError,
    Publication,
    hindrances,
    import_many,
    publish,
    schedule,
)
from gongkai.backbone.records.services.relating import relate, unrelate
from gongkai.backbone.records.services.remarking import RemarkRefusedError, comment, hand_over, remind
from gongkai.backbone.records.services.reopening import ChangeRefusedError
from gongkai.backbone.records.services.reviewing import ReviewRefusedError, decide, submit
from gongkai.backbone.records.services.revising import revise
from gongkai.backbone.records.services.scheduled import ScheduleRefusedError, unschedule
from gongkai.backbone.records.services.urgency import confirm_urgent
from gongkai.backbone.records.services.withdrawing import WithdrawalRefusedError, withdraw

__all__ = [
    "ChangeRefusedError",
    "FindingRefusedError",
    "NotPublishableError",
    "Publication",
    "RemarkRefusedError",
    "ReviewRefusedError",
    "ScheduleRefusedError",
    "WithdrawalRefusedError",
    "comment",
    "confirm_urgent",
    "decide",
    "draft_many",
    "hand_over",
    "hindrances",
    "import_many",
    "publish",
    "register",
    "relate",
    "remind",
    "reopen_finding",
    "revise",
    "schedule",
    "settle",
    "submit",
    "unrelate",
    "unschedule",
    "withdraw",
]
