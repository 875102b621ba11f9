"""Someone who files and handles requests without pause and says what was committed; may be killed at any moment."""

import json
import random
import sys
from datetime import date
from typing import Any

import django
from django.utils import timezone

ORGAN = "yunchuan-education"
# What may come next in each state, with what is told. Whatever the rules refuse is passed over.
STEPS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "filed": (("confirmed", {}),),
    "handling": (
        ("searched", {"places": "档案室", "method": "按年度", "found": "一份"}),
        ("correction_asked", {"grounds": "description", "items": "请写明年度", "days": 10}),
        ("fee_set", {"mode": "item", "units": 40}),
        ("proposed", {"code": "D6", "reason": "讨论记录", "which_process": "讨论记录"}),
        ("decided", {"code": "G", "information": "材料", "way": "邮寄"}),
    ),
    "correcting": (("corrected", {"answer": "2025年度"}),),
    "fee_due": (("fee_received", {"service": "post", "proof": "回执"}), ("fee_paid", {"voucher": "001"})),
    "signing": (("signed", {}), ("sent_back", {"reason": "再核"})),
    "decided": (("served", {"service": "post", "proof": "收据"}),),
    "served": (("archived", {}),),
}


def lay_out() -> None:
    """The organ, once."""
    from gongkai.backbone.organs.services import organ_create
    from gongkai.kernel.actors import SYSTEM

    organ_create(
        code=ORGAN, name="云川市教育局", kind="department", level="city", index_prefix="011100006",
        since=date(2020, 1, 1), actor=SYSTEM, now=timezone.now(),
    )  # fmt: skip


def work_without_pause(chance: random.Random) -> None:
    """File, handle, put in and copy papers, until killed. A line leaves after the commit of what it says."""
    while True:
        said = _file(chance) if chance.random() < 0.3 else _step(chance)
        if said:
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()


def _file(chance: random.Random) -> list[Any]:
    from gongkai.affairs.foi.rules.application import Application
    from gongkai.affairs.foi.services import request_file
    from gongkai.kernel.actors import SYSTEM

    now = timezone.now()
    receipt = request_file(
        Application(
            organ=ORGAN, channel="mail", on=timezone.localdate(now), applicant="natural", name="某人",
            document="passport", document_number=f"DEMO{chance.randrange(40):04d}", telephone="000-0000",
            subject="材料", wanted="全部材料", form="paper", medium="pickup",
        ),
        actor=SYSTEM,
        now=now,
    )  # fmt: skip
    return [receipt.number, 1]


def _step(chance: random.Random) -> list[Any]:
    from gongkai.affairs.foi.models import DisclosureRequest
    from gongkai.affairs.foi.rules.reasons import RequestRefusedError
    from gongkai.affairs.foi.services import happen
    from gongkai.affairs.foi.services.access import APPLICANT
    from gongkai.kernel.actors import SYSTEM

    rows = list(DisclosureRequest.objects.exclude(state="archived").order_by("-id")[:20])
    row = chance.choice(rows) if rows else None
    if row is None or row.state not in STEPS:
        return []
    kind, told = chance.choice(STEPS[row.state])
    now, actor = timezone.now(), APPLICANT if kind == "corrected" else SYSTEM
    try:
        done = happen(row.number, kind, on=timezone.localdate(now), facts=told, actor=actor, now=now)
    except RequestRefusedError:
        return []
    return [done.number, done.events]


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "lay-out":
        lay_out()
    else:
        work_without_pause(random.Random(sys.argv[1]))
