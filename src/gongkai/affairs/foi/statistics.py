"""The third and fourth table of the annual report from the requests, and the requests behind every number."""

from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from gongkai.affairs.foi.models import DisclosureRequest, Dispute
from gongkai.affairs.foi.rules.case import Dispute as Told
from gongkai.affairs.foi.rules.counting import Cell, Counted, codes_of, table3, table4
from gongkai.foundations.law import report_table3_columns, report_table3_rows, report_table4
from gongkai.foundations.law.reports import layout_day

_Requests = QuerySet[DisclosureRequest]


def table3_of(requests: _Requests, *, year: int) -> dict[Cell, int]:
    """The third table of a year over these requests, counted by the database in groups that are alike."""
    wanted = requests.filter(_in_year(year)).order_by()
    groups = (
        wanted.annotate(came=_came(year), went=_went(year))
        .values("applicant", "result", "came", "went")
        .annotate(times=Count("id"))
    )
    counted = [
        Counted(
            g["applicant"], date(g["came"], 1, 1), g["result"], date(g["went"], 1, 1) if g["went"] else None, g["times"]
        )
        for g in groups
    ]
    return table3(counted, year=year)


def behind_table3(requests: _Requests, *, year: int, row: str, column: str) -> _Requests:
    """The requests that a cell of the third table counts; none for a cell there is not."""
    rows, columns = report_table3_rows(on=layout_day(year)), report_table3_columns(on=layout_day(year))
    if row not in rows or column not in columns:
        return requests.none()
    found = requests.filter(_in_year(year))
    if column != "total":
        found = found.filter(applicant=column)
    ended = Q(result_on__lte=date(year, 12, 31))
    match row:
        case "new":
            return found.filter(counted_on__gte=date(year, 1, 1))
        case "carried_in":
            return found.filter(counted_on__lt=date(year, 1, 1))
        case "carried_out":
            return found.filter(Q(result_on=None) | ~ended)
        case "total7":
            return found.filter(ended)
        case _:
            return found.filter(ended, result__in=codes_of(row, year))


def table4_of(requests: _Requests, *, year: int) -> dict[str, int]:
    """The fourth table of a year over the disputes about these requests."""
    rows = Dispute.objects.filter(_disputed_in(year), request__in=requests.order_by()).values_list(
        "kind", "filed_on", "outcome", "ended_on"
    )
    return table4((Told(*row) for row in rows), year=year)


def behind_table4(requests: _Requests, *, year: int, place: str) -> _Requests:
    """The requests whose disputes a number of the fourth table counts."""
    if place not in report_table4(on=layout_day(year)):
        return requests.none()
    kind, _, outcome = place.partition(".")
    found = Dispute.objects.filter(_disputed_in(year), kind=kind)
    still_open = Q(ended_on=None) | Q(ended_on__gt=date(year, 12, 31))
    if outcome == "open":
        found = found.filter(still_open)
    elif outcome != "total":
        found = found.exclude(still_open).filter(outcome=outcome)
    return requests.filter(pk__in=found.values("request"))


def fees_of(requests: _Requests, *, year: int) -> dict[str, int]:
    """What section six of the report says of fees: notices, amount asked for, amount that came in."""
    asked = requests.filter(fee__gt=0, counted_on__year=year).values_list("fee", "fee_paid")
    return {
        "notices": len(asked),
        "asked": sum(fee for fee, _ in asked),
        "paid": sum(fee for fee, paid in asked if paid),
    }


def _came(year: int) -> Case:
    """The year if it was new in it, else the one before: comparing costs the database less than taking years."""
    return Case(When(counted_on__gte=date(year, 1, 1), then=year), default=year - 1, output_field=IntegerField())


def _went(year: int) -> Case:
    """The year if it was over by its end, the next if later, none as long as it is not."""
    later = When(result_on__gt=date(year, 12, 31), then=year + 1)
    return Case(When(result_on=None, then=None), later, default=year, output_field=IntegerField())


def _in_year(year: int) -> Q:
    """Counted by the end of the year, and not over before it began."""
    over = Q(result_on__lt=date(year, 1, 1))
    return Q(counted_on__lte=date(year, 12, 31)) & (Q(result_on=None) | ~over)


def _disputed_in(year: int) -> Q:
    return Q(filed_on__lte=date(year, 12, 31)) & (Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
