"""Reminders by mail, to the address each organ has made public."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Count

from gongkai.backbone.duties.models import Duty, Move
from gongkai.backbone.duties.rules import Stage
from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.kernel.events import Consumer, Delivery, Outcome

_SUBJECTS = {
    Stage.BEFORE: "即将到期",
    Stage.ON: "今日到期",
    Stage.AFTER: "已经逾期",
    Stage.ESCALATED: "所属机构逾期未办",
}


def _send(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    letters = [letter for delivery in deliveries for letter in _letters(delivery)]
    if letters:
        with get_connection() as connection:
            connection.send_messages(letters)
    return {}


MAIL = Consumer("duty-mail", ("duty.reminded", "duty.recomputed"), _send)


def _letters(delivery: Delivery) -> list[EmailMessage]:
    return _of_moved(delivery) if delivery.kind == "duty.recomputed" else _of_one(delivery)


def _of_one(delivery: Delivery) -> list[EmailMessage]:
    duty = Duty.objects.filter(number=delivery.subject).first()
    organ = organ_by_code(delivery.data["organ"])
    if duty is None or not organ.email:
        return []
    what = _SUBJECTS[Stage(delivery.data["stage"])]
    body = f"{duty.title}\n到期日：{duty.due_on}\n{settings.SITE_URL}/console/duties/{duty.number}\n"
    return [_letter(delivery, organ.email, f"{what}：{duty.title}", body)]


def _of_moved(delivery: Delivery) -> list[EmailMessage]:
    """One letter to each organ some of whose duties have another day now."""
    told = Move.objects.filter(at=delivery.at).exclude(organ__email="")
    counts = told.values_list("organ__email").annotate(Count("id")).order_by("organ__email")
    return [
        _letter(
            delivery,
            email,
            f"{count} 个事项的到期日已改变",
            f"工作日历或者时限规则有变化，{count} 个事项的到期日已重新计算。\n{settings.SITE_URL}/console/duties\n",
        )
        for email, count in counts
    ]


def _letter(delivery: Delivery, to: str, subject: str, body: str) -> EmailMessage:
    # Sent twice after a crash, it is the same letter to the receiver's server.
    identity = f"<{delivery.seq}.{to.replace('@', '.')}@{settings.SITE_DOMAIN}>"
    return EmailMessage(" ".join(subject.split()), body, to=[to], headers={"Message-ID": identity})
