"""The pictures of the guides: what is shown, to whom, on which screen."""

from dataclasses import dataclass, field
from typing import Any

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 780}}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, who looks, the page, words that must be on it, and how it is opened.

    ``login`` is empty for a reader. ``path`` may be ``record:words``, the record whose title holds them, or
    ``case:words``, the oldest request whose subject does; ``below`` is put after its address in the console. ``modes``
    are those a reader chooses by a button. ``grown`` is a record of the city with six years of documents, which the
    tests' small one lacks.
    """

    name: str
    path: str
    words: str
    login: str = ""
    below: str = ""
    options: dict[str, Any] = field(default_factory=lambda: DESKTOP)
    modes: tuple[str, ...] = ()
    grown: bool = False


KEY_POINTS = "record:政务公开工作要点"
SHOTS = (
    Shot("home", "/", "云川市人民政府"),
    Shot("home-phone", "/", "云川市人民政府", options=PHONE),
    Shot("home-dark", "/", "云川市人民政府", options=DESKTOP | {"color_scheme": "dark"}),
    Shot("home-large", "/", "云川市人民政府", modes=("大字版",)),
    Shot("home-contrast", "/", "云川市人民政府", modes=("高对比度",)),
    Shot("list", "/lists/all", "全部信息"),
    Shot("record-phone", KEY_POINTS, "工作要点", options=PHONE),
    Shot("record-dark", KEY_POINTS, "工作要点", options=DESKTOP | {"color_scheme": "dark"}),
    Shot("guide", "/disclosure/guide", "公开指南"),
    Shot("apply", "/request", "依申请公开"),
    Shot("search", "/search?q=租赁住房", "租赁住房"),
    Shot("organ", "/organs/yunchuan-education", "教育局"),
    Shot("desk", "/console/", "教育局编辑", login="editor"),
    Shot("intake", "/console/intake", "收文入库", login="editor"),
    Shot("records", "/console/records", "教育局", login="editor"),
    Shot("inbox", "/console/inbox", "待办", login="reviewer"),
    Shot("calendar", "/console/calendar", "日历", login="approver"),
    Shot("record-desk", KEY_POINTS, "工作要点", login="office"),
    Shot("reading", KEY_POINTS, "原文", login="office", below="/read"),
    Shot("comparison", "record:学生近视防控期间有关安排的通告", "版", login="office", below="/history", grown=True),
    Shot("where", KEY_POINTS, "工作要点", login="office", below="/where"),
    Shot("duties", "/console/duties", "事项", login="office"),
    Shot("banners", "/console/banners", "横幅", login="office"),
    Shot("columns", "/console/columns", "栏目", login="office"),
    Shot("working-days", "/console/working-days", "工作日", login="office"),
    Shot("addresses", "/console/addresses", "短地址", login="office"),
    Shot("navigation", "/console/navigation", "导航", login="office"),
    Shot("subjects", "/console/subjects", "主题", login="office"),
    Shot("wording", "/console/search", "检索用词", login="office"),
    Shot("requests", "/console/requests", "依申请公开", login="registrar"),
    Shot("register", "/console/requests/register", "登记申请", login="registrar"),
    Shot("case", "case:校车运行线路审批", "校车运行线路", login="officer"),
    Shot("mark", "case:校车运行线路审批", "不予公开的内容", login="officer", below="/files/1"),
    Shot("decisions", "case:校车运行线路审批", "部分公开", login="officer", below="/proposed"),
    Shot("figures", "/console/requests/statistics", "依申请公开统计", login="approver"),
    Shot("organs", "/console/organs", "机构", login="administrator"),
    Shot("audit", "/console/audit", "审计", login="auditor"),
    Shot("failures", "/console/failures", "放弃", login="administrator"),
    Shot("health", "/console/health", "运行", login="administrator"),
)
