"""Everything that changes a duty. Each service owns its transaction; audit and events are written inside it."""

from gongkai.backbone.duties.services.closing import drop, excuse, meet
from gongkai.backbone.duties.services.columns import Column, keep_column_current, set_column_period
from gongkai.backbone.duties.services.entering import NoticeTrial, notice_enter, notice_try
from gongkai.backbone.duties.services.following import follow
from gongkai.backbone.duties.services.opening import Opening, open_duties
from gongkai.backbone.duties.services.recomputing import Change, Recomputation, recomputation, recompute
from gongkai.backbone.duties.services.running import DutyRefusedError, extend, restart, resume, suspend
from gongkai.backbone.duties.services.sharing import assistance_answer, assistance_ask, hand_over
from gongkai.backbone.duties.services.subscribing import calendar_address_make, calendar_address_revoke

__all__ = [
    "Change",
    "Column",
    "DutyRefusedError",
    "NoticeTrial",
    "Opening",
    "Recomputation",
    "assistance_answer",
    "assistance_ask",
    "calendar_address_make",
    "calendar_address_revoke",
    "drop",
    "excuse",
    "extend",
    "follow",
    "hand_over",
    "keep_column_current",
    "meet",
    "notice_enter",
    "notice_try",
    "open_duties",
    "recomputation",
    "recompute",
    "restart",
    "resume",
    "set_column_period",
    "suspend",
]
