"""Names, home addresses, e-mail, minors and health."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.foundations.texts.personal import masking
from gongkai.foundations.texts.personal.checks import born_on
from gongkai.foundations.texts.personal.numbers import before
from gongkai.foundations.texts.personal.spans import Personal, PersonalKind

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝安常乐于时傅皮齐康伍余元顾孟黄穆萧尹姚邵汪毛狄米贝明臧计伏成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路江童颜郭梅盛林钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包左石崔吉龚程邢裴陆荣翁曲段侯谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹龙叶白蒲邰赖卓屠"
    "池乔阴胥翟谭姬申冉桑桂牛寿边燕浦尚温庄晏柴阎慕连艾向古易廖耿匡文寇东欧沃蔚越隆师巩聂晁敖融冷辛阚简饶曾沙关蒯游竺权盖益桓付肖"
)
_PRIVATE = (
    "姓名|申请人|被申请人|当事人|被处罚人|户主|患者|病人|学生|受助人|救助对象|低保对象|低保户|监护人|家长|死者|伤者|被征收人|产权人|权利人|"
    "产妇|孕妇|儿童|残疾人|购房人|承租人"
)
_NAME_AFTER = re.compile(
    rf"(?:{_PRIVATE})(?:为|是)?[：:\s]{{0,3}}(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，,。；;、（(\s\d]|$)"
)
_NAME_SEX = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})[，,（(\s]{{1,2}}(?:男|女)(?=[，,。；;）)\s]|$)"
)
_NAME_ID = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})[，,（(：:\s]{{1,2}}(?:居民|公民)?身份(?:证|号码)"
)
_ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|现住址|住址|现住|家住|户籍地址|户籍所在地|居住地址|居住地|居住在)(?:为|是|在)?[：:\s]{0,3}"
    r"(?P<address>[\u4e00-\u9fffA-Za-z0-9#\-－]{4,50})"
)
_FLAT = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:小区|花园|家园|公寓|新村|苑)\d{1,3}(?:栋|幢|号楼|座)(?:\d{1,2}单元)?\d{2,4}(?:室|号)"
)
_ADDRESS_WORDS = re.compile("[省市区县镇乡村路街巷号室组弄]")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,40}@[A-Za-z0-9-]{1,30}(?:\.[A-Za-z0-9-]{2,20}){1,3}")
_FREE_MAIL = frozenset(
    {
        "qq.com",
        "vip.qq.com",
        "foxmail.com",
        "163.com",
        "126.com",
        "139.com",
        "189.cn",
        "sina.com",
        "sina.cn",
        "sohu.com",
    }
) | {"gmail.com", "outlook.com", "hotmail.com", "aliyun.com", "icloud.com", "yeah.net"}
_OFFICE_MAIL = re.compile("监督|举报|投诉|咨询|征求意见|意见|受理|办公|局|中心|委员会|报名|投稿|单位")
_AGE = re.compile(r"(?<!\d)(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])周?岁(?!以)")
_CHILD = re.compile("未成年|幼儿|儿童|小学生|初中生|女童|男童")
_HEALTH = re.compile(
    "艾滋病|HIV|梅毒|肺结核|乙肝|丙肝|癌|恶性肿瘤|白血病|尿毒症|精神分裂|抑郁症|双相|癫痫|精神残疾|智力残疾|肢体残疾|视力残疾|听力残疾|"
    "糖尿病|高血压|心脏病|脑瘫|自闭症|流产|怀孕|吸毒|阳性"
)
_FAR = 40


def find_words(text: str, numbers: Sequence[Personal], on: date | None) -> Iterator[Personal]:
    """What words say of persons; ``numbers`` are those found already, ``on`` the day on which age is counted."""
    names = list(_names(text))
    yield from names
    yield from _addresses(text)
    for match in _EMAIL.finditer(text):
        free = match.group().partition("@")[2].lower() in _FREE_MAIL
        official = _OFFICE_MAIL.search(before(text, match.start()))
        certainty = 0.3 if not free else 0.4 if official else 0.85
        yield Personal(PersonalKind.EMAIL, match.start(), match.end(), certainty, masking.email(match.group()))
    persons = [*names, *(n for n in numbers if n.kind is PersonalKind.ID_NUMBER and n.certainty > 0.5)]
    yield from _beside(text, persons, _AGE, PersonalKind.MINOR, "（年龄删去）")
    yield from _beside(text, persons, _CHILD, PersonalKind.MINOR, "（删去）")
    yield from _beside(text, persons, _HEALTH, PersonalKind.HEALTH, "（病情删去）")
    for number in numbers if on else ():
        born = (
            born_on(re.sub("[ -]", "", text[number.start : number.end]))
            if number.kind is PersonalKind.ID_NUMBER
            else None
        )
        if born is not None and on is not None and (born.year + 18, born.month, born.day) > (on.year, on.month, on.day):
            yield Personal(PersonalKind.MINOR, number.start, number.end, number.certainty, number.masked)


def _names(text: str) -> Iterator[Personal]:
    seen: set[int] = set()
    for pattern, certainty in ((_NAME_AFTER, 0.85), (_NAME_SEX, 0.9), (_NAME_ID, 0.95)):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            name = match.group("name")
            if start not in seen and "某" not in name and "*" not in name:
                seen.add(start)
                yield Personal(PersonalKind.NAME, start, end, certainty, masking.name(name))


def _addresses(text: str) -> Iterator[Personal]:
    ends: list[tuple[int, int]] = []
    for match in _ADDRESS.finditer(text):
        start, end = match.span("address")
        if len(_ADDRESS_WORDS.findall(match.group("address"))) >= 2:
            ends.append((start, end))
            yield Personal(PersonalKind.ADDRESS, start, end, 0.9, masking.address(match.group("address")))
    for match in _FLAT.finditer(text):
        if not any(start <= match.start() < end for start, end in ends):
            yield Personal(PersonalKind.ADDRESS, match.start(), match.end(), 0.7, masking.address(match.group()))


def _beside(
    text: str, persons: Sequence[Personal], pattern: re.Pattern[str], kind: PersonalKind, masked: str
) -> Iterator[Personal]:
    """Words that become personal by standing near a person in the same sentence."""
    for match in pattern.finditer(text) if persons else ():
        for person in persons:
            first, last = sorted((match.span(), (person.start, person.end)))
            between = text[first[1] : last[0]]
            if len(between) < _FAR and not re.search("[。；\n]", between):
                yield Personal(kind, match.start(), match.end(), min(0.8, person.certainty), masked)
                break
