"""Six years of the demo city: what was published, corrected and taken back, and what lies on the desks; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gongkai.config.demo import wording
from gongkai.config.demo.acts import Act, Correct, Paper, Publish, TakeIn, Withdraw
from gongkai.config.demo.desks import desks
from gongkai.config.demo.regulating import regulated
from gongkai.config.demo.wording import words
from gongkai.config.demo.writer import Writer

SEED = 20190515
GENERAL = 165
CORRECTED = 9

# In which forms general papers are taken back, and why.
_WITHDRAWALS = (
    ("withdrawn", "事项已经办结，附件中的名单到期撤下。"),
    ("withdrawn", "内容更新，另行公布。"),
    ("moved", "并入专题栏目，请看新的页面。"),
    ("lapsed", "所依据的文件已经废止，本文同时失效。"),
    ("lapsed", "清理规范性文件时宣布失效。"),
    ("merged", "与同一事项的另一文件合并。"),
    ("merged", "两次发布同一内容，保留其中一条。"),
    ("published_in_error", "误将征求意见稿作为正式文件发布。"),
    ("published_in_error", "附件与正文不一致，核对后重新发布。"),
)


def plan(today: date, seed: int = SEED) -> tuple[Act, ...]:
    """Everything that happens, in the order in which it does; the desks come last."""
    writer = Writer(today, seed)
    papers = [*_general(writer), *_yearly(writer)]
    history: list[Act] = [Publish(writer.out(paper.dated_on), paper) for paper in papers]
    history += _afterwards(writer, [act for act in history if isinstance(act, Publish)])
    history += regulated(writer)
    history += _by_hand(writer)
    return (*sorted(history, key=lambda act: act.at), *desks(writer))


def _general(writer: Writer) -> Iterator[Paper]:
    themes, forms = words("themes")["themes"], words("phrases")["forms"]
    span = (writer.today - writer.start).days
    for place in range(GENERAL):
        # A little more is published every year.
        share = ((place + writer.chance.random()) / GENERAL) ** 0.85
        day = writer.workday(writer.start + timedelta(days=3 + int((span - 6) * share)))
        (theme,) = writer.chance.choices(themes, [theme["weight"] for theme in themes])
        (form,) = writer.chance.choices(forms, [form["weight"] for form in forms])
        paper = general_paper(writer, theme, form, day)
        if paper is not None:
            yield paper


def general_paper(writer: Writer, theme: Mapping[str, Any], form: Mapping[str, Any], day: date) -> Paper | None:
    """A paper of this form; ``None`` when chance gives it a title that another one bears."""
    phrases, chance = words("phrases"), writer.chance
    slots = {
        "issuer": writer.names[theme["organ"]],
        "thing": chance.choice(theme["things"]),
        "year": str(day.year),
        "month": str(day.month),
        "quarter": ("开年以来", "第一季度", "上半年", "前三季度")[(day.month - 1) // 3],
        **{name: chance.choice(phrases[f"{name}s"]) for name in ("place", "work", "project")},
    }
    slots["title"] = chance.choice(form["titles"]).format_map(slots)
    if not writer.is_new(slots["title"]):
        return None
    number = writer.number(theme["mark"], day) if form.get("number", True) else ""
    has_table = form.get("table", False)
    lines = wording.general(chance, slots, number=number, day=day, to=theme["to"] if number else "", table=has_table)
    return writer.paper(
        theme,
        form["kind"],
        slots["title"],
        lines,
        dated_on=day,
        document_number=number,
        summary=f"就{slots['thing']}的任务、办理和监督作出安排。" if slots["thing"] in slots["title"] else "",
        keywords=(slots["thing"],) if slots["thing"] in slots["title"] else (),
    )


def _yearly(writer: Writer) -> Iterator[Paper]:
    for row in words("phrases")["yearly"]:
        for organ in row["organs"]:
            for year in range(writer.start.year, writer.today.year + 1):
                day = writer.workday(date(year, row["month"], writer.chance.randint(10, 28)))
                if not writer.start <= day < writer.today:
                    continue
                slots = {"issuer": writer.names[organ], "year": str(year), "last": str(year - 1)}
                slots["title"] = row["title"].format_map(slots)
                writer.is_new(slots["title"])
                lines = wording.figures(writer.chance, slots, day=day, rows=row["rows"])
                yield writer.paper(row | {"organ": organ}, row["kind"], slots["title"], lines, dated_on=day)


def _afterwards(writer: Writer, published: list[Publish]) -> Iterator[Act]:
    """Corrections and withdrawals, each of another paper and some weeks after it came out."""
    early = [act for act in published if act.at.date() < writer.today - timedelta(days=200)]
    chosen = writer.chance.sample(early, CORRECTED + len(_WITHDRAWALS))
    targets = {act.paper.organ: act.paper.key for act in early if act not in chosen}
    notes = words("phrases")["notes"]
    for act in chosen[:CORRECTED]:
        at = act.at + timedelta(days=writer.chance.randint(2, 60))
        note = writer.chance.choice(notes)
        yield Correct(at, replace(act.paper, links=()), f"（{at.year}年{at.month}月{note.rstrip('。')}）", note)
    for act, (form, reason) in zip(chosen[CORRECTED:], _WITHDRAWALS, strict=True):
        at = writer.moment(writer.today - timedelta(days=writer.chance.randint(20, 150)))
        target = targets.get(act.paper.organ, "") if form in {"moved", "merged"} else ""
        kept = form if target or form not in {"moved", "merged"} else "withdrawn"
        yield Withdraw(at, act.paper.key, act.paper.organ, kept, reason, target)


def _by_hand(writer: Writer) -> Iterator[Act]:
    """The documents of the small city, each soon after its own day."""
    city = words("city")
    for row in city["documents"]:
        if row.get("draft", False):
            yield TakeIn(writer.moment(writer.today - timedelta(days=1)), row["file"], row["organ"], is_draft=True)
            continue
        dated_on = wording.dated_on(row["file"])
        at = writer.out(min(dated_on, writer.today - timedelta(days=1)))
        yield TakeIn(at, row["file"], row["organ"], is_draft=False)
        if row["file"] == city["withdrawal"]["file"]:
            taken_back = min(at + timedelta(days=40), writer.moment(writer.today - timedelta(days=1)))
            form, reason = city["withdrawal"]["form"], city["withdrawal"]["reason"]
            yield Withdraw(max(taken_back, at + timedelta(seconds=1)), row["file"], row["organ"], form, reason)
