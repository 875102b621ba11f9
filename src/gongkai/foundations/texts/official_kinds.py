"""The kinds of official documents, and the words their titles end with."""

# 党政机关公文处理工作条例第八条. The shorter words come after those they end.
KINDS = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "会议纪要",
    "纪要",
    "令",
    "函",
)
LAW_WORDS = (
    "条例",
    "办法",
    "规定",
    "细则",
    "规则",
    "章程",
    "规程",
    "方案",
    "规划",
    "要点",
    "法",
    "解释",
    "名单",
    "目录",
)
NAMED = {"会议纪要": "纪要", "令": "命令"}
# Those that carry their number under their name: 云川市人民政府令第8号.
NUMBERED = ("令", "公告", "通告", "公报", "会议纪要", "纪要")
PUNCTUATED = ("。", "；", "，", ";", "!", "！", "？")
# What the name of an organ ends with.
ORGAN_ENDS = (
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "局",
    "厅",
    "部",
    "署",
    "院",
    "中心",
    "委",
    "办",
    "会",
    "法院",
    "检察院",
    "支队",
    "总队",
    "大队",
    "分局",
    "管理处",
    "指挥部",
    "领导小组",
    "银行",
    "公司",
    "学校",
    "大学",
    "街道办事处",
)
