"""``gongkai due``, ``fee``, ``rules``, ``calendar`` and ``enter-notice``: the law's answers at the command line."""

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.kernel.cli import output, session

if TYPE_CHECKING:
    from gongkai.foundations.law.clock_rules import ClockRule


def due(
    rule: Annotated[str, typer.Argument(help="Id of the rule, such as REQ_REPLY.")],
    from_: Annotated[str, typer.Option("--from", metavar="DATE[THH:MM]", help="The day, or moment, it starts.")],
    suspend: Annotated[
        list[str] | None, typer.Option(metavar="A..B", help="Days left out; without B still open. Again for more.")
    ] = None,
    restart: Annotated[str, typer.Option(metavar="DATE", help="The day from which it starts anew.")] = "",
    extend: Annotated[int, typer.Option(min=0, metavar="N", help="Units added, once.")] = 0,
    case: Annotated[str, typer.Option(help="A special case the rule names.")] = "",
    length: Annotated[int | None, typer.Option(min=0, help="Working days, where the organ states them.")] = None,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """When something is due, and how that day came about."""
    session.start()
    from gongkai.backbone.duties import law_in_use
    from gongkai.foundations.law.clocks import Course, run
    from gongkai.foundations.law.derivations import derive

    start, at = _moment(from_, "--from")
    course = Course(
        start=start,
        at=at,
        suspensions=tuple(_stretch(text) for text in suspend or ()),
        restart=_moment(restart, "--restart")[0] if restart else None,
        extension=extend,
        case=case,
        length=length,
    )
    with output.refusals(as_json=as_json):
        calendar, found = law_in_use.calendar_in_use(), law_in_use.rules_in_use().rule(rule, start)
        outcome = run(found, course, calendar)
        lines = derive(found, course, calendar)
    ends = outcome.at.isoformat(timespec="minutes") if outcome.at else outcome.due.isoformat() if outcome.due else None
    if as_json:
        output.line(
            {
                "rule": found.code,
                "version": found.version,
                "due": ends,
                "provisional": outcome.provisional,
                "left": outcome.left,
                "basis": found.basis,
                "certainty": found.certainty,
                "local": found.local,
                "derivation": [
                    {"day": li.moment or str(li.day), "counted": li.counted, "why": li.why(), "number": li.number}
                    for li in lines
                ],
            }
        )
        return
    rows = [(li.moment or li.day, f"{li.day:%a}", li.number or "", li.why()) for li in lines]
    output.table("", ["day", "", "n", "why"], rows)
    mark = " (provisional: 临时，待放假通知)" if outcome.provisional else ""
    output.echo(f"{found.zh}: {ends or f'stands, {outcome.left} left'}{mark}")
    output.echo(f"{found.basis} [{found.version}, {found.certainty}]")


def fee(
    items: Annotated[int | None, typer.Option(min=0, help="Requests of one applicant in a calendar month.")] = None,
    pages: Annotated[int | None, typer.Option(min=0, help="Pages given in one request.")] = None,
    before: Annotated[int, typer.Option(min=0, help="With --items: those counted already this month.")] = 0,
    on: Annotated[str, typer.Option(metavar="DATE", help="The day the fee is set; today without it.")] = "",
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """The processing fee, by item or by page and never both, with its tiers."""
    from gongkai.foundations.law.fees import fee_by_items, fee_by_pages

    if (items is None) == (pages is None):
        raise typer.BadParameter("give either --items or --pages", param_hint="--items")
    day = _moment(on, "--on")[0] if on else session.now().date()
    with output.refusals(as_json=as_json):
        found = fee_by_items(items, on=day, before=before) if items is not None else fee_by_pages(pages or 0, on=day)
    if as_json:
        tiers = [{"from": s.first, "to": s.last, "rate": s.rate, "yuan": s.yuan} for s in found.shares]
        output.line({"yuan": found.yuan, "by": found.mode, "units": found.units, "basis": found.basis, "tiers": tiers})
        return
    output.table("", ["from", "to", "yuan each", "yuan"], [(s.first, s.last, s.rate, s.yuan) for s in found.shares])
    output.echo(f"{found.yuan} 元  {found.basis}")


def rules(
    rule: Annotated[str, typer.Argument(metavar="[ID]", help="Id of one rule; all without it.")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="As they hold on this day; today without it.")] = "",
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """The rule book of clocks, with sources; of one rule every version."""
    session.start()
    from gongkai.backbone.duties import law_in_use

    book = law_in_use.rules_in_use()
    day = _moment(on, "--on")[0] if on else session.now().date()
    with output.refusals(as_json=as_json):
        found = list(book.history(rule)) if rule else list(book.on(day).values())
    if as_json:
        for one in found:
            output.line(_rule_data(one))
        return
    rows = [
        (r.version, r.zh, "" if r.length is None else r.length, r.date or r.unit, r.certainty, r.basis) for r in found
    ]
    output.table("", ["rule", "what", "length", "unit", "", "basis"], rows)


def calendar(
    year: Annotated[int, typer.Argument(min=2004, max=2060, help="The year.")],
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """The days of a year that are not what their weekday says, and whether its notice is known."""
    session.start()
    from gongkai.backbone.duties import law_in_use
    from gongkai.foundations.law.calendar import DayKind

    found = law_in_use.calendar_in_use()
    days = found.days(date(year, 1, 1), date(year, 12, 31))
    special = [d for d in days if d.kind not in {DayKind.WORKDAY, DayKind.WEEKEND}]
    provisional = year not in found.announced
    if as_json:
        output.line(
            {
                "year": year,
                "provisional": provisional,
                "working_days": sum(d.works for d in days),
                "days": [
                    {"day": str(d.day), "works": d.works, "kind": d.kind, "name": d.name, "source": d.source}
                    for d in special
                ],
            }
        )
        return
    output.table("", ["day", "", "kind", "name"], [(d.day, f"{d.day:%a}", d.kind, d.name) for d in special])
    mark = " (provisional: no notice is known yet)" if provisional else ""
    output.echo(f"{year}: {sum(d.works for d in days)} working days{mark}")


def enter_notice(
    file: Annotated[Path, typer.Argument(help="The notice as TOML: year, source, certainty, off, work.", exists=True)],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Enter a year's notice of holidays; all dates are found anew, and people told of those that move."""
    session.start()
    from gongkai.backbone.duties import services

    text, actor = file.read_text("utf-8"), session.actor()
    with output.refusals(as_json=as_json):
        if dry_run:
            done = services.notice_try(text, actor=actor)
        else:
            done = services.notice_enter(text, actor=actor, now=session.now())
    changes = done.changes
    if as_json:
        output.line(
            {
                "year": done.notice.year,
                "entered": not dry_run,
                "looked_at": changes.looked_at,
                "moved": changes.moved,
                "confirmed": changes.confirmed,
                "changes": [{"number": c.number, "before": c.before, "after": c.after} for c in changes.changes],
            }
        )
        return
    output.table(
        "", ["number", "before", "after", "what"], [(c.number, c.before, c.after, c.title) for c in changes.changes]
    )
    output.echo(f"{done.notice.year}: {changes.moved} moved, {changes.confirmed} provisional no more")


def _rule_data(rule: "ClockRule") -> dict[str, Any]:
    from dataclasses import asdict, fields

    plain = {f.name: getattr(rule, f.name) for f in fields(rule) if f.name not in {"extend", "code", "cases"}}
    extend = asdict(rule.extend) if rule.extend else None
    return {
        "id": rule.code,
        "version": rule.version,
        "basis": rule.basis,
        **plain,
        "cases": dict(rule.cases),
        "extend": extend,
    }


def _moment(text: str, option: str) -> tuple[date, time | None]:
    day, _, clock = text.strip().partition("T")
    try:
        moment = date.fromisoformat(day), time.fromisoformat(clock) if clock else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no DATE[THH:MM]", param_hint=option) from error
    if moment[1] is not None and moment[1].tzinfo is not None:
        raise typer.BadParameter(f"{text!r} names a time zone; give the time of the city", param_hint=option)
    return moment


def _stretch(text: str) -> Any:
    from gongkai.foundations.law.clocks import Suspension

    first, dots, last = text.partition("..")
    if not dots:
        raise typer.BadParameter(f"{text!r} is no A..B", param_hint="--suspend")
    return Suspension(_moment(first, "--suspend")[0], _moment(last, "--suspend")[0] if last else None)
