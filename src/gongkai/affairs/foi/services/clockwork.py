"""Bringing the duties of a request in step with the clocks that its events say run."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.case import Case
from gongkai.affairs.foi.rules.clocks import Clock, clocks
from gongkai.affairs.foi.selectors import subject_of
from gongkai.backbone.duties import services as duties
from gongkai.backbone.duties.models import PENDING, Duty
from gongkai.backbone.duties.rules import course_of
from gongkai.kernel.actors import SYSTEM

_TITLES = {
    "REQ_REPLY": "答复政府信息公开申请",
    "REQ_DELAY35": "在另行确定的期限内答复申请",
    "REQ_CORRECT": "审查申请内容，需要补正的一次性告知",
    "CORRECTION_PERIOD": "申请人补正",
    "ORD_MAIL_CONFIRM": "与申请人确认收到平常信函",
    "THIRD_PARTY": "第三方对征求意见书提出意见",
    "CO_ORGAN": "共同制作机关对征求意见书提出意见",
    "FEE_PAY": "申请人缴纳信息处理费",
}


def keep(request: DisclosureRequest, case: Case, *, why: str, now: datetime) -> date | None:
    """Open, change and close the duties of a request in the transaction of its event; answers when the reply is due.

    The system does it: whoever had something happen has done what entails it.
    """
    subject = subject_of(request)
    for clock in clocks(case):
        of = f"{subject}#{clock.key}" if clock.key else subject
        duty = Duty.objects.filter(subject=of, rule=clock.rule).order_by("-id").first()
        pending = duty if duty is not None and duty.state in PENDING else None
        if pending is None and (duty is None or clock.ended_on is None):
            pending = _opened(request, of, clock, now)
        if pending is None:
            continue
        if request.officer and pending.person != request.officer:
            duties.hand_over(
                pending.number, organ=request.organ.code, person=request.officer, why=why, actor=SYSTEM, now=now
            )
        if course_of(pending.__dict__) != clock.course:
            by = clock.approved_by
            duties.follow(pending.number, clock.course, extended_by=by, why=why, actor=SYSTEM, now=now)
        if clock.ended_on is not None:
            _close(of, clock, now)
    newest = Duty.objects.filter(subject__startswith=subject, rule__in=("REQ_REPLY", "REQ_DELAY35"), state__in=PENDING)
    return newest.order_by("-id").values_list("due_on", flat=True).first()


def _opened(request: DisclosureRequest, subject: str, clock: Clock, now: datetime) -> Duty:
    opening = duties.Opening(
        rule=clock.rule,
        organ=request.organ,
        subject=subject,
        title=f"{_TITLES[clock.rule]}（{request.number}）",
        start=clock.course.start,
        person=request.officer,
        length=clock.course.length,
    )
    (duty,) = duties.open_duties([opening], actor=SYSTEM, now=now)
    return duty


def _close(subject: str, clock: Clock, now: datetime) -> None:
    if not clock.met:
        duties.drop(subject, [clock.rule], reason=clock.why, actor=SYSTEM, now=now)
        return
    assert clock.ended_on is not None  # noqa: S101 - the caller has looked
    # Of a day in the past nothing but the day is known: its end is still in time, whatever hour it was.
    end = datetime.combine(clock.ended_on + timedelta(days=1), time(), timezone.get_current_timezone())
    at = min(now, end - timedelta(seconds=1))
    duties.meet(subject, [clock.rule], evidence=clock.why, at=at, actor=SYSTEM, now=now)
