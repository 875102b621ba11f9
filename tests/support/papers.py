"""Official documents made up by seed: structure and words vary, people and organs are invented."""

import random

from gongkai.foundations.texts.document import Block, Cell, Document, Paragraph, Table

_TOPICS = ("政务公开", "节约用水", "社区养老", "中小学课后服务", "农村公路养护", "企业开办", "垃圾分类", "数据共享")
_VERBS = ("加强", "规范", "推进", "健全", "优化", "落实", "完善", "强化")
_NOUNS = ("工作机制", "信息发布", "便民服务", "监督检查", "队伍建设", "经费保障", "台账管理", "责任分工")
_CLAUSES = (
    "各县（区）人民政府要结合实际制定实施方案",
    "市政府各部门要按照职责分工抓好落实",
    "及时准确公开各类政策文件，做到应公开尽公开",
    "2026年底前完成“一件事”集成办理",
    "依托云川市人民政府网站（www.yunchuan.example）统一发布",
    "每季度末报送工作进展，全年不少于4次",
    "对工作推进不力的，按照有关规定处理",
    "鼓励有条件的街道、乡镇先行先试，形成可复制、可推广的经验",
    "群众满意度达到95%以上，办理时限压缩30%",
)


def notice(seed: int, *, with_table: bool = True) -> Document:
    """A notice with letterhead, number, addressees, an outline of two levels, signature, note and imprint."""
    chance = random.Random(seed)
    topic, year, serial = chance.choice(_TOPICS), chance.randint(2021, 2026), chance.randint(1, 90)
    month, day = chance.randint(1, 12), chance.randint(1, 27)
    organ = "云川市人民政府办公室"
    lines = [
        f"{organ}文件",
        f"云政办发〔{year}〕{serial}号",
        f"{organ}关于印发{year}年{topic}工作要点的通知",
        "各县（区）人民政府，市政府各部门、各直属单位：",
        f"《{year}年{topic}工作要点》已经市政府同意，现印发给你们，请认真贯彻执行。",
        organ,
        f"{year}年{month}月{day}日",
        "（此件公开发布）",
        f"{year}年{topic}工作要点",
    ]
    blocks: list[Block] = [Paragraph(line) for line in lines]
    for chapter in range(chance.randint(2, 4)):
        blocks.append(Paragraph(f"{'一二三四'[chapter]}、{_phrase(chance)}"))
        blocks += [
            Paragraph(f"（{'一二三四'[section]}）{_phrase(chance)}。{_sentences(chance)}")
            for section in range(chance.randint(2, 4))
        ]
        if with_table and chapter == 0:
            blocks.append(_table(chance))
    blocks.append(Paragraph("抄送：市委各部门，市人大常委会办公室，市政协办公室。"))
    blocks.append(Paragraph(f"{organ}　　{year}年{month}月{day + 1}日印发"))
    return Document(tuple(blocks))


def _phrase(chance: random.Random) -> str:
    return f"{chance.choice(_VERBS)}{chance.choice(_TOPICS)}{chance.choice(_NOUNS)}"


def _sentences(chance: random.Random) -> str:
    return "".join("，".join(chance.choices(_CLAUSES, k=2)) + "。" for _ in range(chance.randint(1, 5)))


def _table(chance: random.Random) -> Table:
    rows = [(Cell("序号"), Cell("任务"), Cell("责任单位"))]
    rows += [(Cell(str(n)), Cell(_phrase(chance)), Cell(f"市{chance.choice(_TOPICS)}局")) for n in range(1, 4)]
    return Table((*rows, (Cell("合计"), Cell("共3项", 2))))
