"""Passages with and without personal data, made up by seed; what is in them is known."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.foundations.texts.personal import PersonalKind as Kind
from gongkai.foundations.texts.personal.checks import id_check_digit, passes_luhn

Expected = tuple[Kind, str]
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静强磊军洋勇艳杰娟涛明超兰霞平刚"
_ORGANS = ("云川市财政局", "云川市教育局", "云川市政务服务中心", "云川市水务局", "云川市人民政府办公室")
_FILLERS = ("根据有关规定，", "经审核，", "现将有关情况公布如下：", "请各单位认真贯彻执行。", "为方便群众办事，")
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage and what a careful reader would mark in it."""

    text: str
    expected: tuple[Expected, ...]


def passages(count: int, seed: int) -> list[Passage]:
    """So many passages, half of them with personal data."""
    chance = random.Random(seed)
    return [_passage(chance) for _ in range(count)]


def _passage(chance: random.Random) -> Passage:
    makers = chance.choices(_PERSONAL if chance.random() < 0.5 else _TRAPS, k=chance.randint(1, 2))
    text, expected = chance.choice(_FILLERS), []
    for make in makers:
        words, found = make(chance)
        text += words + "。"
        expected += found
    if chance.random() < 0.4:
        words, found = chance.choice(_TRAPS)(chance)
        text += words + "。"
    return Passage(text, tuple(expected))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.randint(1, 2)))


def _birth(chance: random.Random, first: int = 1950, last: int = 2005) -> str:
    return f"{chance.randint(first, last)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"


def id_number(chance: random.Random) -> str:
    """An ID number with its check digit."""
    first = f"{chance.choice((11, 32, 33, 41, 51, 53))}{_digits(chance, 4)}{_birth(chance)}{_digits(chance, 3)}"
    return first + id_check_digit(first)


def bank_card(chance: random.Random) -> str:
    """A card number with its check digit."""
    first = f"62{_digits(chance, chance.choice((13, 16)))}"
    return first + next(d for d in "0123456789" if passes_luhn(first + d))


def _with_id(chance: random.Random) -> tuple[str, list[Expected]]:
    number, name = id_number(chance), _name(chance)
    if chance.random() < 0.2:
        number = number.translate({0x30 + n: 0xFF10 + n for n in range(10)})
    form = chance.choice(
        (f"申请人：{name}，身份证号{number}", f"{name}，身份证号码：{number}", f"公民身份号码{number}")
    )
    found: list[Expected] = [(Kind.ID_NUMBER, number)]
    return form, [(Kind.NAME, name), *found] if name in form else found


def _with_old_id(chance: random.Random) -> tuple[str, list[Expected]]:
    number = f"32{_digits(chance, 4)}{_birth(chance, 1950, 1999)[2:]}{_digits(chance, 3)}"
    return f"身份证号：{number}", [(Kind.ID_NUMBER, number)]


def _with_mobile(chance: random.Random) -> tuple[str, list[Expected]]:
    number = f"1{chance.choice('3456789')}{_digits(chance, 9)}"
    shown = chance.choice(
        (number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}")
    )
    return chance.choice(("手机：", "联系方式", "电话：", "本人手机号码为")) + shown, [(Kind.MOBILE, shown)]


def _with_home_phone(chance: random.Random) -> tuple[str, list[Expected]]:
    number = f"0{chance.randint(510, 899)}-{chance.randint(2, 8)}{_digits(chance, 7)}"
    return f"{chance.choice(('住宅电话', '家庭电话', '宅电'))}：{number}", [(Kind.LANDLINE, number)]


def _with_card(chance: random.Random) -> tuple[str, list[Expected]]:
    number = bank_card(chance)
    shown = " ".join(number[i : i + 4] for i in range(0, len(number), 4)) if chance.random() < 0.3 else number
    return f"{chance.choice(('银行卡号', '惠农一卡通账号', '个人账号'))}：{shown}", [(Kind.BANK_CARD, shown)]


def _with_passport(chance: random.Random) -> tuple[str, list[Expected]]:
    number = chance.choice((f"E{_digits(chance, 8)}", f"EJ{_digits(chance, 7)}", f"G{_digits(chance, 8)}"))
    return f"护照号码{number}", [(Kind.PASSPORT, number)]


def _with_plate(chance: random.Random) -> tuple[str, list[Expected]]:
    number = f"{chance.choice('苏浙云川京')}{chance.choice('ABCDE')}{chance.choice(('', '·'))}{_digits(chance, 5)}"
    return f"驾驶{number}小型轿车", [(Kind.PLATE, number)]


def _with_email(chance: random.Random) -> tuple[str, list[Expected]]:
    address = f"{chance.choice(('zhao', 'li.wei', 'wang'))}{_digits(chance, 4)}@{chance.choice(('qq.com', '163.com'))}"
    return f"个人邮箱{address}", [(Kind.EMAIL, address)]


def _with_address(chance: random.Random) -> tuple[str, list[Expected]]:
    home = f"云川市清河区和平路{chance.randint(1, 200)}号{chance.randint(1, 30)}栋{chance.randint(101, 999)}室"
    return f"{chance.choice(('家庭住址', '现住', '户籍地址'))}：{home}", [(Kind.ADDRESS, home)]


def _with_child(chance: random.Random) -> tuple[str, list[Expected]]:
    name, age = _name(chance), f"{chance.randint(2, 17)}岁"
    return f"学生：{name}，{age}", [(Kind.NAME, name), (Kind.MINOR, age)]


def _with_illness(chance: random.Random) -> tuple[str, list[Expected]]:
    name, illness = _name(chance), chance.choice(("尿毒症", "白血病", "精神分裂", "肺结核"))
    return f"患者{name}，确诊{illness}", [(Kind.NAME, name), (Kind.HEALTH, illness)]


def _no(make: Callable[[random.Random], str]) -> Callable[[random.Random], tuple[str, list[Expected]]]:
    return lambda chance: (make(chance), [])


def _credit_code(chance: random.Random) -> str:
    first = f"91{chance.choice((32, 53))}{_digits(chance, 4)}" + "".join(chance.choices(_CREDIT, k=9))
    total = sum(_CREDIT.index(letter) * pow(3, place, 31) for place, letter in enumerate(first))
    return first + _CREDIT[(31 - total % 31) % 31]


_PERSONAL = (
    _with_id, _with_id, _with_old_id, _with_mobile, _with_mobile, _with_home_phone, _with_card, _with_card,
    _with_passport, _with_plate, _with_email, _with_address, _with_child, _with_illness,
)  # fmt: skip
_TRAPS = tuple(
    _no(make)
    for make in (
        lambda c: f"云政办发〔20{c.randint(10, 26)}〕{c.randint(1, 200)}号",
        lambda c: f"统一社会信用代码{_credit_code(c)}",
        lambda c: f"{c.choice(_ORGANS)}咨询电话：0{c.randint(510, 899)}-{c.randint(2, 8)}{_digits(c, 7)}",
        lambda c: f"值班电话{c.randint(2, 8)}{_digits(c, 7)}，传真{c.randint(2, 8)}{_digits(c, 7)}",
        lambda c: f"服务热线12345，监督电话12{c.randint(300, 399)}",
        lambda c: f"安排资金{_digits(c, 3).lstrip('0') or 1},{_digits(c, 3)},{_digits(c, 3)}.{_digits(c, 2)}元",
        lambda c: f"总投资{c.randint(1, 9)}{_digits(c, 10)}.{_digits(c, 2)}元",
        lambda c: f"20{c.randint(10, 26)}年{c.randint(1, 12)}月{c.randint(1, 28)}日至20{c.randint(27, 30)}年1月1日",
        lambda c: f"项目代码20{c.randint(10, 26)}-{_digits(c, 6)}-48-01-{_digits(c, 6)}",
        lambda c: f"索引号113201{_digits(c, 2)}MB{_digits(c, 7)}/20{c.randint(10, 26)}-{_digits(c, 5)}",
        lambda c: f"{c.choice(_ORGANS)}地址：云川市清河区人民路{c.randint(1, 200)}号",
        lambda c: f"意见反馈邮箱：yjfk{_digits(c, 3)}@yunchuan.example",
        lambda c: f"合同编号HT{_digits(c, 12)}，流水号{_digits(c, 20)}",
        lambda c: f"法定代表人：{_name(c)}，联系人：{_name(c)}",
        lambda c: f"身份证号320102********{_digits(c, 4)}，电话138****{_digits(c, 4)}",
        lambda c: f"申请人李某某，{c.randint(18, 90)}岁",
        lambda c: f"加强糖尿病、高血压等慢性病管理，{c.randint(3, 6)}岁以下儿童免费接种",
        lambda c: f"单位账户：云川市财政局国库专户，账号{_digits(c, 17)}",
        lambda c: f"东经{c.randint(100, 120)}.{_digits(c, 11)}，北纬{c.randint(20, 40)}.{_digits(c, 11)}",
    )
)
