"""Which clocks of the law run on a case, and how they stand: all found from the case, none remembered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.affairs.foi.rules.case import Case, Consultation
from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.foundations.law.clock_book import ClockBook
from gongkai.foundations.law.clocks import Course, Suspension, run

REPLY, DELAY, CORRECT = "REQ_REPLY", "REQ_DELAY35", "REQ_CORRECT"
CORRECTION_PERIOD, MAIL, FEE = "CORRECTION_PERIOD", "ORD_MAIL_CONFIRM", "FEE_PAY"
_OF_PARTY = {"third_party": "THIRD_PARTY", "co_organ": "CO_ORGAN"}

_WHY_CONSULTED = "征求意见"
_WHY_CORRECTED = "等待申请人补正"
_WHY_PAID = "等待申请人缴费"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock of a case.

    ``key`` tells several of one rule apart. While ``ended_on`` is None it runs; then ``met`` says whether what was
    owed was done, else it fell away; ``why`` is the evidence or the reason.
    """

    rule: str
    course: Course
    key: str = ""
    ended_on: date | None = None
    met: bool = True
    why: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """The calendar and the rule book that count."""

    calendar: WorkingCalendar
    book: ClockBook

    def due(self, clock: Clock) -> date | None:
        """When a clock ends; None while it stands."""
        rule = self.book.rule(clock.rule, clock.course.start)
        return run(rule, clock.course, self.calendar).due


def clocks(case: Case) -> list[Clock]:
    """Every clock that runs or ran on the case in its present round."""
    return [*_receiving(case), *_replying(case), *_correcting(case), *_consulting(case), *_paying(case)]


def reply_clock(case: Case) -> Clock | None:
    """The clock by which the reply is owed: of article 33, or of article 35 where a later day was fixed."""
    found = list(_replying(case))
    return found[-1] if found else None


def named(case: Case, rule: str, key: str = "") -> Clock | None:
    """The clock of a rule, if it is one of the case."""
    return next((clock for clock in clocks(case) if clock.rule == rule and clock.key == key), None)


def _receiving(case: Case) -> Iterator[Clock]:
    if case.channel == "mail" and case.filed_on is not None:
        gone = case.state in {"discarded", "transferred"} and case.received_on is None
        ended = _last_day(case) if gone else case.received_on
        why = "未予登记或者转办" if gone else "已与申请人确认"
        yield Clock(rule=MAIL, course=Course(start=case.filed_on), ended_on=ended, met=not gone, why=why)


def _replying(case: Case) -> Iterator[Clock]:
    if case.began_on is None:
        return
    key = f"round-{case.round}" if case.round > 1 else ""
    course = Course(
        start=case.began_on,
        suspensions=_suspensions(case),
        restart=_restart(case),
        extension=case.extension,
    )
    ended, met, why = _end_of_reply(case)
    if case.delayed_on is None:
        by = case.extended_by
        yield Clock(rule=REPLY, key=key, course=course, ended_on=ended, met=met, why=why, approved_by=by)
        return
    moved = "已依照条例第三十五条另行确定答复期限"
    yield Clock(rule=REPLY, key=key, course=course, ended_on=case.delayed_on, met=False, why=moved)
    later = Course(start=case.delayed_on, length=case.delay_days)
    yield Clock(rule=DELAY, key=key, course=later, ended_on=ended, met=met, why=why)


def _end_of_reply(case: Case) -> tuple[date | None, bool, str]:
    if case.transferred_on is not None:
        return case.transferred_on, False, "已转交其他机关办理，期限由接收机关继续计算"
    if case.state == "discarded":
        return _last_day(case), False, "未予登记"
    return case.served_on, True, "答复已送达"


def _restart(case: Case) -> date | None:
    """The day from which the time runs anew: that of the correction, or that of the payment."""
    paid = case.fee.paid_on if case.fee is not None else None
    days = [day for day in (case.corrected_on, paid) if day is not None and day >= (case.began_on or day)]
    return max(days, default=None)


def _suspensions(case: Case) -> tuple[Suspension, ...]:
    """The days that do not count, in order, none in two stretches: an open one has no end."""
    stretches = [Suspension(one.sent_on, one.answered_on, _WHY_CONSULTED) for one in case.consultations]
    if case.correction_asked_on is not None and case.correction_asked_on >= (case.began_on or date.min):
        stretches.append(Suspension(case.correction_asked_on, case.corrected_on, _WHY_CORRECTED))
    if case.fee is not None:
        stretches.append(Suspension(case.fee.set_on, case.fee.paid_on, _WHY_PAID))
    if case.withdrawn_on is not None:
        # What was waited for is waited for no more.
        stretches = [Suspension(s.first, s.last or max(s.first, case.withdrawn_on), s.why) for s in stretches]
    joined: list[Suspension] = []
    for one in sorted(stretches, key=lambda s: s.first):
        before = joined[-1] if joined else None
        if before is not None and (before.last is None or one.first <= before.last):
            last = None if before.last is None or one.last is None else max(before.last, one.last)
            joined[-1] = Suspension(before.first, last, before.why)
        else:
            joined.append(one)
    return tuple(joined)


def _correcting(case: Case) -> Iterator[Clock]:
    if case.received_on is None:
        return
    asked = case.correction_asked_on
    course = Course(start=case.received_on)
    if asked is not None:
        yield Clock(rule=CORRECT, course=course, ended_on=asked, why="已一次性告知补正")
        period = Course(start=asked, length=case.correction_days)
        gone = case.corrected_on is None and _is_over(case)
        ended = _last_day(case) if gone else case.corrected_on
        why = "申请人没有补正" if gone else "申请人已补正"
        yield Clock(rule=CORRECTION_PERIOD, course=period, ended_on=ended, met=not gone, why=why)
    else:
        clear = case.accepted_on or _first_step(case)
        yield Clock(rule=CORRECT, course=course, ended_on=clear, met=False, why="申请内容明确，不需要补正")


def _first_step(case: Case) -> date | None:
    """The day of the first step that takes the content for clear."""
    plain = {"filed", "confirmed", "assigned", "supplemented", "complained", "entry_corrected"}
    return next((e.on for e in case.happened if e.kind not in plain), None)


def _consulting(case: Case) -> Iterator[Clock]:
    for number, one in enumerate(case.consultations, 1):
        rule = _OF_PARTY.get(one.kind)
        if rule is None or one.received_on is None:
            continue
        ended, silent = _end_of_opinion(case, one)
        why = "逾期没有提出意见" if silent else "已提出意见"
        key = f"round-{case.round}-{number}" if case.round > 1 else str(number)
        course = Course(start=one.received_on)
        yield Clock(rule=rule, key=key, course=course, ended_on=ended, met=not silent, why=why)


def _end_of_opinion(case: Case, one: Consultation) -> tuple[date | None, bool]:
    if one.answered_on is None:
        return (_last_day(case), True) if _is_over(case) else (None, False)
    return one.answered_on, one.opinion == "silent"


def _paying(case: Case) -> Iterator[Clock]:
    fee = case.fee
    if fee is None or fee.received_on is None:
        return
    gone = fee.paid_on is None and _is_over(case)
    ended = _last_day(case) if gone else fee.paid_on
    why = "申请人没有缴费" if gone else "已缴费"
    yield Clock(rule=FEE, course=Course(start=fee.received_on), ended_on=ended, met=not gone, why=why)


def _is_over(case: Case) -> bool:
    return case.kind != "open" or case.withdrawn_on is not None


def _last_day(case: Case) -> date:
    return case.happened[-1].on if case.withdrawn_on is None else case.withdrawn_on
