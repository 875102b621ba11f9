"""What lies on the desks of the demo city today: one or more papers in every state of review; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from gongkai.config.demo import wording
from gongkai.config.demo.acts import Act, Doubt, Hand, Paper
from gongkai.config.demo.wording import words
from gongkai.config.demo.writer import ZONE, Writer

# How far each paper came and how many days ago it was written, over the teams in turn.
_REACHED = (
    ("draft", 48), ("draft", 6), ("draft", 2), ("draft", 1),
    ("returned", 9), ("returned", 5),
    ("office", 7), ("office", 3), ("office", 2), ("office", 1),
    ("legality", 8), ("legality", 4), ("legality", 3),
    ("secrecy", 9), ("secrecy", 5),
    ("sign_off", 10), ("sign_off", 6), ("sign_off", 4),
    ("approved", 5), ("approved", 3),
    ("scheduled", 4), ("scheduled", 3),
    ("urgent", 0),
)  # fmt: skip
_URGENT_TITLE = "{issuer}关于大风天气停止户外作业的紧急通告"


def desks(writer: Writer) -> Iterator[Act]:
    """The papers at work, and the drafts that leave questions open."""
    teams = words("organs")["teams"]
    themes = {theme["organ"]: theme for theme in words("themes")["themes"]}
    for place, (reached, days) in enumerate(_REACHED):
        team = ("", "2")[place % 2]
        theme = themes[teams[team][place // 2 % len(teams[team])]]
        day = writer.workday(writer.today - timedelta(days=days))
        at = writer.moment(day)
        paper = _paper(writer, theme, at, is_urgent=reached == "urgent")
        reason = writer.chance.choice(words("phrases")["reasons"]) if reached == "returned" else ""
        out_at = datetime.combine(writer.today + timedelta(days=1 + place % 5), time(9), ZONE)
        yield Hand(at, paper, reached, team, reason, out_at if reached == "scheduled" else None)
    years = {"year": writer.today.year, "last": writer.today.year - 1, "next": writer.today.year + 1}
    for row in words("phrases")["doubtful"]:
        team = next(team for team, organs in teams.items() if row["organ"] in organs)
        at = writer.moment(writer.workday(writer.today - timedelta(days=2)))
        yield Doubt(at, row["organ"], team, row["name"], row["text"].format_map(years).lstrip())


def _paper(writer: Writer, theme: Mapping[str, Any], at: datetime, *, is_urgent: bool) -> Paper:
    slots = {"issuer": writer.names[theme["organ"]], "thing": writer.chance.choice(theme["things"])}
    slots["title"] = _URGENT_TITLE.format_map(slots) if is_urgent else _title(writer, slots, at)
    day, number = at.date(), "" if is_urgent else writer.number(theme["mark"], at.date())
    lines = wording.general(writer.chance, slots, number=number, day=day, to=theme["to"], table=False)
    kind = "proclamation" if is_urgent else "notice"
    paper = writer.paper(theme, kind, slots["title"], lines, dated_on=day, document_number=number)
    return replace(paper, item="20.12") if is_urgent else paper


def _title(writer: Writer, slots: Mapping[str, str], at: datetime) -> str:
    for form in ("关于做好{year}年{thing}下一步工作的通知", "关于{thing}督促检查的通知", "关于{thing}经验交流的通知"):
        title = slots["issuer"] + form.format(thing=slots["thing"], year=at.year)
        if writer.is_new(title):
            return title
    return f"{slots['issuer']}关于{slots['thing']}有关情况的补充通知（{at.month}月{at.day}日）"
