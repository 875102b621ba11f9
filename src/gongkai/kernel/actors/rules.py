"""Roles and what they may do, as one table; pure."""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.foundations.errors import GongkaiError


class Role(StrEnum):
    """What a person is in an organ. The words are stored; their display names are translated elsewhere."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    LEGALITY_REVIEWER = "legality_reviewer"
    SECRECY_REVIEWER = "secrecy_reviewer"
    APPROVER = "approver"
    OPEN_GOVERNMENT_OFFICE = "open_government_office"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    REGISTRAR = "registrar"
    CASE_OFFICER = "case_officer"


class Scope(StrEnum):
    """How far an ability reaches: the organ of the membership, or the whole city."""

    OWN_ORGAN = "own_organ"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held in the organ with this code."""

    organ: str
    role: Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person, a token or the system itself.

    ``id`` is stable and names no one to outsiders; ``label`` is what the audit shows; ``address`` is the
    network address the request came from, empty for commands and the system. ``scopes`` limits a token
    further: ``None`` means no limit, a set means only these abilities.
    """

    id: str
    label: str
    memberships: frozenset[Membership] = frozenset()
    address: str = ""
    is_system: bool = False
    scopes: frozenset[str] | None = None


SYSTEM = Actor(id="system", label="system", is_system=True)


class Ability(StrEnum):
    """Everything that can be asked for; a new action is a new line here and in ``ABILITIES``."""

    RECORD_SEE = "record.see"
    RECORD_DRAFT = "record.draft"
    RECORD_COMMENT = "record.comment"
    RECORD_REVIEW_OFFICE = "record.review.office"
    RECORD_REVIEW_LEGALITY = "record.review.legality"
    RECORD_REVIEW_SECRECY = "record.review.secrecy"
    RECORD_SIGN_OFF = "record.sign_off"
    RECORD_PUBLISH = "record.publish"
    RECORD_PUBLISH_URGENTLY = "record.publish.urgently"
    RECORD_WITHDRAW = "record.withdraw"
    ORGAN_EDIT = "organ.edit"
    ORGAN_CONTACT = "organ.contact"
    SITE_EDIT = "site.edit"
    BANNER_SET = "banner.set"
    HOST_ALLOW = "host.allow"
    SEARCH_TUNE = "search.tune"
    DUTY_SEE = "duty.see"
    DUTY_MANAGE = "duty.manage"
    DUTY_EXCUSE = "duty.excuse"
    CALENDAR_EDIT = "calendar.edit"
    FILE_STORE = "file.store"
    AUDIT_SEE = "audit.see"
    EVENT_REPLAY = "event.replay"
    ACCOUNT_MANAGE = "account.manage"
    PLATFORM_SEE = "platform.see"
    REQUEST_SEE = "request.see"
    REQUEST_IDENTITY = "request.identity"
    REQUEST_REGISTER = "request.register"
    REQUEST_HANDLE = "request.handle"
    REQUEST_APPROVE = "request.approve"


_OWN, _CITY = Scope.OWN_ORGAN, Scope.CITY
_EVERYONE_IN_THE_ORGAN = dict.fromkeys(Role, _OWN)
_WHO_HANDLE_RECORDS = (
    Role.EDITOR, Role.REVIEWER, Role.LEGALITY_REVIEWER, Role.SECRECY_REVIEWER, Role.APPROVER,
)  # fmt: skip
_WHO_HANDLE_REQUESTS = (Role.REGISTRAR, Role.CASE_OFFICER, Role.APPROVER)

ABILITIES: dict[Ability, dict[Role, Scope]] = {
    Ability.RECORD_SEE: _EVERYONE_IN_THE_ORGAN | {Role.OPEN_GOVERNMENT_OFFICE: _CITY, Role.AUDITOR: _CITY},
    Ability.RECORD_DRAFT: {Role.EDITOR: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.RECORD_COMMENT: dict.fromkeys(_WHO_HANDLE_RECORDS, _OWN) | {Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.RECORD_REVIEW_OFFICE: {Role.REVIEWER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.RECORD_REVIEW_LEGALITY: {Role.LEGALITY_REVIEWER: _OWN},
    Ability.RECORD_REVIEW_SECRECY: {Role.SECRECY_REVIEWER: _OWN},
    Ability.RECORD_SIGN_OFF: {Role.APPROVER: _OWN},
    Ability.RECORD_PUBLISH: {Role.APPROVER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.RECORD_PUBLISH_URGENTLY: {Role.APPROVER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.RECORD_WITHDRAW: {Role.APPROVER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.ORGAN_EDIT: {Role.ADMINISTRATOR: _CITY, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.ORGAN_CONTACT: {Role.EDITOR: _OWN, Role.ADMINISTRATOR: _CITY, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.SITE_EDIT: {Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.BANNER_SET: {Role.APPROVER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.HOST_ALLOW: {Role.ADMINISTRATOR: _CITY},
    Ability.SEARCH_TUNE: {Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.DUTY_SEE: _EVERYONE_IN_THE_ORGAN | {Role.OPEN_GOVERNMENT_OFFICE: _CITY, Role.AUDITOR: _CITY},
    Ability.DUTY_MANAGE: {Role.REVIEWER: _OWN, Role.APPROVER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.DUTY_EXCUSE: {Role.APPROVER: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.CALENDAR_EDIT: {Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.FILE_STORE: {Role.EDITOR: _OWN, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.AUDIT_SEE: {Role.AUDITOR: _CITY, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.EVENT_REPLAY: {Role.ADMINISTRATOR: _CITY, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.ACCOUNT_MANAGE: {Role.ADMINISTRATOR: _CITY},
    Ability.PLATFORM_SEE: {Role.ADMINISTRATOR: _CITY, Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    # The office supervises all cases (条例第四十七条) without knowing who applied.
    Ability.REQUEST_SEE: dict.fromkeys(_WHO_HANDLE_REQUESTS, _OWN) | {Role.OPEN_GOVERNMENT_OFFICE: _CITY},
    Ability.REQUEST_IDENTITY: dict.fromkeys(_WHO_HANDLE_REQUESTS, _OWN),
    Ability.REQUEST_REGISTER: {Role.REGISTRAR: _OWN},
    Ability.REQUEST_HANDLE: {Role.CASE_OFFICER: _OWN},
    Ability.REQUEST_APPROVE: {Role.APPROVER: _OWN},
}


class ForbiddenError(GongkaiError):
    """The actor may not do this to that."""

    def __init__(self, ability: Ability, organ: str) -> None:
        where = organ or "—"
        message = f"无权执行“{ability.value}”（机构 {where}）；请联系本机构管理员。"
        super().__init__("forbidden", message, ability=ability.value, organ=where)
        self.ability = ability
        self.organ = organ


def may(actor: Actor, ability: Ability, *, organ: str = "") -> bool:
    """May ``actor`` do ``ability`` to something that belongs to the organ with this code? Denied by default.

    An empty ``organ`` means something of the whole city, which only an ability of city scope reaches.
    """
    if actor.scopes is not None and ability not in actor.scopes:
        return False
    if actor.is_system:
        return True
    reach = ABILITIES[ability]
    return any(
        membership.role in reach
        and (reach[membership.role] is Scope.CITY or (organ != "" and membership.organ == organ))
        for membership in actor.memberships
    )


def check(actor: Actor, ability: Ability, *, organ: str = "") -> None:
    """Raise ``ForbiddenError`` unless ``may`` says yes."""
    if not may(actor, ability, organ=organ):
        raise ForbiddenError(ability, organ)


def organs_for(actor: Actor, ability: Ability) -> frozenset[str] | None:
    """The organs whose things the actor may do this to; ``None`` means all of them."""
    if may(actor, ability):
        return None
    if actor.scopes is not None and ability not in actor.scopes:
        return frozenset()
    reach = ABILITIES[ability]
    return frozenset(m.organ for m in actor.memberships if m.role in reach and m.organ)
