"""The only roads from a number to a duty that is to be changed."""

from gongkai.backbone.duties.models import PENDING, Duty
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.events.services import take_turn


class DutyMissingError(GongkaiError):
    """No duty has this number, or the actor may not know of it."""

    def __init__(self, number: str) -> None:
        super().__init__("duty_missing", f"没有编号为 {number} 的事项：请核对编号。", number=number)


class DutyClosedError(GongkaiError):
    """The duty is met or excused and cannot be changed."""

    def __init__(self, number: str) -> None:
        super().__init__("duty_closed", f"事项 {number} 已经办结，不能再变更。", number=number)


def locked_pending(number: str, *, actor: Actor, ability: Ability = Ability.DUTY_MANAGE) -> Duty:
    """The duty, its row locked, while it is still owed.

    Raises ``DutyMissingError``, ``ForbiddenError``, or ``DutyClosedError``.
    """
    take_turn()
    duty = Duty.objects.select_for_update(of=("self",)).select_related("organ").filter(number=number).first()
    if duty is None:
        raise DutyMissingError(number)
    check(actor, ability, organ=duty.organ.code)
    if duty.state not in PENDING:
        raise DutyClosedError(number)
    return duty
