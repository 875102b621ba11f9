from gongkai.kernel.numbers.models import Counter


def last(name: str) -> int:
    """The last number issued in the series, 0 when none was."""
    return Counter.objects.filter(name=name).values_list("value", flat=True).first() or 0


def series(prefix: str) -> list[str]:
    """The names of all series that begin so and have issued a number."""
    return list(lasts(prefix))


def lasts(prefix: str) -> dict[str, int]:
    """The last number issued in each series that begins so and has issued one."""
    return dict(Counter.objects.filter(name__startswith=prefix, value__gt=0).values_list("name", "value"))
