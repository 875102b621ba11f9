"""Someone who publishes without pause and says what was committed; run as a process that may be killed."""

import json
import random
import sys
import time
from datetime import date
from typing import Any

import django
from django.utils import timezone

ORGANS = (("yunchuan-education", "云川市教育局", "011100006"), ("yunchuan-housing", "云川市住房局", "011100009"))
KINDS = ("notice", "opinion", "reply")
SUBJECTS = ("01.01", "22", "10")


def lay_out() -> None:
    """The organs that publish, once."""
    from gongkai.backbone.organs.services import organ_create
    from gongkai.kernel.actors import SYSTEM

    for code, name, prefix in ORGANS:
        organ_create(
            code=code,
            name=name,
            kind="department",
            level="city",
            index_prefix=prefix,
            since=date(2020, 1, 1),
            actor=SYSTEM,
            now=timezone.now(),
        )


def work_without_pause(chance: random.Random) -> None:
    """Publish new records, correct, repeal and withdraw older ones, until killed."""
    while True:
        said = chance.choices((_publish, _repeal, _correct, _withdraw), (6, 1, 2, 1))[0](chance)
        # The line leaves the process after the commit, so that what was said must be found afterwards.
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
        time.sleep(chance.uniform(0, 0.1))


def _draft(chance: random.Random, **more: Any) -> Any:
    from gongkai.backbone.records.drafts import Draft
    from gongkai.foundations import law

    name = f"{chance.getrandbits(48):012x}"
    return Draft(
        title=f"关于第{name}号事项的通知",
        document={"blocks": [f"现将第{name}号事项通知如下。" * chance.randint(1, 40)], "format": "txt"},
        kind=chance.choice([kind for kind in KINDS if kind in law.kinds()]),
        subject=chance.choice([subject for subject in SUBJECTS if subject in law.subjects()]),
        dated_on=date(chance.randint(2020, 2026), 3, 1),
        **more,
    )


def _import(chance: random.Random, drafts: list[Any]) -> list[list[Any]]:
    from gongkai.backbone.organs.models import Organ
    from gongkai.backbone.records import services
    from gongkai.kernel.actors import SYSTEM
    from gongkai.kernel.events import Lane

    done = services.import_many(
        drafts,
        organ=Organ.objects.get(code=chance.choice(ORGANS)[0]),
        actor=SYSTEM,
        now=timezone.now(),
        lane=chance.choice((Lane.NOW, Lane.NOW, Lane.DEPENDENTS, Lane.BULK)),
    )
    return [[p.index_number, p.edition, p.digest, p.seq] for p in done]


def _publish(chance: random.Random) -> list[list[Any]]:
    return _import(chance, [_draft(chance) for _ in range(chance.randint(1, 4))])


def _repeal(chance: random.Random) -> list[list[Any]]:
    from gongkai.backbone.records.drafts import Link
    from gongkai.backbone.records.services import NotPublishableError

    older = _one_published(chance)
    if not older:
        return []
    try:
        return _import(chance, [_draft(chance, links=(Link("repeals", index_number=older),))])
    except NotPublishableError:
        return []  # another publisher has withdrawn it meanwhile


def _correct(chance: random.Random) -> list[list[Any]]:
    from gongkai.backbone.records import services
    from gongkai.backbone.records.rules import Route
    from gongkai.kernel.actors import SYSTEM

    older = _one_published(chance)
    if not older:
        return []
    try:
        done = services.publish(
            [older], actor=SYSTEM, now=timezone.now(), route=Route.IMPORTED, change_note="更正一处文字"
        )
    except services.NotPublishableError:
        return []  # another publisher has withdrawn it meanwhile
    return [[p.index_number, p.edition, p.digest, p.seq] for p in done]


def _withdraw(chance: random.Random) -> list[list[Any]]:
    from gongkai.backbone.records import services
    from gongkai.kernel.actors import SYSTEM

    older = _one_published(chance)
    if older:
        form = chance.choice(("withdrawn", "published_in_error", "lapsed"))
        try:
            services.withdraw(older, form=form, reason="内容有误", actor=SYSTEM, now=timezone.now())
        except services.WithdrawalRefusedError:
            return []
    return []


def _one_published(chance: random.Random) -> str:
    """One of the newest records, so that work on one record often meets earlier work not yet done."""
    from gongkai.backbone.records.models import Record

    newest = Record.objects.filter(edition__gt=0, withdrawal="").order_by("-id").values_list("index_number", flat=True)
    held = list(newest[:12])
    return str(chance.choice(held)) if held else ""


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "lay-out":
        lay_out()
    else:
        work_without_pause(random.Random(sys.argv[1]))
