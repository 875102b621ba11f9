"""An invented city to measure in, and documents of a usual size for it; run inside a platform's environment."""

from datetime import date

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_create
from gongkai.backbone.records.drafts import Draft
from gongkai.foundations import law, texts
from gongkai.foundations.texts.formats import plain
from gongkai.kernel.actors import SYSTEM

ORGANS = 10
FIRST_YEAR = 2017

_PARAGRAPH = (
    "各有关单位应当按照职责分工，认真落实办事公开的各项要求，及时准确地公布办理条件、所需材料、办理时限和收费依据，"
    "方便企业和群众查询办理；对群众反映的问题，应当在规定时限内核实处理，并将结果告知反映人。"
)


def build() -> list[Organ]:
    """The city's government and its organs."""
    from django.utils import timezone

    now = timezone.now()
    for position in range(ORGANS):
        organ_create(
            code="yunchuan" if position == 0 else f"yunchuan-office-{position}",
            name="云川市人民政府" if position == 0 else f"云川市第{position}办公室",
            kind="government" if position == 0 else "department",
            level="city",
            index_prefix=f"00000{position:04d}",
            parent="" if position == 0 else "yunchuan",
            actor=SYSTEM,
            now=now,
        )
    return list(Organ.objects.order_by("id"))


def notice(serial: int, words: str) -> Draft:
    """A notice about matter ``words``; kinds, subjects, items and years take turns with ``serial``."""
    kinds, subjects, items = sorted(law.kinds()), sorted(law.subjects()), sorted(law.statutory_items())
    chapters = "".join(f"{name}、办理要求\n\n（一）公开内容。{_PARAGRAPH}\n\n{_PARAGRAPH}\n\n" for name in "一二三")
    document = plain.parse(f"各有关单位：\n\n现就{words}通知如下。\n\n{chapters}特此通知。\n", texts.DEFAULT)
    year = FIRST_YEAR + serial % 9
    return Draft(
        title=f"云川市关于办理{words}的通知",
        kind=kinds[serial % len(kinds)],
        document=texts.to_data(document),
        outline=[entry.to_data() for entry in texts.outline(document)],
        document_number=f"云办〔{year}〕{serial + 1}号",
        issuer="云川市人民政府",
        subject=subjects[serial % len(subjects)],
        item=items[serial % len(items)],
        dated_on=date(year, 1 + serial % 12, 1 + serial % 28),
        summary=f"{words}的办理要求",
        keywords=("办事公开", words),
    )
