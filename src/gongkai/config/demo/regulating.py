"""Normative documents of the demo city: issued, interpreted, carried out, amended, replaced, about to expire; pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.config.demo import wording
from gongkai.config.demo.acts import Act, Paper, Publish
from gongkai.config.demo.wording import day_in_words, words
from gongkai.config.demo.writer import Writer

_TO_COME = 3
_AFTER_ISSUE = {"amended": 0.28, "replaced": 0.55}


def regulated(writer: Writer) -> Iterator[Act]:
    """Every rule of the themes with what follows it; the last ones issued have not come into effect yet."""
    wanted = [(theme, rule) for theme in words("themes")["themes"] for rule in theme["rules"]]
    writer.chance.shuffle(wanted)
    span = (writer.today - writer.start).days
    for place, (theme, rule) in enumerate(wanted):
        left = len(wanted) - place
        if left <= _TO_COME:
            day = writer.today - timedelta(days=4 + 3 * left)
            yield from _issue(writer, theme, rule, day, effective=writer.today + timedelta(days=9 * left + 3))
        else:
            day = writer.start + timedelta(days=5 + int((span - 200) * place / len(wanted)))
            yield from _life(writer, theme, rule, writer.workday(day), place / len(wanted))


def _life(writer: Writer, theme: Mapping[str, Any], rule: str, day: date, age: float) -> Iterator[Act]:
    effective = day + timedelta(days=writer.chance.randint(15, 45))
    later = day + timedelta(days=writer.chance.randint(380, 620))
    fate = writer.chance.random() if later < writer.today - timedelta(days=60) else 1.0
    trial = _AFTER_ISSUE["amended"] <= fate < _AFTER_ISSUE["replaced"]
    acts = list(_issue(writer, theme, rule, day, effective=effective, trial=trial, years=3 if age < 0.5 else 5))
    yield from acts
    issued = next(act.paper for act in acts if isinstance(act, Publish))
    if fate < _AFTER_ISSUE["amended"]:
        yield _amended(writer, theme, issued, writer.workday(later))
    elif trial:
        on = writer.workday(later)
        yield from _issue(writer, theme, rule, on, effective=on + timedelta(days=20), replaced=issued)


def _issue(
    writer: Writer,
    theme: Mapping[str, Any],
    rule: str,
    day: date,
    *,
    effective: date,
    trial: bool = False,
    years: int = 5,
    replaced: Paper | None = None,
) -> Iterator[Act]:
    wordings = words("phrases")["rule"]
    expires = date(effective.year + years, effective.month, min(effective.day, 28))
    title = wordings["trial" if trial else "title"].format(rule=rule)
    slots = {
        "issuer": writer.names[theme["organ"]],
        "rule": rule,
        "title": title,
        "effective": day_in_words(effective),
        "expires": day_in_words(expires),
    }
    slots["notice"] = wordings["notice"].format_map(slots)
    number = writer.number(f"{theme['mark']}规", day)
    known = f"《{wordings['trial'].format(rule=rule)}》（{replaced.document_number}）" if replaced else ""
    issued = writer.paper(
        theme,
        "normative-document",
        slots["notice"],
        wording.rule(writer.chance, slots, number=number, day=day, to=theme["to"], replaced=known),
        item="20.1",
        dated_on=day,
        document_number=number,
        effective_on=effective,
        expires_on=expires,
        summary=f"规定{rule}的管理、服务和监督，有效期{years}年。",
        keywords=(rule, "规范性文件"),
        links=(("replaces", replaced.key),) if replaced else (),
    )
    at = writer.out(day)
    yield Publish(at, issued)
    yield Publish(at + timedelta(hours=2), _interpretation(writer, theme, slots, issued))
    if writer.chance.random() < 0.4 and at.date() < writer.today - timedelta(days=40):
        yield _carried_out(writer, theme, slots, issued)


def _interpretation(writer: Writer, theme: Mapping[str, Any], slots: Mapping[str, str], issued: Paper) -> Paper:
    told = {**slots, "title": words("phrases")["rule"]["interpreting"].format_map(slots)}
    return writer.paper(
        theme,
        "other",
        told["title"],
        wording.interpretation(told, day=issued.dated_on),
        item="20.1",
        dated_on=issued.dated_on,
        keywords=("政策解读", slots["rule"]),
        links=(("interprets", issued.key),),
    )


def _carried_out(writer: Writer, theme: Mapping[str, Any], slots: Mapping[str, str], issued: Paper) -> Act:
    day = writer.workday(issued.dated_on + timedelta(days=writer.chance.randint(12, 30)))
    title = words("phrases")["rule"]["carrying_out"].format_map(slots)
    number = writer.number(theme["mark"], day)
    told = {**slots, "title": title, "thing": slots["rule"]}
    lines = wording.general(writer.chance, told, number=number, day=day, to=theme["to"], table=False)
    links = (("implements", issued.key),)
    paper = writer.paper(theme, "notice", title, lines, dated_on=day, document_number=number, links=links)
    return Publish(writer.out(day), paper)


def _amended(writer: Writer, theme: Mapping[str, Any], issued: Paper, day: date) -> Act:
    title = issued.title.partition("《")[2].removesuffix("》的通知")
    effective = day + timedelta(days=20)
    slots = {"issuer": issued.issuer, "effective": day_in_words(effective)}
    slots["title"] = words("phrases")["rule"]["amending"].format(issuer=issued.issuer, title=title)
    number = writer.number(f"{theme['mark']}规", day)
    reference = f"《{title}》（{issued.document_number}）"
    lines = wording.amendment(writer.chance, slots, number=number, day=day, to=theme["to"], reference=reference)
    paper = writer.paper(
        theme,
        "decision",
        slots["title"],
        lines,
        item="20.1",
        dated_on=day,
        document_number=number,
        effective_on=effective,
        links=(("amends", issued.key),),
    )
    return Publish(writer.out(day), paper)
