"""What is owed every year: the annual report of each organ, from the first day of the year after."""

from datetime import date, datetime

from django.utils import timezone

from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services.opening import Opening, open_duties
from gongkai.backbone.organs.models import Kind
from gongkai.backbone.organs.selectors import all_organs
from gongkai.kernel.actors import SYSTEM

_RULES = {Kind.GOVERNMENT: "AR_GOV", Kind.DISTRICT: "AR_GOV", Kind.TOWNSHIP: "AR_GOV"}


def open_annual_reports(*, now: datetime) -> list[Duty]:
    """Open the report on last year for every organ that still exists and was not asked for it before."""
    year = timezone.localdate(now).year - 1
    wanted = {f"report:{year}:{organ.code}": organ for organ in all_organs() if organ.abolished_on is None}
    known = set(Duty.objects.filter(subject__in=list(wanted)).values_list("subject", flat=True))
    openings = [
        Opening(
            rule=_RULES.get(Kind(organ.kind), "AR_DEPT"),
            organ=organ,
            subject=subject,
            title=f"{year}年政府信息公开工作年度报告",
            start=date(year, 12, 31),
            public=True,
        )
        for subject, organ in wanted.items()
        if subject not in known
    ]
    return open_duties(openings, actor=SYSTEM, now=now) if openings else []
