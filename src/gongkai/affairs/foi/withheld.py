"""What the copies of a case withhold, in the words of the reply and of the console."""

from collections.abc import Iterable

from gongkai.affairs.foi.models import DisclosureRequest, Material
from gongkai.foundations import law


def in_the_reply(request: DisclosureRequest) -> str:
    """Page by page and ground by ground what is withheld, for the letter; empty when nothing is."""
    told = [f"材料{row.number}{'、'.join(places)}" for row in request.materials.all() if (places := _places(row))]
    return "；".join(told)


def _places(row: Material) -> list[str]:
    grounds, unit = law.decisions(), "图" if row.media_type.endswith("wordprocessingml.document") else "页"
    return [
        f"{f'第{page}{unit}' if page else '正文'}{places}处（{grounds[ground].name('zh')}）"
        for page, ground, places in row.withheld
    ]


def counted(row: Material, language: str) -> list[tuple[str, int]]:
    """For each ground how many places of the file are withheld."""
    found: dict[str, int] = {}
    for _page, ground, places in row.withheld:
        found[ground] = found.get(ground, 0) + places
    return [(law.decisions()[ground].name(language), places) for ground, places in sorted(found.items())]


def pages_of(numbers: Iterable[int]) -> str:
    """Pages as people write them."""
    return "、".join(str(number) for number in numbers)
